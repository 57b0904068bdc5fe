"""Open collections for those who read at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import LifoQueue

from qa import Collection

READERS = 2  # questions that are answered at once; more would only make each other wait


class Readers:
    """The same collection for up to READERS threads at once; others wait until one is done."""

    def __init__(self, first: Collection) -> None:
        self._idle: LifoQueue[Collection] = LifoQueue()
        self._idle.put(first)
        self._alone = True  # until the first has its indexes, which the others take over

    @contextmanager
    def one(self) -> Iterator[Collection]:
        """A collection that nobody else uses meanwhile."""
        collection = self._idle.get()
        try:
            yield collection
            if self._alone and collection.in_memory:
                self._alone = False
                for _ in range(READERS - 1):
                    self._idle.put(collection.beside())
        finally:
            self._idle.put(collection)
