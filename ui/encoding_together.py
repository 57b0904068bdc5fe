"""Questions that wait for their turns are encoded with one whose turn has come.

Several at once take the processor a third less time than one after the other; and none takes it
from those that are being answered before it could be answered itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import NamedTuple

from embeddings import EncodedQuestion, Encoder

TOGETHER = 4  # questions, at most: each further one saves little and is waited for


class Encoded(NamedTuple):
    """A question with its vectors, and how long it took to encode it and those beside it."""

    question: EncodedQuestion
    milliseconds: float


@dataclass(eq=False)
class _Waiting:
    text: str
    encoded: Future[Encoded] = field(default_factory=Future)


class EncodingTogether:
    """For any number of threads, each of which has a question."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._changing = threading.Lock()
        self._waiting: list[_Waiting] = []  # in the order in which they came

    @contextmanager
    def waiting(self, text: str) -> Iterator[Callable[[], Encoded]]:
        """A question waits inside. What is given encodes it now, and those that have waited longest
        with it, unless it was encoded with another one meanwhile."""
        one = _Waiting(text)
        with self._changing:
            self._waiting.append(one)
        try:
            yield partial(self._encoded, one)
        finally:
            with self._changing:
                if one in self._waiting:
                    self._waiting.remove(one)

    def _encoded(self, one: _Waiting) -> Encoded:
        together: list[_Waiting] = []
        with self._changing:
            if one in self._waiting:
                self._waiting.remove(one)
                together = [one, *self._waiting[: TOGETHER - 1]]
                del self._waiting[: TOGETHER - 1]
        if together:
            self._encode(together)
        return one.encoded.result()

    def _encode(self, together: Sequence[_Waiting]) -> None:
        """What goes wrong is raised for each of them."""
        try:
            made = encoded_now(self._encoder, [one.text for one in together])
        except BaseException as error:
            for one in together:
                one.encoded.set_exception(error)
            raise
        for one, encoded in zip(together, made, strict=True):
            one.encoded.set_result(encoded)


def encoded_now(encoder: Encoder, texts: Sequence[str]) -> list[Encoded]:
    """Questions, encoded together."""
    began = perf_counter()
    made = EncodedQuestion.of_each(encoder, texts)
    milliseconds = (perf_counter() - began) * 1e3
    return [Encoded(one, milliseconds) for one in made]
