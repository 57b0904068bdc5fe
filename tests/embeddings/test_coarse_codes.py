import numpy as np
import pytest

from embeddings.coarse_codes import from_coarse_codes, to_coarse_codes
from embeddings.late_interaction import max_similarities, mutual_similarity
from embeddings.projection import STEPS
from embeddings.token_codes import from_codes, to_codes


def units(count: int, size: int) -> np.ndarray:
    return unit(np.random.default_rng(7).standard_normal((count, size)))


def unit(vectors: np.ndarray) -> np.ndarray:
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.clip(np.rint(vectors * STEPS), -127, 127).astype(np.int8)


def test_codes_by_hand() -> None:
    # p = 128, a standard deviation is 22.45: large is what is beyond 16.5, small ones read as
    # round(.36 · 22.45) = 8, large ones as round(1.54 · 22.45) = 35
    tokens = np.zeros((1, 128), np.int8)
    tokens[0, :4] = [5, -16, -17, 127]
    codes = to_coarse_codes(tokens)
    assert codes[0] == 0b10_00_01_11
    assert codes[1] == 0b10_00_10_00  # what is zero: up, down, up, down
    assert from_coarse_codes([codes], 128)[0][0, :6].tolist() == [8, -8, -35, 35, 8, -8]


def test_a_token_takes_whole_bytes() -> None:
    assert len(to_coarse_codes(units(10, 128))) == 10 * 32
    assert len(to_coarse_codes(units(10, 3))) == 10
    assert len(to_coarse_codes(units(10, 5))) == 20


@pytest.mark.parametrize(("count", "size"), [(0, 128), (1, 3), (3, 9), (7, 64)])
def test_shapes_and_signs_come_back(count: int, size: int) -> None:
    tokens = units(count, size)
    (read,) = from_coarse_codes([to_coarse_codes(tokens)], size)
    assert read.shape == (count, size)
    assert (np.sign(read)[tokens != 0] == np.sign(tokens)[tokens != 0]).all()


def test_each_of_several_texts_is_read_as_it_is_alone() -> None:
    texts = [to_coarse_codes(units(count, 9)) for count in (2, 0, 3, 1)]
    together = from_coarse_codes(texts, 9)
    assert [one.shape for one in together] == [(2, 9), (0, 9), (3, 9), (1, 9)]
    for one, codes in zip(together, texts, strict=True):
        assert (one == from_coarse_codes([codes], 9)[0]).all()


@pytest.mark.parametrize("size", [64, 128])
def test_codes_of_what_was_read_are_the_same_by_way_of_four_bits_too(size: int) -> None:
    codes = to_coarse_codes(units(50, size))
    (read,) = from_coarse_codes([codes], size)
    assert to_coarse_codes(read) == codes
    assert to_coarse_codes(from_codes([to_codes(read)], size)[0]) == codes


def coarse(tokens: np.ndarray) -> np.ndarray:
    """As they come back from where they were made out of four bits."""
    size = tokens.shape[1]
    (fine,) = from_codes([to_codes(tokens)], size)
    return from_coarse_codes([to_coarse_codes(fine)], size)[0]


def test_similarities_stay_what_they_are_on_average() -> None:
    near = units(400, 128)
    question = np.clip(near[::40] + 0.5 * units(10, 128), -127, 127).astype(np.int8)
    bounds = np.arange(0, 401)
    exact = max_similarities(question, near, bounds)
    coded = max_similarities(question, coarse(near), bounds)
    assert abs(float((coded - exact).mean())) < 0.01
    own = exact > 0.5  # each with the token that it was made of
    assert own.sum() >= 10
    assert abs(float((coded - exact)[own].mean())) < 0.05


@pytest.mark.parametrize("noise", [5, 15, 25])
def test_two_texts_that_are_both_coarse_are_as_alike_as_they_were(noise: int) -> None:
    one = units(40, 128)
    other = unit(one + np.random.default_rng(3).normal(0, noise, one.shape))
    exact = mutual_similarity(one, other)
    assert abs(mutual_similarity(coarse(one), coarse(other)) - exact) < 0.15
