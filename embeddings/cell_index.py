"""Approximate inner-product search that looks at few of many vectors, with FAISS."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import CollectionError

from .cores import cores
from .flat_index import selector
from .index_file import read_index, write_index

_CELLS = 0.7  # times the root of the number of vectors; each one looked into costs a little
_SAMPLE = 256  # vectors for each cell that it is learned from
_ROUNDS = 6  # of k-means


class CellIndex:
    """An inverted file (Jégou et al. 2011) of one-bit codes (RaBitQ, Gao & Long 2024).

    The vectors lie in cells around learned centres, as one bit for each dimension of how they
    differ from the centre; the codes of 32 at a time are looked up in registers (FastScan, André
    et al. 2015). A question looks into the cells whose centres are nearest to it. What it finds is
    worth being scored exactly: the order of the codes is a rough one.
    """

    def __init__(self, index: faiss.IndexIVFRaBitQFastScan) -> None:
        self._index = index

    @classmethod
    def learn(cls, vectors: NDArray[np.float32], expected: int) -> Self:
        """An empty index with cells for `expected` vectors that are like these, float32 (n, d).

        `sample_size` tells how many it makes use of; the same vectors give the same cells.
        """
        faiss.omp_set_num_threads(cores())
        dimensions = vectors.shape[1]
        cells = min(cell_count(expected), len(vectors))
        centres = faiss.IndexFlatIP(dimensions)
        index = faiss.IndexIVFRaBitQFastScan(centres, dimensions, cells, faiss.METRIC_INNER_PRODUCT)
        index.cp.max_points_per_centroid, index.cp.min_points_per_centroid = _SAMPLE, 1
        index.cp.niter = _ROUNDS
        index.train(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises CollectionError where the file is no index that FAISS can read."""
        index = read_index(path, mapped=False)
        if not isinstance(index, faiss.IndexIVFRaBitQFastScan):
            raise CollectionError(f"the vector index {path} is of another kind")
        return cls(index)

    def save(self, path: Path) -> None:
        """Written beside `path` and renamed, so that it is never seen half written."""
        write_index(self._index, path)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def cells(self) -> int:
        """How many there are."""
        return int(self._index.nlist)

    @property
    def probes(self) -> int:
        """How many of them a question looks into; kept with the index."""
        return int(self._index.nprobe)

    @probes.setter
    def probes(self, count: int) -> None:
        self._index.nprobe = max(1, min(count, self.cells))

    def add(self, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, shape (n, d), under row numbers, shape (n,), that are not in it yet."""
        faiss.omp_set_num_threads(cores())
        self._index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(rows))

    def remove(self, rows: NDArray[np.int64]) -> None:
        self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(rows)))
        self._clear_free_places()

    def _clear_free_places(self) -> None:
        """Set the places behind the last code of each cell to nothing.

        FAISS leaves there what was moved away from them, and adds the bits of the next code to it.
        """
        index: Any = self._index
        lists: Any = faiss.downcast_InvertedLists(index.invlists)
        nothing = np.zeros(lists.packer.code_size, np.uint8)
        for cell in range(lists.nlist):
            blocks, used = divmod(lists.list_size(cell), lists.n_per_block)
            if used:
                size = (blocks + 1) * lists.block_size
                last: Any = faiss.rev_swig_ptr(lists.get_codes(cell), size)[-lists.block_size :]
                for place in range(used, lists.n_per_block):
                    lists.packer.pack_1(nothing, place, last[None])

    def search(
        self, vector: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """Rows of about the `k` nearest of a vector, (d,), in no order; fewer where cells have few.

        With `among`, shape (m,), only these rows are looked at, in so many more cells that as many
        are seen.
        """
        faiss.omp_set_num_threads(1)
        how = faiss.IVFSearchParameters()
        how.nprobe = self.probes
        if among is not None:
            share = max(1, len(among)) / max(1, len(self))
            how.nprobe = min(self.cells, int(np.ceil(self.probes / share)))
            chosen = selector(among)
            how.sel = chosen
        _, rows = self._index.search(vector[None], min(k, max(1, len(self))), params=how)
        found: NDArray[np.int64] = rows[0][rows[0] >= 0]
        return found


def cell_count(vectors: int) -> int:
    """How many cells so many vectors are divided into: 0.7 √n.

    >>> cell_count(1_000_000)
    700
    """
    return max(1, int(_CELLS * vectors**0.5))


def sample_size(vectors: int) -> int:
    """How many of so many vectors the cells are learned from.

    >>> sample_size(1_000_000)
    179200
    """
    return min(vectors, _SAMPLE * cell_count(vectors))
