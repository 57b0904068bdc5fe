"""An encoder that is loaded when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from .encoder import Encoder, PassageVectors, QuestionVectors, Span


class DeferredEncoder:
    """Loading a model takes seconds; what needs none of it, like a page, need not wait for it.

    Whoever asks for more than the name waits until it is loaded, and gets the errors of loading.
    """

    def __init__(self, name: str, load: Callable[[], Encoder]) -> None:
        self.name = name
        self._load = load
        self._loading = threading.Lock()
        self._loaded: Encoder | None = None

    @property
    def loaded(self) -> Encoder:
        """The encoder itself, loaded now if nobody asked before."""
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    @property
    def fingerprint(self) -> str:
        return self.loaded.fingerprint

    @property
    def dimensions(self) -> int:
        return self.loaded.dimensions

    @property
    def token_size(self) -> int:
        return self.loaded.token_size

    @property
    def window(self) -> int:
        return self.loaded.window

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (q, d), unit rows."""
        return self.loaded.encode_questions(texts)

    def encode_question(self, text: str) -> QuestionVectors:
        """One question with its tokens."""
        return self.loaded.encode_question(text)

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        """See `Encoder.encode_passages`."""
        return self.loaded.encode_passages(texts, sentences, contexts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self.loaded.count_tokens(texts)
