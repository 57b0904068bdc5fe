"""Open collections for those who read at the same time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from qa import Collection

READERS = 2  # questions that are answered at once; more would only make each other wait


class Readers:
    """The same collection for up to READERS threads at once; others wait until one is done, and
    whoever came first is next."""

    def __init__(self, first: Collection) -> None:
        self._changing = threading.Lock()
        self._idle = [first]  # none while somebody waits
        self._waiting: deque[Future[Collection]] = deque()
        self._alone = True  # until the first has its indexes, which the others take over

    @contextmanager
    def one(self) -> Iterator[Collection]:
        """A collection that nobody else uses meanwhile."""
        collection = self._taken()
        try:
            yield collection
            if self._alone and collection.in_memory:
                self._alone = False
                for _ in range(READERS - 1):
                    self._give(collection.beside())
        finally:
            self._give(collection)

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def _taken(self) -> Collection:
        with self._changing:
            if self._idle:
                return self._idle.pop()
            turn: Future[Collection] = Future()
            self._waiting.append(turn)
        return turn.result()

    def _give(self, collection: Collection) -> None:
        """To who waits longest. Left for anyone to take, who just had one would be there first."""
        with self._changing:
            if self._waiting:
                self._waiting.popleft().set_result(collection)
            else:
                self._idle.append(collection)
