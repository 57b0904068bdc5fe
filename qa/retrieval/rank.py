"""Candidates in order, and how sure to be of each."""

from __future__ import annotations

from dataclasses import dataclass

from .features import confidence_features, ranking_features
from .ranking_model import default_ranking_model, probability
from .retrieve import Candidates


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate by its place among the candidates, with its score and confidence."""

    place: int
    score: float
    confidence: float | None


def rank(found: Candidates, fingerprint: str) -> list[Ranked]:
    """Candidates best first, ties by the passage's id, so that the order of indexing is no matter.

    Confidence is given only for an encoder, by its `fingerprint`, that it was found to be true for.
    """
    model = default_ranking_model()
    scores = model.ranking(ranking_features(found.parts))
    confidences: list[float] | list[None] = [None] * len(scores)
    if fingerprint == model.calibrated_for:
        features = confidence_features(found.parts, found.documents, scores)
        confidences = probability(model.confidence(features)).tolist()
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], found.passages[place]))
    return [Ranked(place, float(scores[place]), confidences[place]) for place in order]


def is_answered(ranked: list[Ranked]) -> bool:
    """Whether the best candidate reaches the bar; any will do where confidence is not known."""
    if not ranked:
        return False
    best = ranked[0].confidence
    return best is None or best >= default_ranking_model().bar
