"""The formulas that rank passages, one pure function each."""

from __future__ import annotations

import math

BM25_K1 = 1.2


def inverse_document_frequency(passages: int, holding: int) -> float:
    """How telling a term is: ln(1 + (N − n + ½) / (n + ½)), as in Lucene's BM25.

    >>> round(inverse_document_frequency(10, 2), 4)
    1.4816
    """
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def lexical_share(bm25: float, idf_mass: float) -> float:
    """BM25 (Robertson & Zaragoza 2009) over the most that any passage could reach, 0 to 1.

    No term can give more than its idf × (k₁ + 1). A question in another language has nearly all
    its idf in words that the collection does not hold, so the digits and names that it shares
    stay as small as they are; a min-max over the hits would blow them up to 1.

    >>> lexical_share(2.2, 4.0)
    0.25
    """
    return bm25 / ((BM25_K1 + 1) * idf_mass) if idf_mass > 0 else 0.0


def dense_similarity(passage: float, best_sentence: float) -> float:
    """Mean of the cosines of the whole passage and of its best sentence.

    >>> dense_similarity(0.5, 1.0)
    0.75
    """
    return (passage + best_sentence) / 2
