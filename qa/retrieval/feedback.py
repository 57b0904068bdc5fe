"""More like this, less like this: passages that a reader marked move the question.

Rocchio's relevance feedback (Rocchio 1971, in Salton's "The SMART Retrieval System"), with the
weights that are usual for it (Manning, Raghavan & Schütze 2008, section 9.1.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

MORE = 0.75
LESS = 0.15
_TERMS = 20  # the most telling of each marked passage; the rest is noise (Harman 1992)

Vector = NDArray[np.float32]


def moved_vector(question: Vector, more: Vector, less: Vector) -> Vector:
    """The unit vector of question + ¾ × mean of `more` − 0.15 × mean of `less`.

    Args:
        question: (d,); more: (m, d), less: (n, d), of the marked passages, each may have no rows.

    >>> moved_vector(np.array([1.0, 0.0]), np.array([[0.0, 1.0]]), np.empty((0, 2))).round(2)
    array([0.8, 0.6])
    """
    moved = question + MORE * _mean(more) - LESS * _mean(less)
    length = np.linalg.norm(moved)
    unit: Vector = (moved / length).astype(question.dtype) if length else question
    return unit


def moved_terms(
    question: Mapping[str, float],
    more: Sequence[Mapping[str, float]],
    less: Sequence[Mapping[str, float]],
) -> dict[str, float]:
    """The same of term weights; a term that falls to nothing or below is looked for no more.

    >>> moved_terms({"桥": 1.0, "石": 0.1}, [{"拱": 1.0}, {"拱": 0.2}], [{"石": 1.0}])
    {'桥': 1.0, '拱': 0.45}
    """
    weights: Counter[str] = Counter()
    weights.update(question)
    for share, passages in ((MORE, more), (-LESS, less)):
        for passage in passages:
            weights.update({term: share * w / len(passages) for term, w in passage.items()})
    return {term: weight for term, weight in weights.items() if weight > 1e-9}


def telling_terms(counts: Mapping[str, int], idf: Mapping[str, float]) -> dict[str, float]:
    """The terms of a passage with the most tf × idf, as shares of the greatest.

    >>> telling_terms({"桥": 2, "的": 3}, {"桥": 3.0, "的": 0.5})
    {'桥': 1.0, '的': 0.25}
    """
    weights = {term: count * idf[term] for term, count in counts.items()}
    best = sorted(weights, key=lambda term: (-weights[term], term))[:_TERMS]
    return {term: weights[term] / (weights[best[0]] or 1.0) for term in best}


def _mean(rows: Vector) -> Vector | float:
    mean: Vector | float = rows.mean(0) if len(rows) else 0.0
    return mean
