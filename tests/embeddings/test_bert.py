"""A BERT encoder run fast computes what transformers' own code computes in float32."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch
from torch import Tensor
from transformers import BertConfig, BertModel

from embeddings import bert, compiled_source
from embeddings.amx_bert import AmxBert
from embeddings.bert import Bert, fast_bert
from embeddings.compiled_bert import CompiledBert
from embeddings.compiled_source import UnavailableError
from embeddings.four_bit_bert import Avx2Bert, Avx512Bert, FourBitBert, four_bits
from embeddings.packed_bert import PackedBert


def config(heads: int = 2, **changes: Any) -> BertConfig:
    usual = {
        "vocab_size": 50,
        "hidden_size": 32 * heads,
        "num_hidden_layers": 3,
        "num_attention_heads": heads,
        "intermediate_size": 96,
        "max_position_embeddings": 512,
    }
    return BertConfig(**{**usual, **changes})


def model(heads: int = 2, **changes: Any) -> BertModel:
    """In bfloat16, which the processor need not know: PyTorch computes it anywhere."""
    torch.manual_seed(7)
    made = BertModel(config(heads, **changes), add_pooling_layer=False).to(torch.bfloat16).eval()
    for name, weight in made.named_parameters():
        if "LayerNorm" in name or name.endswith("bias"):
            weight.data += torch.randn_like(weight) / 4  # or mistakes in them would not be seen
    return made


def in_four_bits(given: BertModel) -> BertModel:
    """The same in float32, the weights of its layers rounded to what four bits can say."""
    for layer in given.float().encoder.layer:
        for linear in (one for one in layer.modules() if isinstance(one, torch.nn.Linear)):
            linear.weight.data = rounded(linear.weight.data)
    return given


def rounded(weight: Tensor) -> Tensor:
    blocks = weight.view(-1, 32)
    scales = (blocks.gather(1, blocks.abs().argmax(1, keepdim=True)) / -8).half().float()
    codes = (blocks / torch.where(scales == 0, 1, scales)).round().clamp(-8, 7)
    return (codes * scales).view(weight.shape)


class Kind(NamedTuple):
    make: Callable[[BertModel], Bert]
    fit: Callable[[BertModel], BertModel]  # a model for it

    def __call__(self, given: BertModel) -> Bert:
        return self.make(given)


@pytest.fixture(params=[AmxBert, Avx512Bert, Avx2Bert, PackedBert])
def fast(request: pytest.FixtureRequest) -> Kind:
    in_whole_numbers = issubclass(request.param, FourBitBert)
    kind = Kind(request.param, in_four_bits if in_whole_numbers else lambda given: given)
    if request.param is PackedBert and not bert._has_packed_products():
        pytest.skip("this build of PyTorch has no oneDNN with bfloat16 here")
    try:
        kind(kind.fit(model()))
    except UnavailableError as reason:
        pytest.skip(f"nothing is compiled here: {reason}")
    return kind


def features(*lengths: int) -> dict[str, Tensor]:
    torch.manual_seed(8)
    longest = max(lengths)
    mask = torch.tensor([[1] * length + [0] * (longest - length) for length in lengths])
    return {"input_ids": torch.randint(1, 50, mask.shape) * mask, "attention_mask": mask}


def cosines(made: Bert, of: BertModel, batch: dict[str, Tensor]) -> Tensor:
    """Of each token's vector with the one in float32, before which `made` is computed."""
    ours = made(batch).float()
    exact = of.float()(**batch).last_hidden_state
    known = batch["attention_mask"].bool()
    return torch.nn.functional.cosine_similarity(ours[known], exact[known])


@pytest.mark.parametrize(
    "lengths",
    [(1,), (2, 1), (15, 16, 17), (31, 32, 33), (64, 1, 48), (100, 99, 57), (255,), (256,), (257,),
     (512, 511, 5), tuple(range(1, 40))],
)  # fmt: skip
@torch.inference_mode()
def test_it_computes_what_the_model_computes(fast: Kind, lengths: tuple[int, ...]) -> None:
    given = fast.fit(model())
    assert cosines(fast(given), given, features(*lengths)).min() > 0.999


@pytest.mark.parametrize("wide", [32, 1536])
@torch.inference_mode()
def test_layers_may_have_other_sizes(fast: Kind, wide: int) -> None:
    given = fast.fit(model(12, intermediate_size=wide, num_hidden_layers=2))
    assert cosines(fast(given), given, features(300, 33)).min() > 0.999


@torch.inference_mode()
def test_scores_far_apart_do_not_overflow(fast: Kind) -> None:
    given = model(num_hidden_layers=1)
    own = given.encoder.layer[0].attention.self
    own.query.weight.data *= 400  # scores of several thousand: one key takes all
    own.key.weight.data *= 400
    given = fast.fit(given)
    found = cosines(fast(given), given, features(70, 41))
    assert found.isfinite().all()
    assert found.median() > 0.999


@torch.inference_mode()
def test_many_small_chances_are_not_lost(fast: Kind) -> None:
    """One key of 500 takes seven tenths; few others come to half of 1 / 255 of that."""
    given, apart = model(num_hidden_layers=1), torch.tensor([1.0, -1.0]).repeat(32)
    told, own = given.embeddings, given.encoder.layer[0].attention.self
    told.word_embeddings.weight.data[1] = apart
    told.position_embeddings.weight.data[:] = told.token_type_embeddings.weight.data[:] = 0
    own.query.weight.data[:], own.query.bias.data[:] = 0, 1
    own.key.weight.data[:] = apart / 50
    own.value.bias.data *= 40
    given, batch = fast.fit(given), features(500)
    batch["input_ids"][batch["input_ids"] == 1] = 2
    batch["input_ids"][:, 0] = 1
    assert cosines(fast(given), given, batch).min() > 0.9998


@torch.inference_mode()
def test_the_activation_holds_far_from_nought(fast: Kind) -> None:
    given = model(num_hidden_layers=1)
    given.encoder.layer[0].intermediate.dense.bias.data = torch.linspace(-30, 30, 96).bfloat16()
    given = fast.fit(given)
    assert cosines(fast(given), given, features(50, 9)).min() > 0.999


@torch.inference_mode()
def test_padding_is_never_looked_at(fast: Kind) -> None:
    made, batch = fast(fast.fit(model())), features(50, 20)
    other = {name: value.clone() for name, value in batch.items()}
    other["input_ids"][1, 20:] = 7
    one, two = made(batch), made(other)
    torch.testing.assert_close(one[1, :20], two[1, :20], atol=0, rtol=0)
    torch.testing.assert_close(one[0], two[0], atol=0, rtol=0)


@torch.inference_mode()
def test_texts_beside_it_change_nothing(fast: Kind) -> None:
    made, batch = fast(fast.fit(model())), features(30, 9)
    alone = {name: value[1:, :9] for name, value in batch.items()}
    torch.testing.assert_close(made(batch)[1:, :9], made(alone), atol=0.05, rtol=0.05)


def test_cores_that_share_the_work_change_nothing(fast: Kind) -> None:
    made, batch = fast(fast.fit(model(12, intermediate_size=1536))), features(40, 300)

    @torch.inference_mode()
    def on(cores: int) -> Tensor:
        getattr(made, "use_cores", torch.set_num_threads)(cores)  # in this thread
        return made(batch)[batch["attention_mask"].bool()]

    with ThreadPoolExecutor(3) as pool:
        alone, *shared = pool.map(on, [1, 1, 2, 2, 3, 3, 2, 1])
    off = 0.05 if fast.make is PackedBert else 0.0  # oneDNN sums up otherwise on more cores
    for one in shared:
        torch.testing.assert_close(one, alone, atol=off, rtol=off)


def test_other_models_are_left_to_their_own_code() -> None:
    assert fast_bert(None) is None
    assert fast_bert(BertModel(config())) is None  # float32, and not of four bits
    assert fast_bert(model(hidden_act="relu")) is None


@pytest.mark.parametrize("kind", [AmxBert, Avx512Bert, Avx2Bert])
def test_heads_of_another_size_are_not_compiled(kind: type[CompiledBert]) -> None:
    with pytest.raises(UnavailableError, match="heads of 32"):
        kind(model(hidden_size=96))


def test_texts_whose_sums_would_not_fit_are_not_computed_in_whole_numbers() -> None:
    with pytest.raises(UnavailableError, match="at most 512 tokens"):
        Avx2Bert(in_four_bits(model(max_position_embeddings=513)))


def test_weights_that_four_bits_cannot_say_are_not_rounded() -> None:
    torch.manual_seed(3)
    with pytest.raises(UnavailableError, match="four bits"):
        four_bits(torch.randn(4, 64))


def test_four_bits_are_found_in_weights_that_were_made_of_them() -> None:
    made = torch.arange(-8.0, 8).repeat(2, 4)  # each block of 32 holds every code twice
    scales = torch.tensor([[0.5, -2.0], [0.0, 1.0]])
    weight = (made.view(2, 2, 32) * scales[..., None]).view(2, 64)
    codes, found = four_bits(weight)
    assert found.tolist() == scales.tolist()
    expected = made.view(2, 2, 32).clone()
    expected[1, 0] = 0  # a block of noughts
    assert codes.view(2, 2, 32).tolist() == expected.tolist()


@pytest.fixture(params=["bfloat16", "four bits"])
def known(request: pytest.FixtureRequest) -> BertModel:
    if request.param == "four bits":
        return in_four_bits(model())
    if not bert._has_packed_products():
        pytest.skip("this build of PyTorch has no oneDNN with bfloat16 here")
    return model()


def is_left_to_pytorch(given: BertModel) -> bool:
    fast = fast_bert(given)
    return isinstance(fast, PackedBert) if given.dtype == torch.bfloat16 else fast is None


def test_without_a_compiler_pytorch_is_used(
    known: BertModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setattr(compiled_source, "user_cache_path", lambda _: tmp_path)
    assert is_left_to_pytorch(known)


def test_a_compiler_that_fails_leaves_nothing_behind(
    known: BertModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("CXX", str(broken))
    monkeypatch.setattr(compiled_source, "user_cache_path", lambda _: tmp_path / "cache")
    assert is_left_to_pytorch(known)
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def is_there(kind: type[CompiledBert], given: BertModel) -> bool:
    try:
        return bool(kind(given))
    except UnavailableError:
        return False


def wrong(kind: type[CompiledBert]) -> type[CompiledBert]:
    class Wrong(kind):  # type: ignore[misc, valid-type]
        def __call__(self, features: dict[str, Tensor]) -> Tensor:
            return super().__call__(features).flip(1)

    return Wrong


def test_what_computes_something_else_is_not_used(
    known: BertModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = [AmxBert] if known.dtype == torch.bfloat16 else [Avx512Bert, Avx2Bert]
    there = [kind for kind in kinds if is_there(kind, known)]
    if not there:
        pytest.skip("nothing is compiled here")
    for kind in there:
        assert isinstance(fast_bert(known), kind)  # the first that is right
        monkeypatch.setattr(bert, kind.__name__, wrong(kind))
    assert is_left_to_pytorch(known)


@torch.inference_mode()
def test_weights_that_are_nought_make_nought(fast: Kind) -> None:
    given = model(num_hidden_layers=1)
    layer = given.encoder.layer[0]
    layer.intermediate.dense.weight.data[3:40, :32] = 0  # whole blocks of them
    layer.attention.output.LayerNorm.bias.data[:32] = 40  # 2⁻¹ times 0, by exponents, is infinite
    given = fast.fit(given)
    assert cosines(fast(given), given, features(40, 9)).min() > 0.999
