"""What is known of a question and each passage that may answer it, one column a feature."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

RANKING = (
    "late",
    "lowest",
    "sentence",
    "dense",
    "lexical",
    "coverage",
    "numbers",
    "foreign_late",
    "foreign_sentence",
    "foreign_lexical",
    "abroad",
)
_LEARNED = RANKING[:-1]
CONFIDENCE = (
    *_LEARNED,
    "absolute",
    "deviation",
    "late_gap",
    "dense_gap",
    "lexical_gap",
    "best_lexical",
    "best_coverage",
    "score",
    "score_gap",
    "log_share",
    "foreign",
    "spread",
    "foreign_score_gap",
    "lexical_squared",
    "late_squared",
    "asks_number",
    "no_number",
)

Column = NDArray[np.float32]


class Parts(NamedTuple):
    """The parts of the scores of n passages for one question, float32 (n,) each.

    late:     mean MaxSim, above what passages in the same script get from this question
    lowest:   the same for the worst matched quarter of the question's tokens
    sentence: mean MaxSim within the best single sentence, above the same
    dense:    mean of passage and best sentence cosine, above the same
    lexical:  share of the most that BM25 could give, 0 to 1
    coverage: share of the question's terms that the passage holds, each by its idf, 0 to 1
    numbers:  share of the question's numbers that stand in the passage, or in what it stands
              under, 1 where the question has none
    foreign:  1 where the passage is in another script than the question
    absolute: mean MaxSim as it is
    spread:   standard deviation of mean MaxSim over passages drawn at random
    abroad:   1 where the passage is in another script than the question, and the collection has
              many in both
    asks_number: 1 where the question asks how many, or when
    no_number: 1 where it asks how many, or in which year, and the passage, in its script, has no
              number of that kind
    """

    late: Column
    lowest: Column
    sentence: Column
    dense: Column
    lexical: Column
    coverage: Column
    numbers: Column
    foreign: Column
    absolute: Column
    spread: Column
    abroad: Column
    asks_number: Column
    no_number: Column

    @classmethod
    def of(cls, **columns: ArrayLike) -> Self:
        """From columns by their names, as precise as they may be."""
        return cls(**{name: np.asarray(one, np.float32) for name, one in columns.items()})


def gaps(values: Column, documents: Sequence[str]) -> Column:
    """How far each value lies above the best one of any other document.

    >>> gaps(np.array([0.9, 0.8, 0.5]), ["a", "a", "b"]).round(2).tolist()
    [0.4, 0.3, -0.4]
    """
    best = _best_of_each(values, documents)
    first, second, *_ = [*sorted(best, key=lambda name: -best[name]), "", ""]
    least = float(values.min(initial=np.inf))
    others = np.full(len(values), best.get(first, least), np.float32)
    others[[name == first for name in documents]] = best.get(second, least)
    return values - others


def _best_of_each(values: Column, documents: Sequence[str]) -> dict[str, float]:
    """The largest value of each document."""
    ascending = values.argsort()
    return {documents[place]: float(values[place]) for place in ascending.tolist()}


def ranking_features(parts: Parts) -> NDArray[np.float32]:
    """The columns of RANKING: float32 (n, len(RANKING)).

    Between scripts, word pieces match less well and words hardly at all, so what they are worth is
    weighed for itself there. `abroad` is the one whose weight is not learned.
    """
    return np.stack(
        [
            parts.late,
            parts.lowest,
            parts.sentence,
            parts.dense,
            parts.lexical,
            parts.coverage,
            parts.numbers,
            parts.foreign * parts.late,
            parts.foreign * parts.sentence,
            parts.foreign * parts.lexical,
            parts.abroad,
        ],
        axis=1,
    )


def log_shares(scores: Column, documents: Sequence[str]) -> Column:
    """Log of the share that each passage has in a softmax over the best passages of documents.

    >>> log_shares(np.array([1.0, 0.5, 1.0]), ["a", "a", "b"]).round(2).tolist()
    [-0.69, -1.19, -0.69]
    """
    best = _best_of_each(scores, documents)
    top = max(best.values(), default=0.0)
    total = sum(math.exp(score - top) for score in best.values()) or 1.0
    shares: Column = np.log(np.exp(scores - top) / total + 1e-6)
    return shares


def confidence_features(
    parts: Parts, documents: Sequence[str], scores: NDArray[np.float64]
) -> NDArray[np.float32]:
    """The columns of CONFIDENCE, given the ranking's scores (n,): float32 (n, len(CONFIDENCE))."""
    score = scores.astype(np.float32)
    score_gap = gaps(score, documents)
    more = np.stack(
        [
            parts.absolute,
            parts.late / np.maximum(parts.spread, 1e-3),
            gaps(parts.late, documents),
            gaps(parts.dense, documents),
            gaps(parts.lexical, documents),
            np.full_like(parts.lexical, parts.lexical.max(initial=0.0)),
            np.full_like(parts.coverage, parts.coverage.max(initial=0.0)),
            score,
            score_gap,
            log_shares(score, documents),
            parts.foreign,
            parts.spread,
            parts.foreign * score_gap,
            parts.lexical**2,
            parts.late**2,
            parts.asks_number,
            parts.no_number,
        ],
        axis=1,
    )
    return np.concatenate([ranking_features(parts)[:, : len(_LEARNED)], more], axis=1)
