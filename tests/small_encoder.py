"""A small encoder that really works: texts that share pairs of characters are near each other."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus import fold
from embeddings import PassageVectors


class SmallEncoder:
    """Hashed character pairs (feature hashing, Weinberger et al. 2009)."""

    name = "small"
    fingerprint = "small-1"
    dimensions = 64
    window = 512

    def __init__(self, fingerprint: str = "small-1") -> None:
        self.fingerprint = fingerprint
        self.encoded = 0

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([_vector(text) for text in texts], np.float32).reshape(-1, self.dimensions)

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]
    ) -> PassageVectors:
        self.encoded += len(texts)
        parts = [text[a:b] for text, spans in zip(texts, sentences, strict=True) for a, b in spans]
        bounds = np.concatenate([[0], np.cumsum([len(spans) for spans in sentences])])
        return PassageVectors(
            self.encode_questions(texts), self.encode_questions(parts), bounds.astype(np.int64)
        )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) for text in texts]


def _vector(text: str) -> NDArray[np.float32]:
    folded = f" {fold(text)} "
    vector = np.zeros(SmallEncoder.dimensions, np.float32)
    for a, b in pairwise(folded):
        digest = zlib.crc32((a + b).encode("utf-8", "surrogatepass"))
        vector[digest % SmallEncoder.dimensions] += 1 if digest & 64 else -1
    length = float(np.linalg.norm(vector))
    return vector / length if length else np.eye(1, len(vector), dtype=np.float32)[0]
