import numpy as np
import pytest

from embeddings.layout import clusters, in_unit_square, on_a_plane


def two_crowds() -> np.ndarray:
    """Forty vectors near one direction, forty near another."""
    random = np.random.default_rng(0)
    centres = np.repeat(np.eye(2, 16), 40, axis=0)
    vectors = centres + random.normal(scale=0.05, size=(80, 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_near_vectors_get_near_places_the_same_every_time() -> None:
    places = on_a_plane(two_crowds())
    assert places.shape == (80, 2) and places.min() >= 0 and places.max() <= 1
    distances = np.linalg.norm(places[:, None] - places[None], axis=-1)
    np.fill_diagonal(distances, np.inf)
    nearest = distances.argmin(1)
    assert ((nearest < 40) == (np.arange(80) < 40)).all()
    np.testing.assert_array_equal(places, on_a_plane(two_crowds()))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 9])
def test_few_vectors_have_places_too(n: int) -> None:
    places = on_a_plane(np.eye(n, 16, dtype=np.float32))
    assert places.shape == (n, 2) and np.isfinite(places).all()


def test_equal_vectors_are_no_trouble() -> None:
    assert np.isfinite(on_a_plane(np.ones((12, 16), np.float32))).all()


def test_the_square_keeps_proportions() -> None:
    places = in_unit_square(np.array([[0, 0], [4, 0], [4, 2]], np.float32))
    np.testing.assert_allclose(places, [[0, 0.25], [1, 0.25], [1, 0.75]])


def test_clusters_the_largest_first() -> None:
    places = np.array([[0, 0], [1, 1], [1, 0.99], [0.99, 1]], np.float32)
    assert clusters(places, 2).tolist() == [1, 0, 0, 0]
    assert sorted(clusters(places[:2], 5).tolist()) == [0, 1]
    assert clusters(places[:0], 3).tolist() == []
