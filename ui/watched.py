"""Work that takes a while, done in a thread, with how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Generic, NamedTuple, TypeVar

_Value = TypeVar("_Value")
_OFTEN = 0.2  # seconds between two steps that are told


class Step(NamedTuple):
    """What is being done, and how much of it; `total` is 0 where that is not known."""

    what: str
    done: int
    total: int


class Watched(Generic[_Value]):
    """Iterating gives the latest step from time to time until the work ends; then ask the result.

    >>> work = Watched(lambda progress: 6 * 7)
    >>> list(work), work.result()
    ([], 42)
    """

    def __init__(self, work: Callable[[Callable[[str, int, int], None]], _Value]) -> None:
        self._latest: Step | None = None
        self._told = threading.Event()
        self._outcome: Future[_Value] = Future()
        threading.Thread(target=self._run, args=(work,), daemon=True).start()

    def __iter__(self) -> Iterator[Step]:
        shown = None
        while not self._outcome.done():
            self._told.wait(_OFTEN)
            self._told.clear()
            if self._latest != shown and self._latest is not None and not self._outcome.done():
                shown = self._latest
                yield shown

    def result(self) -> _Value:
        """What the work gave or raised, waiting for it if it must."""
        return self._outcome.result()

    def _run(self, work: Callable[[Callable[[str, int, int], None]], _Value]) -> None:
        try:
            self._outcome.set_result(work(self._tell))
        except BaseException as error:  # whoever asks for the result gets it
            self._outcome.set_exception(error)
        self._told.set()

    def _tell(self, what: str, done: int, total: int) -> None:
        begins = self._latest is None or self._latest.what != what
        self._latest = Step(what, done, total)
        if begins:
            self._told.set()
