"""Exact inner-product search, with FAISS."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import CollectionError

from .ascending import places_in
from .index_file import read_index, write_index
from .neighbours import Neighbours, best_first


class FlatIndex:
    """Every vector as float16, as collections keep them, under row numbers of the caller's.

    One that was loaded lies in its file, from where the system fetches what is looked at; it is
    read into memory before its first change. Rows are added in ascending order.
    """

    def __init__(self, index: faiss.IndexIDMap, path: Path | None = None) -> None:
        self._index = index
        self._path = path
        self._found: tuple[NDArray[np.int64], NDArray[np.uint8]] | None = None

    @classmethod
    def empty(cls, dimensions: int) -> Self:
        code = faiss.ScalarQuantizer.QT_fp16
        metric = faiss.METRIC_INNER_PRODUCT
        return cls(faiss.IndexIDMap(faiss.IndexScalarQuantizer(dimensions, code, metric)))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises CollectionError where the file is no index that FAISS can read."""
        return cls(_read(path, mapped=True), path)

    def save(self, path: Path) -> None:
        """Written beside `path` and renamed, so that it is never seen half written."""
        write_index(self._index, path)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        return int(self._index.d)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Of all vectors, ascending: int64 (n,)."""
        return self._arrays()[0]

    def there(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of the rows that are in it."""
        places = places_in(self.rows, rows)
        places[places == len(self)] = 0
        known: NDArray[np.int64] = rows[self.rows[places] == rows] if len(self) else rows[:0]
        return known

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of rows that are in it, float32 (m, d)."""
        there, codes = self._arrays()
        # FAISS makes float32 of float16 ten times as fast as numpy does.
        wanted = codes.take(places_in(there, rows), axis=0)
        vectors: NDArray[np.float32] = self._flat.sa_decode(wanted)
        return vectors

    def add(self, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, shape (n, d), under row numbers, shape (n,), above those that are in it."""
        if vectors.shape[1:] != (self._index.d,):
            raise CollectionError(
                f"the index has {self._index.d} dimensions, the vectors {vectors.shape[1]}"
            )
        self._read_into_memory()
        self._index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(rows))

    def remove(self, rows: NDArray[np.int64]) -> None:
        self._read_into_memory()
        self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(rows)))

    def search(
        self, vectors: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> Neighbours:
        """The `k` nearest of each vector, shape (q, d); all of them where there are fewer.

        With `among`, shape (m,), only these rows are looked at; the index has them all.
        """
        k = min(k, len(self) if among is None else len(among))
        if k <= 0:
            return Neighbours.none(len(vectors))
        # A second pool of threads beside torch's makes both wait, and one question is one row of
        # products. It is said at every call, because every thread has a number of its own.
        faiss.omp_set_num_threads(1)
        only = None
        if among is not None:
            chosen = selector(among)
            only = faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
        scores, rows = self._index.search(np.ascontiguousarray(vectors), k, params=only)
        return best_first(rows, scores)

    def score(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The inner products of one vector, (d,), with the rows, (m,), that are in it."""
        # einsum adds up each row the same way wherever it stands among the others; BLAS does not.
        scores: NDArray[np.float32] = np.einsum("nd,d->n", self.vectors(rows), vector)
        return scores

    @property
    def _flat(self) -> Any:
        return faiss.downcast_index(self._index.index)

    def _arrays(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The rows and, where FAISS has them, the bytes of the vectors, (n, 2 d)."""
        if self._found is None:
            each = self._flat.code_size
            size = len(self) * each
            codes = faiss.rev_swig_ptr(self._flat.codes.data(), size) if size else np.empty(0)
            stored = codes.view(np.uint8).reshape(len(self), each)
            self._found = faiss.vector_to_array(self._index.id_map), stored
        return self._found

    def _read_into_memory(self) -> None:
        self._found = None
        if self._path is not None:
            self._index = _read(self._path, mapped=False)
            self._path = None


def selector(rows: NDArray[np.int64]) -> faiss.IDSelectorBitmap:
    """What FAISS takes to look at these rows, (n,), alone: one bit for each row up to the last."""
    chosen = np.zeros(int(rows.max(initial=0)) + 1, bool)
    chosen[rows] = True
    bits: Any = np.packbits(chosen, bitorder="little")
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]


def _read(path: Path, *, mapped: bool) -> faiss.IndexIDMap:
    index: Any = read_index(path, mapped=mapped)
    inner = faiss.downcast_index(index.index) if isinstance(index, faiss.IndexIDMap) else None
    if not isinstance(inner, faiss.IndexScalarQuantizer):
        raise CollectionError(f"the vector index {path} is of another kind")
    whole: faiss.IndexIDMap = index
    return whole
