from pathlib import Path

import numpy as np
import pytest

from corpus import CollectionError
from embeddings import NeighbourIndex, nearest_to_each, neighbours


def filled() -> NeighbourIndex:
    index = NeighbourIndex.empty(2)
    vectors = np.array([[1, 0], [0, 1], [1, 0], [0.6, 0.8]], np.float32)
    index.add(np.array([30, 10, 20, 40]), vectors)
    return index


def test_best_first_and_ties_by_row() -> None:
    found = filled().search(np.array([[1, 0], [0, 1]], np.float32), 3)
    assert found.rows.tolist() == [[20, 30, 40], [10, 40, 20]]
    np.testing.assert_allclose(found.scores, [[1, 1, 0.6], [1, 0.8, 0]])


def test_never_more_rows_than_there_are() -> None:
    assert filled().search(np.eye(2, dtype=np.float32), 100).rows.shape == (2, 4)
    assert NeighbourIndex.empty(2).search(np.eye(2, dtype=np.float32), 5).rows.shape == (2, 0)


def test_removing() -> None:
    index = filled()
    index.remove(np.array([20, 40]))
    assert len(index) == 2
    assert index.search(np.array([[1, 0]], np.float32), 9).rows.tolist() == [[30, 10]]


def test_the_same_as_a_product_of_matrices() -> None:
    random = np.random.default_rng(7)
    vectors = random.standard_normal((500, 16)).astype(np.float32)
    questions = random.standard_normal((20, 16)).astype(np.float32)
    index = NeighbourIndex.empty(16)
    index.add(np.arange(500), vectors)
    expected = np.argsort(-(questions @ vectors.T), axis=1, kind="stable")[:, :10]
    assert index.search(questions, 10).rows.tolist() == expected.tolist()


def test_saved_and_loaded(tmp_path: Path) -> None:
    filled().save(tmp_path / "v.faiss")
    loaded = NeighbourIndex.load(tmp_path / "v.faiss")
    assert loaded.search(np.array([[0, 1]], np.float32), 1).rows.tolist() == [[10]]
    assert [path.name for path in tmp_path.iterdir()] == ["v.faiss"]


def test_a_damaged_file_and_wrong_dimensions_are_refused(tmp_path: Path) -> None:
    (tmp_path / "v.faiss").write_bytes(b"no index")
    with pytest.raises(CollectionError, match="damaged"):
        NeighbourIndex.load(tmp_path / "v.faiss")
    with pytest.raises(CollectionError, match="2 dimensions, the vectors 3"):
        filled().add(np.array([1]), np.ones((1, 3), np.float32))


def test_nearest_to_each_is_exact_for_few() -> None:
    vectors = np.eye(4, dtype=np.float32)
    vectors[2:] = [[0, 0.6, 0.8, 0], [0.6, 0.8, 0, 0]]
    found = nearest_to_each(vectors, 2)
    assert found.rows.tolist() == [[0, 3], [1, 3], [2, 1], [3, 1]]
    np.testing.assert_allclose(found.scores, [[1, 0.6], [1, 0.8], [1, 0.6], [1, 0.8]], atol=1e-6)
    assert nearest_to_each(vectors, 9).rows.shape == (4, 4)


def test_nearest_to_each_finds_the_near_ones_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each vector beside its twin, looked for in cells; more are asked for than some cells hold."""
    monkeypatch.setattr(neighbours, "_EXACT", 100)
    random = np.random.default_rng(0)
    vectors = np.repeat(random.normal(size=(1000, 16)), 2, axis=0)
    vectors += random.normal(size=vectors.shape) * 0.01
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    steps: list[tuple[int, int]] = []
    found = nearest_to_each(vectors, 500, lambda done, total: steps.append((done, total)))
    twins = np.arange(2000) ^ 1
    assert (found.rows[:, :2] == twins[:, None]).any(1).mean() > 0.99
    assert found.rows.min() >= 0 and steps[-1] == (2000, 2000)
