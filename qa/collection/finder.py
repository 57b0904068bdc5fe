"""What finds passages: by their vectors, and by their words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from embeddings import NeighbourIndex, Neighbours, cores

from .lexical import LexicalIndex, Matches, Weights
from .store import Store

_BATCH = 2000

log = logging.getLogger("wenju")


class Finder(Protocol):
    """Finds candidates among all passages. Derived from the store, and kept like it row by row.

    `bears_threads` tells whether one thread may look for the nearest and another for matches.
    """

    bears_threads: bool

    def __len__(self) -> int: ...

    def beside(self, store: Store) -> Self:
        """The same for another thread, which has a connection of its own to the store."""

    @property
    def rows(self) -> NDArray[np.int64]:
        """Of all passages that it holds, ascending: int64 (n,)."""

    def update(self, added: NDArray[np.int64], removed: NDArray[np.int64]) -> None:
        """Take passages in from the store, and others out, by their rows: (a,) and (r,)."""

    def clear(self) -> None:
        """Give up everything that it holds."""

    def fit(self, approximate: bool, questions: Callable[[], NDArray[np.float32]]) -> bool:
        """Have all vectors looked at, or few of many; returns whether that is a change.

        Args:
            questions: makes vectors, (q, d), like those that will be asked.
        """

    def save(self) -> None:
        """Write what `fit` changed to where it is kept."""

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> Neighbours:
        """The `k` passages nearest to a vector, (d,): one row of neighbours.

        Args:
            among: rows, (m,) and ascending, that alone are looked at.
        """

    def matches(
        self, terms: Weights, limit: int, among: NDArray[np.int64] | None = None
    ) -> Matches:
        """The passages with the highest BM25 for weighted terms, and all that tie with the last."""


class EmbeddedFinder:
    """The indexes in the collection's own folder: FAISS for vectors, tantivy for words."""

    bears_threads = True

    def __init__(
        self, store: Store, words: LexicalIndex, path: Path, vectors: NeighbourIndex
    ) -> None:
        self._store = store
        self._words = words
        self._path = path
        self.vectors = vectors

    @classmethod
    def load(cls, store: Store, words: LexicalIndex, path: Path) -> Self:
        """Raises CollectionError where there are no vectors in the file that can be read."""
        return cls(store, words, path, NeighbourIndex.load(path))

    @classmethod
    def empty(cls, store: Store, words: LexicalIndex, path: Path) -> Self:
        return cls(store, words, path, _no_vectors(store))

    def __len__(self) -> int:
        return len(self.vectors)

    def beside(self, store: Store) -> Self:
        return type(self)(store, self._words, self._path, self.vectors)

    @property
    def rows(self) -> NDArray[np.int64]:
        return self.vectors.rows

    def update(self, added: NDArray[np.int64], removed: NDArray[np.int64]) -> None:
        if len(removed):
            self.vectors.remove(removed)
        for batch in batches(added):
            self.vectors.add(*self._store.vectors(batch))
        self.save()
        self.vectors = NeighbourIndex.load(self._path)  # out of memory again

    def clear(self) -> None:
        self.vectors = _no_vectors(self._store)

    def fit(self, approximate: bool, questions: Callable[[], NDArray[np.float32]]) -> bool:
        if approximate and (self.vectors.exact or self.vectors.outgrown):
            log.info("learning an index for %d passages", len(self))
            self.vectors.divide(questions())
            return True
        if not approximate and not self.vectors.exact:
            self.vectors.join()
            return True
        return False

    def save(self) -> None:
        self.vectors.save(self._path)

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> Neighbours:
        return self.vectors.search(vector[None], k, among)

    def matches(
        self, terms: Weights, limit: int, among: NDArray[np.int64] | None = None
    ) -> Matches:
        return self._words.search(terms, limit, among)


def nearest_and_matches(
    finder: Finder,
    vector: NDArray[np.float32],
    k: int,
    terms: Weights,
    limit: int,
    among: NDArray[np.int64] | None = None,
) -> tuple[Neighbours, Matches]:
    """What a finder's `nearest` and `matches` find; at the same time where it bears that, since
    neither FAISS nor tantivy holds Python while it looks."""
    if not finder.bears_threads:
        return finder.nearest(vector, k, among), finder.matches(terms, limit, among)
    nearest = _beside().submit(finder.nearest, vector, k, among)
    matches = finder.matches(terms, limit, among)
    return nearest.result(), matches


@cache
def _beside() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(cores(), "nearest")


def _no_vectors(store: Store) -> NeighbourIndex:
    return NeighbourIndex.empty(int(store.meta("dimensions") or 0))


def batches(rows: NDArray[np.int64]) -> Iterator[list[int]]:
    """Rows in lists that are not too long to be fetched at once."""
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH].tolist()
