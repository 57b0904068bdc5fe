"""Open collections for those who read at the same time."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from corpus import CollectionError
from qa import Collection

READERS = 2  # questions that are answered at once; more would only make each other wait

log = logging.getLogger("wenju")


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
                self._add_beside(collection)
        finally:
            self._give(collection)

    def _add_beside(self, collection: Collection) -> None:
        try:
            for _ in range(READERS - 1):
                self._give(collection.beside())
        except CollectionError as error:  # who just asked has an answer all the same
            log.warning("questions are answered one by one: %s", error)
            self._alone = True

    def _taken(self) -> Collection:
        with self._changing:
            if self._idle:
                return self._idle.pop()
            turn: Future[Collection] = Future()
            self._waiting.append(turn)
        try:
            return turn.result()
        except BaseException:  # interrupted: what comes to this turn is for another
            turn.add_done_callback(lambda done: self._give(done.result()))
            raise

    def _give(self, collection: Collection) -> None:
        """To who waits longest. Left for anyone to take, who just had one would be there first."""
        with self._changing:
            turn = self._waiting.popleft() if self._waiting else None
            if turn is None:
                self._idle.append(collection)
        if turn is not None:
            turn.set_result(collection)
