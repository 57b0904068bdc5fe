"""The learned part: two linear models over a handful of features, in a file one can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import CONFIDENCE, RANKING

_FILE = Path(__file__).parent / "ranking_model.json"


@dataclass(frozen=True, slots=True)
class LinearModel:
    """intercept + Σ weight × feature; `names` are the features in the order of the columns."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    intercept: float

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Features (n, len(names)) to values (n,)."""
        values: NDArray[np.float64] = features.astype(np.float64) @ self.weights + self.intercept
        return values

    @classmethod
    def from_json(cls, content: Mapping[str, Any], names: tuple[str, ...]) -> LinearModel:
        weights = np.array([content["weights"][name] for name in names], np.float64)
        return cls(names, weights, float(content["intercept"]))

    def to_json(self) -> dict[str, Any]:
        weights = {n: round(float(w), 4) for n, w in zip(self.names, self.weights, strict=True)}
        return {"intercept": round(self.intercept, 4), "weights": weights}


@dataclass(frozen=True, slots=True)
class RankingModel:
    """What ranks passages and what tells how sure to be.

    `ranking` orders passages (a conditional logit, McFadden 1974: the probability that a passage is
    the one that answers, among those found). `confidence` gives the log-odds that a passage answers
    at all. `bar` is the confidence from which on a question counts as answered. `calibrated_for` is
    the fingerprint of the encoder for whose vectors the confidence was found to be true, None while
    it was found true for none: then no confidence is given.
    """

    ranking: LinearModel
    confidence: LinearModel
    bar: float
    calibrated_for: str | None

    @classmethod
    def load(cls, path: Path = _FILE) -> RankingModel:
        content = json.loads(path.read_text("utf-8"))
        return cls(
            LinearModel.from_json(content["ranking"], RANKING),
            LinearModel.from_json(content["confidence"], CONFIDENCE),
            float(content["bar"]),
            content["calibrated_for"],
        )

    def save(self, path: Path = _FILE) -> None:
        content = {
            "calibrated_for": self.calibrated_for,
            "bar": round(self.bar, 4),
            "ranking": self.ranking.to_json(),
            "confidence": self.confidence.to_json(),
        }
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


@cache
def default_ranking_model() -> RankingModel:
    """The one that comes with Wenju, trained on the default model's vectors."""
    return RankingModel.load()


def probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / (1 + e⁻ˣ).

    >>> probability(np.array([0.0])).tolist()
    [0.5]
    """
    return 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))
