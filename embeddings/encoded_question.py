"""A question that is encoded already, for where the model is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from .encoder import QuestionEncoder, QuestionVectors


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """Stands in for the model that made it, see `QuestionEncoder`; it knows no other question."""

    name: str
    fingerprint: str
    dimensions: int
    token_size: int
    text: str
    vectors: QuestionVectors

    @classmethod
    def of(cls, encoder: QuestionEncoder, text: str) -> Self:
        """A question, encoded now."""
        vectors = encoder.encode_question(text)
        return cls(
            encoder.name,
            encoder.fingerprint,
            encoder.dimensions,
            encoder.token_size,
            text,
            vectors,
        )

    def encode_question(self, text: str) -> QuestionVectors:
        """Raises ValueError for another text."""
        if text != self.text:
            raise ValueError("this is not the question that was encoded")
        return self.vectors
