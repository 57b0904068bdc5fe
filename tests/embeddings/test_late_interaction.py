from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import (
    SentenceEncoder,
    TokenProjection,
    max_similarities,
    mutual_similarity,
    token_matches,
)


def test_max_similarity_by_hand() -> None:
    question = np.array([[127, 0], [0, 127]], np.int8)
    tokens = np.array([[127, 0], [0, -127], [0, 64], [64, 64]], np.int8)
    found = max_similarities(question, tokens, np.array([0, 2, 4])) * 254 * 254
    np.testing.assert_allclose(found, [[127 * 127, 64 * 127], [0, 64 * 127]], rtol=1e-6)


def test_sums_by_hand() -> None:
    matches = token_matches(np.array([[0.8], [0.2], [0.6], [0.4], [0.5]], np.float32))
    assert matches.mean.tolist() == pytest.approx([0.5])
    assert matches.lowest.tolist() == pytest.approx([0.2])
    assert token_matches(np.empty((0, 3), np.float32)).mean.tolist() == [0, 0, 0]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.integers(1, 4))
def test_the_same_as_passage_by_passage(sizes: list[int], asked: int) -> None:
    random = np.random.default_rng(sum(sizes) * 7 + asked)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    tokens = random.integers(-127, 128, (bounds[-1], 8)).astype(np.int8)
    question = random.integers(-127, 128, (asked, 8)).astype(np.int8)
    found = max_similarities(question, tokens, bounds)
    for i, (start, end) in enumerate(pairwise(bounds)):
        products = question.astype(int) @ tokens[start:end].astype(int).T
        np.testing.assert_allclose(found[:, i], products.max(1) / 254**2, rtol=1e-5)


def test_a_projection_forgets_the_language() -> None:
    """Two languages that differ by a constant cannot be told apart once projected."""
    random = np.random.default_rng(3)
    meaning = random.normal(size=(500, 16)).astype(np.float32)
    shift = np.zeros(16, np.float32)
    shift[3] = 5.0
    projection = TokenProjection.fit({"a": meaning - shift, "b": meaning + shift}, 8)
    np.testing.assert_array_equal(
        projection.project(meaning - shift), projection.project(meaning + shift)
    )


def test_projected_tokens_are_unit_vectors_in_steps(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode_question("望澜桥修缮花了多少钱？")
    assert vectors.tokens.dtype == np.int8 and vectors.tokens.shape[1] == encoder.token_size == 128
    lengths = np.linalg.norm(vectors.tokens.astype(float), axis=1) / 254
    np.testing.assert_allclose(lengths, 1, atol=0.05)


def test_tokens_belong_to_their_sentences(encoder: SentenceEncoder) -> None:
    text = "食堂每天供应两荤两素。旧桥的拱石换了三十七块。"
    found = encoder.encode_passages([text, "一句。"], [[(0, 11), (11, len(text))], [(0, 3)]])
    sizes = np.diff(found.token_bounds)
    assert len(sizes) == 3 and (sizes > 0).all() and sizes.sum() == len(found.tokens)
    asked = encoder.encode_question("桥上换了多少石头？")
    means = max_similarities(asked.tokens, found.tokens, found.token_bounds).mean(0)
    assert means[1] > means[0]


def test_a_projection_is_saved_and_loaded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    random = np.random.default_rng(4)
    fitted = TokenProjection.fit({"a": random.normal(size=(50, 8)).astype(np.float32)}, 4)
    fitted.save(tmp_path / "p.npz")
    loaded = TokenProjection.load(tmp_path / "p.npz")
    assert loaded.basis.shape == (8, 4) and loaded.fingerprint == fitted.fingerprint


def test_mutual_similarity_by_hand() -> None:
    """One token matched at 127² beside one that is not at all, both ways: (½ + 1) / 2."""
    a = np.array([[127, 0], [0, 127]], np.int8)
    b = np.array([[127, 0]], np.int8)
    half = 127 * 127 / (254 * 254)
    assert mutual_similarity(a, b) == pytest.approx(0.75 * half)
    assert mutual_similarity(b, a) == pytest.approx(0.75 * half)
    assert mutual_similarity(a, a[:0]) == 0.0
