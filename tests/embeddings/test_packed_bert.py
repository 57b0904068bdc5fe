import pytest
import torch
from transformers import BertConfig, BertModel

from embeddings.packed_bert import PackedBert

CONFIG = BertConfig(
    vocab_size=50,
    hidden_size=64,
    num_hidden_layers=3,
    num_attention_heads=4,
    intermediate_size=96,
    max_position_embeddings=40,
)


def bert() -> BertModel:
    torch.manual_seed(7)
    model = BertModel(CONFIG, add_pooling_layer=False).to(torch.bfloat16).eval()
    for name, weight in model.named_parameters():
        if "LayerNorm" in name or name.endswith("bias"):
            weight.data += torch.randn_like(weight) / 4  # or mistakes in them would not be seen
    if not PackedBert.fits(model):
        pytest.skip("this build of PyTorch has no oneDNN with bfloat16")
    return model


def features(*lengths: int) -> dict[str, torch.Tensor]:
    torch.manual_seed(8)
    longest = max(lengths)
    mask = torch.tensor([[1] * length + [0] * (longest - length) for length in lengths])
    return {"input_ids": torch.randint(1, 50, mask.shape) * mask, "attention_mask": mask}


@pytest.mark.parametrize("lengths", [(1,), (17,), (40, 40), (33, 8, 1)])
@torch.inference_mode()
def test_it_computes_what_the_model_computes(lengths: tuple[int, ...]) -> None:
    model, batch = bert(), features(*lengths)
    ours = PackedBert(model)(batch).float()
    exact = model.float()(**batch).last_hidden_state
    cosines = torch.nn.functional.cosine_similarity(ours, exact, dim=-1)
    assert cosines[batch["attention_mask"].bool()].min() > 0.999


@torch.inference_mode()
def test_padding_changes_nothing() -> None:
    model = PackedBert(bert())
    batch = features(30, 9)
    alone = {name: value[1:, :9] for name, value in batch.items()}
    torch.testing.assert_close(model(batch)[1:, :9], model(alone), atol=0.05, rtol=0.05)


def test_other_models_are_left_to_their_own_code() -> None:
    assert not PackedBert.fits(None)
    assert not PackedBert.fits(BertModel(CONFIG))  # float32
    other = BertModel(BertConfig(**{**CONFIG.to_dict(), "hidden_act": "relu"}))
    assert not PackedBert.fits(other.to(torch.bfloat16))
