"""A question that is encoded already, for where the model is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from .encoder import Encoder, QuestionVectors


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
    def of_each(cls, encoder: Encoder, texts: Sequence[str]) -> list[Self]:
        """Questions, encoded now."""
        made = encoder.encode_each_question(texts)
        model = encoder.name, encoder.fingerprint, encoder.dimensions, encoder.token_size
        return [cls(*model, text, vectors) for text, vectors in zip(texts, made, strict=True)]

    def encode_question(self, text: str) -> QuestionVectors:
        """Raises ValueError for another text."""
        if text != self.text:
            raise ValueError("this is not the question that was encoded")
        return self.vectors
