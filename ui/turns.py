"""Things that a few users have at a time."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Turns(Generic[Thing]):
    """Each thing has a number of places. Who finds none idle waits until one is, and whoever came
    first is next; who finds some gets one of what has the fewest users."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._changing = threading.Lock()
        self._idle = list(things)  # each as often as it has places that are; none while one waits
        self._waiting: deque[Future[Thing]] = deque()
        self._users: Counter[Thing] = Counter()

    @property
    def all_taken(self) -> bool:
        """Whether who comes now has to wait."""
        return not self._idle

    @property
    def taken(self) -> int:
        """How many have one."""
        return self._users.total()

    @contextmanager
    def one(self) -> Iterator[Thing]:
        """One of which nobody else has the same place meanwhile."""
        thing = self._taken()
        try:
            yield thing
        finally:
            self._give_back(thing)

    def add(self, thing: Thing, places: int = 1) -> None:
        """Places more, for those who wait and those who come."""
        for _ in range(places):
            self._pass_on(thing)

    def _give_back(self, thing: Thing) -> None:
        with self._changing:
            self._users[thing] -= 1
        self._pass_on(thing)

    def _pass_on(self, thing: Thing) -> None:
        """To who waits longest. Left for anyone to take, who just had one would be there first."""
        with self._changing:
            turn = self._waiting.popleft() if self._waiting else None
            if turn is None:
                self._idle.append(thing)
            else:
                self._users[thing] += 1
        if turn is not None:
            turn.set_result(thing)

    def _taken(self) -> Thing:
        with self._changing:
            if self._idle:
                thing = min(reversed(self._idle), key=self._users.__getitem__)
                self._idle.remove(thing)
                self._users[thing] += 1
                return thing
            turn: Future[Thing] = Future()
            self._waiting.append(turn)
        try:
            return turn.result()
        except BaseException:  # interrupted: what comes to this turn is for another
            turn.add_done_callback(lambda done: self._give_back(done.result()))
            raise
