"""A small encoder that really works: texts that share pairs of characters are near each other."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus import fold
from embeddings import PASSAGES_AT_ONCE, PassageVectors, QuestionVectors


class SmallEncoder:
    """Hashed character pairs (feature hashing, Weinberger et al. 2009)."""

    name = "small"
    fingerprint = "small-1"
    dimensions = 64
    token_size = 64
    window = 512
    passages_at_once = PASSAGES_AT_ONCE

    def __init__(self, fingerprint: str = "small-1") -> None:
        self.fingerprint = fingerprint
        self.encoded = 0
        self._counting = threading.Lock()

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([_vector(text) for text in texts], np.float32).reshape(-1, self.dimensions)

    def encode_question(self, text: str) -> QuestionVectors:
        return QuestionVectors(_vector(text), _tokens(text))

    def encode_each_question(self, texts: Sequence[str]) -> list[QuestionVectors]:
        return [self.encode_question(text) for text in texts]

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[tuple[int, int]]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        with self._counting:
            self.encoded += len(texts)
        parts = [text[a:b] for text, spans in zip(texts, sentences, strict=True) for a, b in spans]
        tokens = [_tokens(part) for part in parts]
        return PassageVectors(
            self.encode_questions(texts),
            self.encode_questions(parts),
            _bounds([len(spans) for spans in sentences]),
            np.concatenate([np.empty((0, self.dimensions), np.int8), *tokens]),
            _bounds([len(one) for one in tokens]),
        )

    def fits(self, text: str) -> bool:
        return len(text) <= self.window


def _vector(text: str) -> NDArray[np.float32]:
    folded = f" {fold(text)} "
    vector = np.zeros(SmallEncoder.dimensions, np.float32)
    for a, b in pairwise(folded):
        digest = zlib.crc32((a + b).encode("utf-8", "surrogatepass"))
        vector[digest % SmallEncoder.dimensions] += 1 if digest & 64 else -1
    length = float(np.linalg.norm(vector))
    return vector / length if length else np.eye(1, len(vector), dtype=np.float32)[0]


def _tokens(text: str) -> NDArray[np.int8]:
    """One token for each pair of characters, pointing where the pair is hashed to."""
    pairs = [_vector(a + b) for a, b in pairwise(fold(text))]
    rows = np.array(pairs, np.float32).reshape(-1, SmallEncoder.dimensions)
    return (rows * 127).astype(np.int8)


def _bounds(sizes: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
