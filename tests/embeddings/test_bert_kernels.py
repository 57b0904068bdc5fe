from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch
from torch import Tensor

from embeddings import bert_kernels
from embeddings.bert_kernels import (
    HEAD,
    PYTORCH,
    BertKernels,
    Normalisation,
    UnavailableError,
    compiled_kernels,
    usable_kernels,
)


@pytest.fixture(scope="module", params=["compiled", "pytorch"])
def kernels(request: pytest.FixtureRequest) -> BertKernels:
    if request.param == "pytorch":
        return PYTORCH
    try:
        return compiled_kernels()
    except UnavailableError as reason:
        pytest.skip(f"nothing is compiled here: {reason}")


def projected(texts: int, tokens: int, heads: int = 3, spread: float = 1.0) -> Tensor:
    torch.manual_seed(tokens)
    return (spread * torch.randn(texts, tokens, 3, heads, HEAD)).bfloat16()


def by_definition(given: Tensor, lengths: list[int]) -> list[Tensor]:
    """softmax(Q Kᵀ / √d) V in float64, text by text: (tokens, heads, d) each."""
    found = []
    for text, length in zip(given.double(), lengths, strict=True):
        query, key, value = text[:length].permute(1, 2, 0, 3)
        chances = (query @ key.transpose(1, 2) / math.sqrt(HEAD)).softmax(-1)
        found.append((chances @ value).transpose(0, 1))
    return found


@pytest.mark.parametrize(
    "lengths",
    [[1], [2, 1], [15, 16, 17], [31, 32, 33], [64, 1, 48], [100, 99], [363, 200], [512, 511, 5]],
)
def test_it_is_what_the_definition_says(kernels: BertKernels, lengths: list[int]) -> None:
    given = projected(len(lengths), max(lengths))
    found = kernels.attend(given, torch.tensor(lengths))
    for ours, exact, length in zip(found, by_definition(given, lengths), lengths, strict=True):
        torch.testing.assert_close(ours[:length].double(), exact, atol=0.015, rtol=0.01)


def test_scores_far_apart_do_not_overflow(kernels: BertKernels) -> None:
    given = projected(2, 70, spread=30.0)  # scores of several thousand
    found = kernels.attend(given, torch.tensor([70, 41]))
    for ours, exact, length in zip(found, by_definition(given, [70, 41]), (70, 41), strict=True):
        torch.testing.assert_close(ours[:length].double(), exact, atol=0.5, rtol=0.02)


def test_what_lies_beyond_a_text_is_never_looked_at(kernels: BertKernels) -> None:
    given = projected(2, 50)
    other = given.clone()
    other[1, 20:] = 7
    lengths = torch.tensor([50, 20])
    one, two = kernels.attend(given, lengths), kernels.attend(other, lengths)
    torch.testing.assert_close(one[1, :20], two[1, :20], atol=0, rtol=0)
    torch.testing.assert_close(one[0], two[0], atol=0, rtol=0)


@pytest.mark.parametrize(("rows", "size"), [(1, 16), (3, 384), (50, 96)])
def test_a_sum_is_normalised(kernels: BertKernels, rows: int, size: int) -> None:
    torch.manual_seed(rows)
    one, other = (torch.randn(rows, size).mul_(5).add_(3).bfloat16() for _ in range(2))
    by = Normalisation(torch.randn(size).bfloat16(), torch.randn(size).bfloat16(), 1e-5)
    whole = one.double() + other.double()
    unit = (whole - whole.mean(1, keepdim=True)) / (
        whole.var(1, correction=0, keepdim=True) + by.epsilon
    ).sqrt()
    expected = unit * by.weight.double() + by.bias.double()
    found = kernels.add_and_normalise(one.clone(), other, by)
    torch.testing.assert_close(found.double(), expected, atol=0.02, rtol=0.02)


def test_without_a_compiler_pytorch_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setattr(bert_kernels, "user_cache_path", lambda _: tmp_path)
    with pytest.raises(UnavailableError):
        compiled_kernels()
    usable_kernels.cache_clear()
    assert usable_kernels() is PYTORCH
    usable_kernels.cache_clear()


def test_a_compiler_that_fails_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("CXX", str(broken))
    monkeypatch.setattr(bert_kernels, "user_cache_path", lambda _: tmp_path / "cache")
    with pytest.raises(UnavailableError):
        compiled_kernels()
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
