from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus import CollectionError
from embeddings import NeighbourIndex, neighbour_index, recall
from embeddings.neighbour_index import CELLS_FILE

Floats = NDArray[np.float32]


def filled() -> NeighbourIndex:
    index = NeighbourIndex.empty(2)
    index.add(np.array([10, 20]), np.array([[0, 1], [1, 0]], np.float32))
    index.add(np.array([30, 40]), np.array([[1, 0], [0.6, 0.8]], np.float32))
    return index


def topics(count: int, topics: int = 40, dimensions: int = 32) -> Floats:
    """Unit vectors of some topics, some of them near each other."""
    random = np.random.default_rng(5)
    centres = random.standard_normal((topics, dimensions))
    vectors = centres[random.integers(0, topics, count)]
    vectors = vectors + 0.7 * random.standard_normal(vectors.shape)
    unit: Floats = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    return unit.astype(np.float32)


@pytest.fixture
def divided(monkeypatch: pytest.MonkeyPatch) -> NeighbourIndex:
    """3000 vectors in cells, under odd rows; a hundred that are chosen are few."""
    monkeypatch.setattr(neighbour_index, "_FEW", 100)
    monkeypatch.setattr(neighbour_index, "_SCORED_AT_LEAST", 100)
    index = NeighbourIndex.empty(32)
    index.add(np.arange(3000) * 2 + 1, topics(3000))
    index.divide(topics(60))
    return index


def test_best_first_and_ties_by_row() -> None:
    found = filled().search(np.array([[1, 0], [0, 1]], np.float32), 4)
    assert found.rows.tolist() == [[20, 30, 40, 10], [10, 40, 20, 30]]
    np.testing.assert_allclose(found.scores, [[1, 1, 0.6, 0], [1, 0.8, 0, 0]], atol=5e-4)


def test_never_more_rows_than_there_are() -> None:
    assert filled().search(np.eye(2, dtype=np.float32), 100).rows.shape == (2, 4)
    assert NeighbourIndex.empty(2).search(np.eye(2, dtype=np.float32), 5).rows.shape == (2, 0)


def test_only_some_rows() -> None:
    one = np.array([[1, 0]], np.float32)
    assert filled().search(one, 9, np.array([10, 30])).rows.tolist() == [[30, 10]]
    assert filled().search(one, 9, np.array([5, 35, 10**9])).rows.shape == (1, 0)


def test_removing() -> None:
    index = filled()
    index.remove(np.array([20, 40]))
    assert len(index) == 2
    assert index.search(np.array([[1, 0]], np.float32), 9).rows.tolist() == [[30, 10]]


def test_the_same_as_a_product_of_matrices() -> None:
    vectors, questions = topics(500), topics(520)[500:]
    index = NeighbourIndex.empty(32)
    index.add(np.arange(500), vectors)
    found = index.search(questions, 10)
    products = questions @ vectors.T
    np.testing.assert_allclose(found.scores, -np.sort(-products, axis=1)[:, :10], atol=1e-5)
    np.testing.assert_allclose(
        np.take_along_axis(products, found.rows, axis=1), found.scores, atol=1e-5
    )


def test_saved_and_loaded_and_changed_in_place(tmp_path: Path) -> None:
    filled().save(tmp_path / "v.faiss")
    loaded = NeighbourIndex.load(tmp_path / "v.faiss")
    one = np.array([[0, 1]], np.float32)
    assert loaded.search(one, 1).rows.tolist() == [[10]]
    loaded.remove(np.array([10]))
    loaded.add(np.array([50]), np.array([[0.8, 0.6]], np.float32))
    assert loaded.search(one, 2).rows.tolist() == [[40, 50]]
    loaded.save(tmp_path / "v.faiss")
    assert len(NeighbourIndex.load(tmp_path / "v.faiss")) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["v.faiss"]


def test_a_damaged_file_and_wrong_dimensions_are_refused(tmp_path: Path) -> None:
    (tmp_path / "v.faiss").write_bytes(b"no index")
    with pytest.raises(CollectionError, match="damaged"):
        NeighbourIndex.load(tmp_path / "v.faiss")
    with pytest.raises(CollectionError, match="2 dimensions, the vectors 3"):
        filled().add(np.array([41]), np.ones((1, 3), np.float32))


def test_cells_find_nearly_all_and_score_them_exactly(divided: NeighbourIndex) -> None:
    questions = topics(3200)[3000:]
    found, exact = divided.search(questions, 10), divided.search(questions, 10, exact=True)
    assert not divided.exact and recall(found, exact) >= 0.95
    scores = [dict(zip(*pair, strict=True)) for pair in zip(exact.rows, exact.scores, strict=True)]
    both = [
        (score, theirs[row])
        for rows, ours, theirs in zip(found.rows, found.scores, scores, strict=True)
        for row, score in zip(rows, ours, strict=True)
        if row in theirs
    ]
    assert len(both) > 1900
    np.testing.assert_allclose(*zip(*both, strict=True), atol=1e-5)
    assert (np.diff(found.scores, axis=1) <= 0).all()


def test_more_than_cells_hold_are_found_all_the_same(divided: NeighbourIndex) -> None:
    found = divided.search(topics(3001)[3000:], 3000)
    assert sorted(found.rows[0].tolist()) == list(range(1, 6001, 2))


def test_cells_look_only_at_what_is_asked_for(divided: NeighbourIndex) -> None:
    questions = topics(3050)[3000:]
    among = np.arange(1, 6001, 6)
    found = divided.search(questions, 10, among)
    assert set(found.rows.ravel().tolist()) <= set(among.tolist())
    exact = divided.search(questions, 10, among, exact=True).rows
    hits = [len(np.intersect1d(a, b)) for a, b in zip(found.rows, exact, strict=True)]
    assert np.mean(hits) >= 9.5


def test_cells_are_changed_in_place_and_kept(divided: NeighbourIndex, tmp_path: Path) -> None:
    asked = topics(3001)[3000:]
    best = divided.search(asked, 3).rows[0]
    divided.remove(best[:1])
    divided.add(np.array([9001]), asked)
    assert divided.search(asked, 2).rows.tolist() == [[9001, best[1]]]
    divided.save(tmp_path / "v.faiss")
    loaded = NeighbourIndex.load(tmp_path / "v.faiss")
    assert not loaded.exact and len(loaded) == 3000
    assert loaded.search(asked, 2).rows.tolist() == [[9001, best[1]]]
    loaded.remove(np.array([9001]))
    assert loaded.search(asked, 1).rows.tolist() == [[best[1]]]


def test_cells_that_do_not_fit_their_vectors_are_left_alone(
    divided: NeighbourIndex, tmp_path: Path
) -> None:
    divided.save(tmp_path / "v.faiss")
    cells = (tmp_path / CELLS_FILE).read_bytes()
    (tmp_path / CELLS_FILE).write_bytes(cells[: len(cells) // 2])
    assert NeighbourIndex.load(tmp_path / "v.faiss").exact
    divided.remove(np.array([1]))
    divided.save(tmp_path / "v.faiss")
    (tmp_path / CELLS_FILE).write_bytes(cells)
    assert NeighbourIndex.load(tmp_path / "v.faiss").exact


def test_cells_are_outgrown_and_given_up(divided: NeighbourIndex, tmp_path: Path) -> None:
    assert not divided.outgrown
    divided.add(np.arange(10_000, 20_000), topics(10_000))
    assert divided.outgrown
    divided.divide(topics(60))
    assert not divided.outgrown
    divided.save(tmp_path / "v.faiss")
    divided.join()
    assert divided.exact and not divided.outgrown
    divided.save(tmp_path / "v.faiss")
    assert [path.name for path in tmp_path.iterdir()] == ["v.faiss"]


def test_the_same_vectors_give_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbour_index, "_FEW", 100)
    questions, found = topics(2100)[2000:], []
    for _ in range(2):
        index = NeighbourIndex.empty(32)
        index.add(np.arange(2000), topics(2000))
        index.divide(topics(60))
        found.append(index.search(questions, 10).rows)
    np.testing.assert_array_equal(*found)
