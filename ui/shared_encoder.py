"""One model for questions and for indexing at the same time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder, PassageVectors, QuestionVectors


class SharedEncoder:
    """An encoder whose callers wait for their turn: a tokenizer is no thing for two threads.

    The turns are fair, so that a question waits for one call of the indexing beside it, not for
    all that are left.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._next = threading.Lock()
        self._turn = threading.Lock()

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    @property
    def token_size(self) -> int:
        return self._encoder.token_size

    @property
    def window(self) -> int:
        return self._encoder.window

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._my_turn():
            return self._encoder.encode_questions(texts)

    def encode_question(self, text: str) -> QuestionVectors:
        with self._my_turn():
            return self._encoder.encode_question(text)

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[tuple[int, int]]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        with self._my_turn():
            return self._encoder.encode_passages(texts, sentences, contexts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        with self._my_turn():
            return self._encoder.count_tokens(texts)

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        with self._next:  # who comes back for more stands behind whoever waits here
            self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()
