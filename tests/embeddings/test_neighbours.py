import numpy as np
import pytest

from embeddings import nearest_to_each, neighbours


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
