"""The nearest of many vectors: exactly, or quickly and nearly always."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.errors import CollectionError

from .cell_index import CellIndex, cell_count, sample_size
from .flat_index import FlatIndex
from .neighbours import Neighbours, best_first, recall

_SCORED = 5  # vectors that are scored exactly, for each one that is wanted; codes order roughly
_SCORED_AT_LEAST = 500
_FEW = 10_000  # that are chosen are scored sooner than cells are looked into
_OUTGROWN = 4  # times as many vectors as the cells were made for
_AT_ONCE = 1 << 16  # vectors that are put into cells at one time
_TOP = 10
_WANTED = 0.985  # of the nearest; other questions find a little more or fewer
_STEP = 1.1
CELLS_FILE = "cells.faiss"  # beside the vectors


class NeighbourIndex:
    """All vectors, and cells that they are divided into where there are too many to look at all.

    With cells, what they offer is scored exactly; some of the nearest may be missed, no score is
    ever wrong.
    """

    def __init__(self, vectors: FlatIndex, cells: CellIndex | None = None) -> None:
        self._vectors = vectors
        self._cells = cells

    @classmethod
    def empty(cls, dimensions: int) -> Self:
        return cls(FlatIndex.empty(dimensions))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The vectors in a file, and the cells beside it, if there are any of just these vectors.

        Raises:
            CollectionError: the file of the vectors is none that can be read.
        """
        vectors = FlatIndex.load(path)
        try:
            cells = CellIndex.load(path.with_name(CELLS_FILE))
        except CollectionError:
            return cls(vectors)
        return cls(vectors, cells if len(cells) == len(vectors) else None)

    def save(self, path: Path) -> None:
        """Each file is written beside its place and renamed: it is never seen half written."""
        if self._cells is None:
            path.with_name(CELLS_FILE).unlink(missing_ok=True)
        else:
            self._cells.save(path.with_name(CELLS_FILE))
        self._vectors.save(path)

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Of all vectors, ascending: int64 (n,)."""
        return self._vectors.rows

    @property
    def exact(self) -> bool:
        """Whether a search misses nothing."""
        return self._cells is None

    @property
    def cells(self) -> int:
        """How many there are; one where the search is exact."""
        return 1 if self._cells is None else self._cells.cells

    @property
    def probes(self) -> int:
        """How many of the cells a question looks into."""
        return 1 if self._cells is None else self._cells.probes

    @property
    def outgrown(self) -> bool:
        """Whether there are far more or fewer vectors than the cells were made for."""
        if self._cells is None:
            return False
        made, now = self._cells.cells, cell_count(len(self))
        return not made / _OUTGROWN**0.5 <= now <= made * _OUTGROWN**0.5

    def add(self, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, shape (n, d), under row numbers, shape (n,), above those that are in it."""
        self._vectors.add(rows, vectors)
        if self._cells is not None:
            self._cells.add(rows, vectors)

    def remove(self, rows: NDArray[np.int64]) -> None:
        self._vectors.remove(rows)
        if self._cells is not None:
            self._cells.remove(rows)

    def search(
        self,
        vectors: NDArray[np.float32],
        k: int,
        among: NDArray[np.int64] | None = None,
        *,
        exact: bool = False,
    ) -> Neighbours:
        """The `k` nearest of each vector, shape (q, d); all of them where there are fewer.

        Args:
            among: rows, (m,) and ascending, that alone are looked at, as far as the index has them.
            exact: look at all vectors, whether or not there are cells.
        """
        if among is not None:
            among = self._vectors.there(among)
        size = len(self) if among is None else len(among)
        few = among is not None and size <= _FEW
        if self._cells is None or exact or few or not len(vectors):
            return self._vectors.search(vectors, k, among)
        found = [self._near(self._cells, vector, min(k, size), among) for vector in vectors]
        return Neighbours(
            np.concatenate([one.rows for one in found]),
            np.concatenate([one.scores for one in found]),
        )

    def divide(self, questions: NDArray[np.float32]) -> None:
        """Learn cells of the vectors and put each into its own.

        So many of them are looked into that of the ten nearest of `questions`, (q, d), which should
        be like those that will be asked, 985 of 1000 are found.
        """
        rows = self._vectors.rows
        chosen = np.linspace(0, len(rows) - 1, sample_size(len(rows))).astype(np.int64)
        cells = CellIndex.learn(self._vectors.vectors(rows[chosen]), len(rows))
        for first in range(0, len(rows), _AT_ONCE):
            part = rows[first : first + _AT_ONCE]
            cells.add(part, self._vectors.vectors(part))
        self._cells = cells
        nearest = self._vectors.search(questions, _TOP)
        cells.probes = max(1, cells.cells // 100)
        while cells.probes < cells.cells:
            if recall(self.search(questions, _TOP), nearest) >= _WANTED:
                break
            cells.probes = int(np.ceil(cells.probes * _STEP))

    def join(self) -> None:
        """Give up the cells: searching is exact from now on."""
        self._cells = None

    def _near(
        self,
        cells: CellIndex,
        vector: NDArray[np.float32],
        k: int,
        among: NDArray[np.int64] | None,
    ) -> Neighbours:
        rows = cells.search(vector, max(_SCORED * k, _SCORED_AT_LEAST), among)
        if len(rows) < k:
            return self._vectors.search(vector[None], k, among)
        found = best_first(rows[None], self._vectors.score(vector, rows)[None])
        return Neighbours(found.rows[:, :k], found.scores[:, :k])
