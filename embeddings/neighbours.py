"""Vectors to nearest neighbours, with FAISS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import CollectionError

from .cores import cores

_EXACT = 50_000  # vectors; above that each with each takes minutes
_AT_ONCE = 2048


class Neighbours(NamedTuple):
    """The nearest rows to each of q vectors.

    rows:   int64 (q, k), best first, ties by row; k is at most the size of the index
    scores: float32 (q, k), inner products
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


class NeighbourIndex:
    """Exact inner-product search over vectors that carry row numbers of the caller's."""

    def __init__(self, index: faiss.IndexIDMap2) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimensions: int) -> Self:
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions)))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises CollectionError where the file is no index that FAISS can read."""
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise CollectionError(f"the vector index {path} is damaged") from error
        if not isinstance(index, faiss.IndexIDMap2):
            raise CollectionError(f"the vector index {path} is of another kind")
        return cls(index)

    def save(self, path: Path) -> None:
        """Written beside `path` and renamed, so that it is never seen half written."""
        scratch = path.with_suffix(".new")
        faiss.write_index(self._index, str(scratch))
        scratch.replace(path)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, shape (n, d), under row numbers, shape (n,), that are not in it yet."""
        if vectors.shape[1:] != (self._index.d,):
            raise CollectionError(
                f"the index has {self._index.d} dimensions, the vectors {vectors.shape[1]}"
            )
        self._index.add_with_ids(np.ascontiguousarray(vectors), rows)

    def remove(self, rows: NDArray[np.int64]) -> None:
        self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(rows)))

    def search(
        self, vectors: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> Neighbours:
        """The `k` nearest of each vector, shape (q, d); all of them where there are fewer.

        With `among`, shape (m,), only these rows are looked at, as far as the index has them.
        """
        if among is not None:
            among = np.intersect1d(among, faiss.vector_to_array(self._index.id_map))
        k = min(k, len(self) if among is None else len(among))
        if k <= 0:
            shape = (len(vectors), 0)
            return Neighbours(np.empty(shape, np.int64), np.empty(shape, np.float32))
        # A second pool of threads beside torch's makes both wait, and one question is one row of
        # products. It is said at every call, because every thread has a number of its own.
        faiss.omp_set_num_threads(1)
        only = None
        if among is not None:
            chosen = faiss.IDSelectorBatch(among)
            only = faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
        scores, rows = self._index.search(np.ascontiguousarray(vectors), k, params=only)
        order = np.lexsort((rows, -scores), axis=-1)
        return Neighbours(
            np.take_along_axis(rows, order, axis=-1), np.take_along_axis(scores, order, axis=-1)
        )


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
    order = np.lexsort((rows, -scores), axis=-1)
    return Neighbours(
        np.take_along_axis(rows, order, axis=-1), np.take_along_axis(scores, order, axis=-1)
    )
