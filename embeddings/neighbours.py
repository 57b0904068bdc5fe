"""Nearest neighbours, and those of each vector of many, with FAISS."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from .cores import cores

_EXACT = 50_000  # vectors; above that each with each takes minutes
_AT_ONCE = 2048
_SAME = 1e-6  # two ways of adding up differ by less


class Neighbours(NamedTuple):
    """The nearest rows to each of q vectors.

    rows:   int64 (q, k), best first, ties by row; k is at most how many there are
    scores: float32 (q, k), inner products
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]

    def first(self, k: int) -> Neighbours:
        """The `k` nearest of these."""
        return Neighbours(self.rows[:, :k], self.scores[:, :k])

    @classmethod
    def none(cls, vectors: int) -> Self:
        """Of so many vectors, where there is nothing to be found."""
        return cls(np.empty((vectors, 0), np.int64), np.empty((vectors, 0), np.float32))


def best_first(rows: NDArray[np.int64], scores: NDArray[np.float32]) -> Neighbours:
    """Rows and their scores, both (q, k), in the order of neighbours."""
    order = np.lexsort((rows, -scores), axis=-1)
    return Neighbours(
        np.take_along_axis(rows, order, axis=-1), np.take_along_axis(scores, order, axis=-1)
    )


def recall(found: Neighbours, nearest: Neighbours) -> float:
    """The share of the nearest that were found, both (q, k); one that ties with the last is one.

    >>> scores = np.array([[0.9, 0.5], [0.9, 0.8]], np.float32)
    >>> one = Neighbours(np.array([[1, 2], [1, 2]]), scores)
    >>> recall(Neighbours(one.rows, scores - [[0, 0], [0, 0.1]]), one)
    0.75
    """
    bar = nearest.scores[:, -1:] - _SAME if nearest.scores.size else nearest.scores
    return float((found.scores >= bar).sum() / max(1, nearest.scores.size))


def nearest_to_each(
    vectors: NDArray[np.float32],
    k: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Neighbours:
    """The `k` nearest rows to each of n unit vectors, shape (n, d), itself among them.

    Exact for up to 50,000 vectors. For more, each looks into the 16 nearest of 4 √n cells
    (inverted file, Jégou et al. 2011), which misses some neighbours that are far off; where the
    cells hold fewer than `k`, the row itself, scored -1, stands in for those that are missing.
    """
    faiss.omp_set_num_threads(cores())
    n, dimensions = vectors.shape
    index: faiss.Index = faiss.IndexFlatIP(dimensions)
    if n > _EXACT:
        cells = int(4 * n**0.5)
        index = faiss.IndexIVFFlat(index, dimensions, cells, faiss.METRIC_INNER_PRODUCT)
        index.cp.max_points_per_centroid, index.cp.niter = 64, 8
        index.train(vectors)
        index.nprobe = 16
    index.add(vectors)
    rows = np.empty((n, min(k, n)), np.int64)
    scores = np.empty(rows.shape, np.float32)
    for start in range(0, n, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        scores[part], rows[part] = index.search(vectors[part], rows.shape[1])
        progress(min(start + _AT_ONCE, n), n)
    missing = rows < 0
    rows[missing] = np.nonzero(missing)[0]
    scores[missing] = -1.0
    return best_first(rows, scores)
