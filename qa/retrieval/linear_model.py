"""Linear models over named features, in files that one can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
        """Raises ValueError where it was learned over other features, or is no model at all."""
        if set(content["weights"]) != set(names):
            raise ValueError("learned over other features than are used now")
        weights = np.array([float(content["weights"][name]) for name in names], np.float64)
        intercept = float(content["intercept"])
        if not np.isfinite([*weights, intercept]).all():
            raise ValueError("a weight is not finite")
        return cls(names, weights, intercept)

    def to_json(self) -> dict[str, Any]:
        weights = {n: round(float(w), 4) for n, w in zip(self.names, self.weights, strict=True)}
        return {"intercept": round(self.intercept, 4), "weights": weights}


def probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / (1 + e⁻ˣ).

    >>> probability(np.array([0.0])).tolist()
    [0.5]
    """
    return 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))
