"""What is known of a question and each passage that may answer it, one column a feature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RANKING = ("late", "lowest", "sentence", "dense", "lexical", "numbers", "foreign_lexical")
CONFIDENCE = (
    *RANKING,
    "absolute",
    "deviation",
    "late_gap",
    "dense_gap",
    "lexical_gap",
    "best_lexical",
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Column = NDArray[np.float32]


class Parts(NamedTuple):
    """The parts of the scores of n passages for one question, float32 (n,) each.

    late:     mean MaxSim, above what passages in the same script get from this question
    lowest:   the same for the worst matched quarter of the question's tokens
    sentence: mean MaxSim within the best single sentence, above the same
    dense:    mean of passage and best sentence cosine, above the same
    lexical:  share of the most that BM25 could give, 0 to 1
    numbers:  share of the question's numbers that stand in the passage, 1 where it has none
    foreign:  1 where the passage is in another script than the question
    absolute: mean MaxSim as it is
    spread:   standard deviation of mean MaxSim over passages drawn at random
    """

    late: Column
    lowest: Column
    sentence: Column
    dense: Column
    lexical: Column
    numbers: Column
    foreign: Column
    absolute: Column
    spread: Column


def number_agreement(question: str, passage: str) -> float:
    """The share of the question's numbers that the passage has too.

    >>> number_agreement("2019年花了3.5万", "从2019年到2020年"), number_agreement("谁", "2019年")
    (0.5, 1.0)
    """
    asked = set(_NUMBER.findall(question))
    return len(asked & set(_NUMBER.findall(passage))) / len(asked) if asked else 1.0


def gaps(values: Column, documents: Sequence[str]) -> Column:
    """How far each value lies above the best one of any other document.

    >>> gaps(np.array([0.9, 0.8, 0.5], np.float32), ["a", "a", "b"]).round(2).tolist()
    [0.4, 0.3, -0.4]
    """
    best: dict[str, float] = {}
    for document, value in zip(documents, values.tolist(), strict=True):
        best[document] = max(value, best.get(document, value))
    ranked = sorted(best.items(), key=lambda item: -item[1])[:2]

    def other(document: str) -> float:
        rest = [value for name, value in ranked if name != document]
        return rest[0] if rest else float(values.min(initial=np.inf))

    return values - np.array([other(document) for document in documents], np.float32)


def ranking_features(parts: Parts) -> NDArray[np.float32]:
    """The columns of RANKING: float32 (n, len(RANKING))."""
    return np.stack(
        [
            parts.late,
            parts.lowest,
            parts.sentence,
            parts.dense,
            parts.lexical,
            parts.numbers,
            parts.foreign * parts.lexical,
        ],
        axis=1,
    )


def confidence_features(parts: Parts, documents: Sequence[str]) -> NDArray[np.float32]:
    """The columns of CONFIDENCE: float32 (n, len(CONFIDENCE))."""
    best = np.full_like(parts.lexical, parts.lexical.max(initial=0.0))
    more = np.stack(
        [
            parts.absolute,
            parts.late / np.maximum(parts.spread, 1e-3),
            gaps(parts.late, documents),
            gaps(parts.dense, documents),
            gaps(parts.lexical, documents),
            best,
        ],
        axis=1,
    )
    return np.concatenate([ranking_features(parts), more], axis=1)
