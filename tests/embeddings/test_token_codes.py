import numpy as np
import pytest

from embeddings.late_interaction import max_similarities
from embeddings.projection import STEPS
from embeddings.token_codes import from_codes, to_codes


def units(count: int, size: int) -> np.ndarray:
    vectors = np.random.default_rng(7).standard_normal((count, size))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.clip(np.rint(vectors * STEPS), -127, 127).astype(np.int8)


def test_levels_by_hand() -> None:
    # p = 128: levels lie round(3.4 / √128 · 254 / 7) = 11 apart, from -77 to 77
    tokens = np.zeros((1, 128), np.int8)
    tokens[0, :6] = [5, 6, -17, 77, 100, -128]
    assert from_codes([to_codes(tokens)], 128)[0][0, :6].tolist() == [0, 11, -22, 77, 77, -77]


def test_two_components_are_a_byte() -> None:
    assert len(to_codes(units(10, 128))) == 10 * 64
    assert to_codes(np.zeros((1, 2), np.int8)) == bytes([8 << 4 | 8])


@pytest.mark.parametrize(("count", "size"), [(0, 128), (1, 3), (3, 5), (7, 64)])
def test_shapes_come_back(count: int, size: int) -> None:
    assert from_codes([to_codes(units(count, size))], size)[0].shape == (count, size)


def test_each_of_several_texts_is_read_as_it_is_alone() -> None:
    texts = [to_codes(units(count, 3)) for count in (2, 0, 3, 1)]
    together = from_codes(texts, 3)
    assert [one.shape for one in together] == [(2, 3), (0, 3), (3, 3), (1, 3)]
    for one, codes in zip(together, texts, strict=True):
        assert (one == from_codes([codes], 3)[0]).all()


def test_codes_of_what_was_read_are_the_same() -> None:
    codes = to_codes(units(50, 128))
    assert to_codes(from_codes([codes], 128)[0]) == codes


def test_similarities_stay_what_they_are() -> None:
    question, tokens = units(8, 128), units(400, 128)
    bounds = np.arange(0, 401, 40)
    exact = max_similarities(question, tokens, bounds)
    coded = max_similarities(question, from_codes([to_codes(tokens)], 128)[0], bounds)
    np.testing.assert_allclose(coded, exact, atol=0.05)
    assert np.abs(coded - exact).mean() < 0.01
