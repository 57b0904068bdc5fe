"""An encoder that passes on to another one what it does not do itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .encoder import Encoder, PassageVectors, QuestionVectors, Span


class DelegatingEncoder(ABC):
    """All of `Encoder`, done by the encoder that is behind it."""

    @property
    @abstractmethod
    def behind(self) -> Encoder: ...

    @property
    def name(self) -> str:
        return self.behind.name

    @property
    def fingerprint(self) -> str:
        return self.behind.fingerprint

    @property
    def dimensions(self) -> int:
        return self.behind.dimensions

    @property
    def token_size(self) -> int:
        return self.behind.token_size

    @property
    def window(self) -> int:
        return self.behind.window

    @property
    def passages_at_once(self) -> int:
        return self.behind.passages_at_once

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (q, d), unit rows."""
        return self.behind.encode_questions(texts)

    def encode_question(self, text: str) -> QuestionVectors:
        """One question with its tokens."""
        return self.behind.encode_question(text)

    def encode_each_question(self, texts: Sequence[str]) -> list[QuestionVectors]:
        """See `Encoder.encode_each_question`."""
        return self.behind.encode_each_question(texts)

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        """See `Encoder.encode_passages`."""
        return self.behind.encode_passages(texts, sentences, contexts)

    def fits(self, text: str) -> bool:
        """See `Encoder.fits`."""
        return self.behind.fits(text)
