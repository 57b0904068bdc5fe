"""Late interaction over codes is what it is over the tokens that they stand for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings import (
    CodedTokens,
    coded_similarities,
    coded_tokens,
    compiled_source,
    from_codes,
    max_similarities,
    to_coarse_codes,
    to_codes,
)
from embeddings.coded_tokens import Compiled, decoded
from embeddings.compiled_source import AVX2, AVX512, UnavailableError


@pytest.fixture(params=[AVX512, AVX2], ids=["AVX-512", "AVX2"], scope="module")
def fast(request: pytest.FixtureRequest) -> Compiled:
    try:
        return Compiled(request.param)
    except UnavailableError as reason:
        pytest.skip(f"nothing is compiled here: {reason}")


def tokens(count: int, size: int, seed: int = 0) -> NDArray[np.int8]:
    random = np.random.default_rng(seed)
    return random.integers(-127, 128, (count, size)).astype(np.int8)


def text(sizes: list[int], size: int, *, coarse: bool = False, seed: int = 0) -> CodedTokens:
    make = to_coarse_codes if coarse else to_codes
    return CodedTokens(make(tokens(sum(sizes), size, seed)), coarse, np.array(sizes, np.int64))


texts = st.lists(
    st.tuples(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.booleans()),
    min_size=1,
    max_size=6,
).filter(lambda some: any(map(sum, (sizes for sizes, _ in some))))


@settings(deadline=None)
@given(asked=st.integers(1, 70), size=st.sampled_from([64, 128, 384]), some=texts)
def test_what_is_compiled_computes_the_same(
    fast: Compiled, asked: int, size: int, some: list[tuple[list[int], bool]]
) -> None:
    """To the last bit, whatever fills a register: stretches without tokens, some of two bits."""
    coded = [text(sizes, size, coarse=c, seed=n) for n, (sizes, c) in enumerate(some)]
    question = tokens(asked, size, 99)
    np.testing.assert_array_equal(fast(question, coded), decoded(question, coded))


@pytest.mark.parametrize("coarse", [False, True])
def test_the_largest_products_do_not_overflow(fast: Compiled, coarse: bool) -> None:
    make = to_coarse_codes if coarse else to_codes
    for sign in (1, -1):
        question = np.full((3, 512), 127 * sign, np.int8)
        some = [CodedTokens(make(np.full((7, 512), 127, np.int8)), coarse, np.array([7]))]
        np.testing.assert_array_equal(fast(question, some), decoded(question, some))


def test_questions_in_any_order_of_memory(fast: Compiled) -> None:
    question, some = tokens(40, 128), [text([9, 3], 128)]
    expected = decoded(question, some)
    for other in (np.asfortranarray(question), np.repeat(question, 2, axis=1)[:, ::2]):
        np.testing.assert_array_equal(fast(other, some), expected)


@pytest.mark.parametrize("coarse", [False, True])
def test_nothing_is_read_beyond_what_was_kept(fast: Compiled, coarse: bool) -> None:
    whole, other = text([3, 2], 128, coarse=coarse), text([2], 128)
    cut_off = whole._replace(codes=whole.codes[:-1])
    for some in ([cut_off], [other, cut_off], [cut_off, other]):
        with pytest.raises(ValueError, match="cut off"):
            fast(tokens(4, 128), some)
    longer = whole._replace(codes=whole.codes + b"more")
    np.testing.assert_array_equal(fast(tokens(4, 128), [longer]), fast(tokens(4, 128), [whole]))


def test_it_is_late_interaction_over_the_tokens() -> None:
    """Stretch by stretch, and -1 for one that has no tokens."""
    question, size = tokens(5, 128, 1), 128
    some = [text([4, 0, 2], size, seed=2), text([3], size, seed=3)]
    found = coded_similarities(question, some)
    first, second = from_codes([one.codes for one in some], size)
    assert (found[:, 1] == -1).all()
    for stretch, of in ((0, first[:4]), (2, first[4:]), (3, second)):
        alone = max_similarities(question, of, np.array([0, len(of)]))
        np.testing.assert_array_equal(found[:, stretch], alone[:, 0])


@pytest.mark.parametrize("size", [4, 64, 96, 100])
def test_tokens_of_any_size(size: int) -> None:
    """Small ones have larger components than the source is written for, others do not fill it."""
    question, some = tokens(6, size), [text([5, 1], size), text([8], size, coarse=True)]
    np.testing.assert_array_equal(coded_similarities(question, some), decoded(question, some))


def test_nothing_is_asked_or_there() -> None:
    some = [text([2, 3], 128)]
    assert coded_similarities(np.empty((0, 128), np.int8), some).shape == (0, 2)
    assert coded_similarities(tokens(4, 128), []).shape == (4, 0)


def test_without_a_compiler_tokens_are_decoded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setattr(compiled_source, "user_cache_path", lambda _: tmp_path)
    coded_tokens._fastest.cache_clear()
    try:
        assert coded_tokens._fastest() is decoded
    finally:
        coded_tokens._fastest.cache_clear()


def test_what_computes_something_else_is_not_used(
    fast: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Compiled.__call__
    monkeypatch.setattr(Compiled, "__call__", lambda *given: right(*given) + np.float32(1e-6))
    with pytest.raises(UnavailableError, match="wrong"):
        Compiled(AVX2)


def test_a_processor_without_the_instructions_is_found_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "cpuinfo"
    other.write_text("processor : 0\nflags : sse2 avx2 fma\n", "utf-8")
    monkeypatch.setattr(compiled_source, "_PROCESSOR", other)
    with pytest.raises(UnavailableError, match="the processor has no f16c"):
        Compiled(AVX2)
