"""An encoder that knows some questions by heart, so that a measurement has no model in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings import PASSAGES_AT_ONCE, Encoder, PassageVectors, QuestionVectors
from embeddings.cores import one_core_for_numpy


class KnownEncoder:
    """What a model made of some texts, read again from a file; another text is an error."""

    def __init__(self, name: str, fingerprint: str, known: dict[str, QuestionVectors]) -> None:
        self.name, self.fingerprint = name, fingerprint
        self._known = known
        some = next(iter(known.values()))
        self.dimensions, self.token_size = len(some.vector), some.tokens.shape[1]
        self.window = 512
        self.passages_at_once = PASSAGES_AT_ONCE
        self.texts = list(known)

    @staticmethod
    def save(path: Path, encoder: Encoder, texts: Sequence[str]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = [encoder.encode_question(text) for text in texts]
        np.savez(
            path,
            texts=np.array(texts),
            names=np.array([encoder.name, encoder.fingerprint]),
            vectors=np.stack([one.vector for one in made]),
            tokens=np.concatenate([one.tokens for one in made]),
            ends=np.cumsum([len(one.tokens) for one in made]),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """From a file; numpy gets one core, as it does when a model is loaded."""
        one_core_for_numpy()
        with np.load(path) as file:
            tokens = np.split(file["tokens"], file["ends"][:-1])
            made = map(QuestionVectors, file["vectors"], tokens)
            name, fingerprint = file["names"].tolist()
            return cls(name, fingerprint, dict(zip(file["texts"].tolist(), made, strict=True)))

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self._known[text].vector for text in texts])

    def encode_question(self, text: str) -> QuestionVectors:
        return self._known[text]

    def encode_each_question(self, texts: Sequence[str]) -> list[QuestionVectors]:
        return [self.encode_question(text) for text in texts]

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[tuple[int, int]]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        raise NotImplementedError("it knows questions only")

    def fits(self, text: str) -> bool:
        raise NotImplementedError("it knows questions only")
