"""Candidates in order, and how sure to be of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .confidence_model import ConfidenceModel
from .features import ranking_features
from .ranking_model import ranking_model
from .retrieve import Candidates


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate by its place among the candidates, with its score and confidence."""

    place: int
    score: float
    confidence: float | None


def rank(found: Candidates, confidence: ConfidenceModel | None) -> list[Ranked]:
    """Candidates best first, ties by the passage's id, so that the order of indexing is no matter.

    Their confidence is None where no model of it is given; none is surer than one before it.
    """
    scores = ranking_model()(ranking_features(found.parts))
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], found.passages[place]))
    confidences: list[float] | list[None] = [None] * len(scores)
    if confidence is not None:
        each = confidence.confidences(found.parts, found.documents, scores)
        confidences = np.minimum.accumulate(each[order]).tolist()
    return [
        Ranked(place, float(scores[place]), sure)
        for place, sure in zip(order, confidences, strict=True)
    ]
