"""A BERT encoder run fast computes what transformers' own code computes in float32."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from transformers import BertConfig, BertModel

from embeddings import bert, compiled_source
from embeddings.bert import Bert, fast_bert
from embeddings.compiled_bert import CompiledBert
from embeddings.compiled_source import UnavailableError
from embeddings.packed_bert import PackedBert


def config(heads: int = 2, **changes: Any) -> BertConfig:
    usual = {
        "vocab_size": 50,
        "hidden_size": 32 * heads,
        "num_hidden_layers": 3,
        "num_attention_heads": heads,
        "intermediate_size": 96,
        "max_position_embeddings": 520,
    }
    return BertConfig(**{**usual, **changes})


def model(heads: int = 2, **changes: Any) -> BertModel:
    torch.manual_seed(7)
    made = BertModel(config(heads, **changes), add_pooling_layer=False).to(torch.bfloat16).eval()
    for name, weight in made.named_parameters():
        if "LayerNorm" in name or name.endswith("bias"):
            weight.data += torch.randn_like(weight) / 4  # or mistakes in them would not be seen
    return made


@pytest.fixture(params=[CompiledBert, PackedBert])
def fast(request: pytest.FixtureRequest) -> Callable[[BertModel], Bert]:
    if not bert._is_known(model()):
        pytest.skip("this build of PyTorch has no oneDNN with bfloat16")
    try:
        request.param(model())
    except UnavailableError as reason:
        pytest.skip(f"nothing is compiled here: {reason}")
    return request.param


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
def test_it_computes_what_the_model_computes(
    fast: Callable[[BertModel], Bert], lengths: tuple[int, ...]
) -> None:
    given = model()
    assert cosines(fast(given), given, features(*lengths)).min() > 0.999


@pytest.mark.parametrize("wide", [32, 1536])
@torch.inference_mode()
def test_layers_may_have_other_sizes(fast: Callable[[BertModel], Bert], wide: int) -> None:
    given = model(12, intermediate_size=wide, num_hidden_layers=2)
    assert cosines(fast(given), given, features(300, 33)).min() > 0.999


@torch.inference_mode()
def test_scores_far_apart_do_not_overflow(fast: Callable[[BertModel], Bert]) -> None:
    given = model(num_hidden_layers=1)
    own = given.encoder.layer[0].attention.self
    own.query.weight.data *= 400  # scores of several thousand: one key takes all
    own.key.weight.data *= 400
    found = cosines(fast(given), given, features(70, 41))
    assert found.isfinite().all()
    assert found.median() > 0.999


@torch.inference_mode()
def test_the_activation_holds_far_from_nought(fast: Callable[[BertModel], Bert]) -> None:
    given = model(num_hidden_layers=1)
    given.encoder.layer[0].intermediate.dense.bias.data = torch.linspace(-30, 30, 96).bfloat16()
    assert cosines(fast(given), given, features(50, 9)).min() > 0.999


@torch.inference_mode()
def test_padding_is_never_looked_at(fast: Callable[[BertModel], Bert]) -> None:
    made, batch = fast(model()), features(50, 20)
    other = {name: value.clone() for name, value in batch.items()}
    other["input_ids"][1, 20:] = 7
    one, two = made(batch), made(other)
    torch.testing.assert_close(one[1, :20], two[1, :20], atol=0, rtol=0)
    torch.testing.assert_close(one[0], two[0], atol=0, rtol=0)


@torch.inference_mode()
def test_texts_beside_it_change_nothing(fast: Callable[[BertModel], Bert]) -> None:
    made, batch = fast(model()), features(30, 9)
    alone = {name: value[1:, :9] for name, value in batch.items()}
    torch.testing.assert_close(made(batch)[1:, :9], made(alone), atol=0.05, rtol=0.05)


def test_other_models_are_left_to_their_own_code() -> None:
    assert fast_bert(None) is None
    assert fast_bert(BertModel(config())) is None  # float32
    assert fast_bert(model(hidden_act="relu")) is None


def test_heads_of_another_size_are_not_compiled() -> None:
    with pytest.raises(UnavailableError, match="heads of 32"):
        CompiledBert(model(hidden_size=96))


@pytest.fixture
def known() -> BertModel:
    given = model()
    if not bert._is_known(given):
        pytest.skip("this build of PyTorch has no oneDNN with bfloat16")
    return given


def test_without_a_compiler_pytorch_is_used(
    known: BertModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setattr(compiled_source, "user_cache_path", lambda _: tmp_path)
    assert isinstance(fast_bert(known), PackedBert)


def test_a_compiler_that_fails_leaves_nothing_behind(
    known: BertModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("CXX", str(broken))
    monkeypatch.setattr(compiled_source, "user_cache_path", lambda _: tmp_path / "cache")
    assert isinstance(fast_bert(known), PackedBert)
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def test_what_computes_something_else_is_not_used(
    known: BertModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Wrong(CompiledBert):
        def __call__(self, features: dict[str, Tensor]) -> Tensor:
            return super().__call__(features).flip(1)

    try:
        CompiledBert(known)
    except UnavailableError as reason:
        pytest.skip(f"nothing is compiled here: {reason}")
    monkeypatch.setattr(bert, "CompiledBert", Wrong)
    assert isinstance(fast_bert(known), PackedBert)
