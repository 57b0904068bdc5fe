import numpy as np
import pytest

from embeddings.late_interaction import max_similarities
from embeddings.projection import STEPS
from embeddings.token_codes import from_codes, to_codes
from embeddings.token_signs import from_signs, to_signs


def units(count: int, size: int) -> np.ndarray:
    vectors = np.random.default_rng(7).standard_normal((count, size))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.clip(np.rint(vectors * STEPS), -127, 127).astype(np.int8)


def test_signs_by_hand() -> None:
    # p = 128: every component is round(√(π / 2 / 128) · 254) = 28 long
    tokens = np.zeros((1, 128), np.int8)
    tokens[0, :4] = [5, -1, -100, 127]
    signs = to_signs(tokens)
    assert signs[0] == 0b10011010  # what is zero: up, down, up, down
    assert from_signs([signs], 128)[0][0, :6].tolist() == [28, -28, -28, 28, 28, -28]


def test_a_token_takes_whole_bytes() -> None:
    assert len(to_signs(units(10, 128))) == 10 * 16
    assert len(to_signs(units(10, 3))) == 10


@pytest.mark.parametrize(("count", "size"), [(0, 128), (1, 3), (3, 9), (7, 64)])
def test_shapes_and_signs_come_back(count: int, size: int) -> None:
    tokens = units(count, size)
    (read,) = from_signs([to_signs(tokens)], size)
    assert read.shape == (count, size)
    assert (np.sign(read)[tokens != 0] == np.sign(tokens)[tokens != 0]).all()


def test_each_of_several_texts_is_read_as_it_is_alone() -> None:
    texts = [to_signs(units(count, 9)) for count in (2, 0, 3, 1)]
    together = from_signs(texts, 9)
    assert [one.shape for one in together] == [(2, 9), (0, 9), (3, 9), (1, 9)]
    for one, signs in zip(together, texts, strict=True):
        assert (one == from_signs([signs], 9)[0]).all()


def test_signs_of_what_was_read_are_the_same_by_way_of_four_bits_too() -> None:
    signs = to_signs(units(50, 128))
    (read,) = from_signs([signs], 128)
    assert to_signs(read) == signs
    assert to_signs(from_codes([to_codes(read)], 128)[0]) == signs


def test_similarities_stay_what_they_are_on_average() -> None:
    near = units(400, 128)
    question = np.clip(near[::40] + 0.5 * units(10, 128), -127, 127).astype(np.int8)
    bounds = np.arange(0, 401)
    exact = max_similarities(question, near, bounds)
    coded = max_similarities(question, from_signs([to_signs(near)], 128)[0], bounds)
    assert abs(float((coded - exact).mean())) < 0.01
    own = exact > 0.5  # each with the token that it was made of
    assert own.sum() >= 10
    assert abs(float((coded - exact)[own].mean())) < 0.1
