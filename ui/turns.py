"""Things that one user has at a time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Turns(Generic[Thing]):
    """Who finds none idle waits until one is, and whoever came first is next."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._changing = threading.Lock()
        self._idle = list(things)  # none while somebody waits
        self._waiting: deque[Future[Thing]] = deque()
        self._used = 0

    @property
    def all_taken(self) -> bool:
        """Whether who comes now has to wait."""
        return not self._idle

    @property
    def any_taken(self) -> bool:
        """Whether somebody has one."""
        return self._used > 0

    @contextmanager
    def one(self) -> Iterator[Thing]:
        """One that nobody else uses meanwhile."""
        thing = self._taken()
        with self._changing:
            self._used += 1
        try:
            yield thing
        finally:
            with self._changing:
                self._used -= 1
            self.add(thing)

    def add(self, thing: Thing) -> None:
        """To who waits longest. Left for anyone to take, who just had one would be there first."""
        with self._changing:
            turn = self._waiting.popleft() if self._waiting else None
            if turn is None:
                self._idle.append(thing)
        if turn is not None:
            turn.set_result(thing)

    def _taken(self) -> Thing:
        with self._changing:
            if self._idle:
                return self._idle.pop()
            turn: Future[Thing] = Future()
            self._waiting.append(turn)
        try:
            return turn.result()
        except BaseException:  # interrupted: what comes to this turn is for another
            turn.add_done_callback(lambda done: self.add(done.result()))
            raise
