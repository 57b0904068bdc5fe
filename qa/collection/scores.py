"""The formulas that rank passages, one pure function each."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

BM25_K1 = 1.2
BM25_B = 0.75

Floats = NDArray[np.float64]


def inverse_document_frequency(passages: int, holding: int) -> float:
    """How telling a term is: ln(1 + (N − n + ½) / (n + ½)), as in Lucene's BM25.

    >>> round(inverse_document_frequency(10, 2), 4)
    1.4816
    """
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def bm25_parts(counts: Floats, lengths: Floats, mean_length: float, weights: Floats) -> Floats:
    """What each term adds to a passage's BM25 (Robertson & Zaragoza 2009), k₁ = 1.2, b = 0.75.

    weight × tf × (k₁ + 1) / (tf + k₁ × (1 − b + b × length / mean length))

    Args:
        counts: (n, t), how often each passage holds each term; lengths: (n,), in terms.
        weights: (t,), each term's idf, times how much it counts in the question.

    >>> bm25_parts(np.array([[1.0, 0.0]]), np.array([8.0]), 8.0, np.array([3.0, 5.0])).tolist()
    [[3.0, 0.0]]
    """
    norm = BM25_K1 * (1 - BM25_B + BM25_B * lengths / (mean_length or 1.0))
    parts: Floats = weights * counts * (BM25_K1 + 1) / (counts + norm[:, None])
    return parts


def lexical_shares(bm25: Floats, idf_mass: float) -> Floats:
    """BM25, or parts of it, over the most that any passage could reach: 0 to 1.

    No term can give more than its idf × (k₁ + 1). A question in another language has nearly all
    its idf in words that the collection does not hold, so the digits and names that it shares
    stay as small as they are; a min-max over the hits would blow them up to 1.

    >>> lexical_shares(np.array([2.2]), 4.0).tolist()
    [0.25]
    """
    most = (BM25_K1 + 1) * idf_mass
    return bm25 / most if most > 0 else np.zeros_like(bm25)


def covered_share(bm25: Floats, idf: Floats) -> Floats:
    """How much of a question's telling terms n passages hold: 0 to 1, (n,).

    The share that the terms which are there have in the idf of all, however often they are there
    and however long the passage is: what BM25 smooths over, and what tells that a thing which was
    asked about is not spoken of at all.

    Args:
        bm25: (n, t), what each term gives, more than nothing where a passage holds it.
        idf: (t,), each term's, times how much it counts in the question.

    >>> covered_share(np.array([[0.2, 0.0], [0.1, 0.7]]), np.array([1.0, 3.0])).tolist()
    [0.25, 1.0]
    """
    shares: Floats = (bm25 > 0) @ idf / (idf.sum() or 1.0)
    return shares


def dense_similarity(passage: Floats, best_sentence: Floats) -> Floats:
    """Means of the cosines of whole passages and of their best sentences, (n,) each.

    >>> dense_similarity(np.array([0.5]), np.array([1.0])).tolist()
    [0.75]
    """
    return (passage + best_sentence) / 2
