"""Question to candidate passages with their scores: dense ∪ lexical, fused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import index_terms

from .collection import Collection
from .scores import dense_similarity, fused, inverse_document_frequency, lexical_share

CANDIDATES = 100  # of each kind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage row with the parts of its score; `sentence` is the number of its best sentence."""

    row: int
    score: float
    dense: float
    lexical: float
    sentence: int


def candidates(
    collection: Collection, question: str, vector: NDArray[np.float32]
) -> list[Candidate]:
    """The passages that may answer, best first, ties by row.

    Args:
        question: as it was asked.
        vector: its embedding, float32 (d,).
    """
    nearest = collection.vectors.search(vector[None], CANDIDATES)
    terms = Counter(index_terms(question))
    matches = collection.words.search(terms, CANDIDATES)
    rows = sorted({*nearest.rows[0].tolist(), *matches.rows})
    scored = _score(collection, rows, vector, terms)
    return sorted(scored, key=lambda candidate: (-candidate.score, candidate.row))


def _score(
    collection: Collection, rows: list[int], vector: NDArray[np.float32], terms: Counter[str]
) -> list[Candidate]:
    if not rows:
        return []
    passages = collection.store.vectors(rows)
    sentences = collection.store.sentence_vectors(rows, collection.dimensions)
    bm25 = dict(zip(*collection.words.score(terms, rows), strict=True))
    mass = _idf_mass(collection, terms)
    scored = []
    for row, cosine in zip(passages.rows.tolist(), passages.vectors @ vector, strict=True):
        similarities = sentences[row] @ vector
        best = int(np.argmax(similarities)) if len(similarities) else 0
        top = float(similarities[best]) if len(similarities) else float(cosine)
        dense = dense_similarity(float(cosine), top)
        lexical = lexical_share(bm25.get(row, 0.0), mass)
        scored.append(Candidate(row, fused(dense, lexical), dense, lexical, best))
    return scored


def _idf_mass(collection: Collection, terms: Counter[str]) -> float:
    """The sum of idf over the question's terms, those that no passage holds included."""
    size = len(collection.words)
    frequencies = collection.words.document_frequencies(terms)
    return sum(
        count * inverse_document_frequency(size, frequencies[term]) for term, count in terms.items()
    )
