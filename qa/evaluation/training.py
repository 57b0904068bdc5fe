"""Fitting linear models, and measuring what their probabilities are worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Fit = tuple[Floats, float]  # weights and intercept

_RIDGE = 1e-3  # of standardised weights, per unit of the examples' weight
_STEPS = 50


def logistic(
    features: NDArray[np.float32],
    outcomes: NDArray[np.bool_],
    weights: Sequence[float] | Floats,
    ridge: float = _RIDGE,
) -> Fit:
    """Logistic regression by Newton's method, with a small ridge on standardised features.

    Args:
        features: (n, f); outcomes: (n,); weights: (n,), how much each row counts.
        ridge: on the square of each standardised weight, per unit of the rows' weight.
    """
    centre, scale = _standard(features)
    rows = np.column_stack([(features - centre) / scale, np.ones(len(features))])
    counts = np.asarray(weights, np.float64)
    penalty = np.full(rows.shape[1], ridge * counts.sum())
    penalty[-1] = 0
    found = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(rows @ found, -40, 40)))
        gradient = rows.T @ (counts * (outcomes - chances)) - penalty * found
        curvature = (rows * (counts * chances * (1 - chances))[:, None]).T @ rows
        step = np.linalg.solve(curvature + np.diag(penalty + 1e-12), gradient)
        found += step
        if np.abs(step).max() < 1e-8:
            break
    slopes = found[:-1] / scale
    return slopes, float(found[-1] - slopes @ centre)


def conditional_logit(
    features: Sequence[NDArray[np.float32]],
    chosen: Sequence[NDArray[np.bool_]],
    weights: Sequence[float],
) -> Fit:
    """Weights under which the chosen rows of each group stand first (McFadden 1974).

    Maximises the weighted sum of the log of the share that the chosen rows have in a softmax over
    their group. The intercept is 0: a group's softmax does not see it.

    Args:
        features: per group (n, f); chosen: per group (n,); weights: one per group.
    """
    centre, scale = _standard(np.concatenate(features))
    groups = [(group - centre) / scale for group in features]
    found = np.zeros(len(scale))
    for _ in range(_STEPS):
        gradient = -_RIDGE * sum(weights) * found
        curvature = np.eye(len(found)) * (_RIDGE * sum(weights))
        for group, mask, weight in zip(groups, chosen, weights, strict=True):
            scores = group @ found
            shares = np.exp(scores - scores.max())
            among = shares * mask
            shares, among = shares / shares.sum(), among / among.sum()
            mean = shares @ group
            gradient = gradient + weight * (among @ group - mean)
            curvature += weight * ((group * shares[:, None]).T @ group - np.outer(mean, mean))
        step = np.linalg.solve(curvature, gradient)
        found += step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-6:
            break
    return found / scale, 0.0


def _standard(features: NDArray[np.float32]) -> tuple[Floats, Floats]:
    centre = features.mean(0, dtype=np.float64)
    scale = features.std(0, dtype=np.float64)
    return centre, np.where(scale > 0, scale, 1.0)


def area_under_curve(positive: Floats, negative: Floats) -> float:
    """The chance that a positive scores above a negative, ties half (Hanley & McNeil 1982).

    >>> area_under_curve(np.array([0.9, 0.5]), np.array([0.5, 0.1]))
    0.875
    """
    ranked = np.sort(negative)
    below = np.searchsorted(ranked, positive, "left")
    up_to = np.searchsorted(ranked, positive, "right")
    return float((below + up_to).sum() / 2 / (len(positive) * len(negative)))


def calibration_error(confidences: Floats, right: NDArray[np.bool_], bins: int = 15) -> float:
    """Expected calibration error over bins of equal width (Naeini et al. 2015).

    >>> round(calibration_error(np.array([0.9, 0.9, 0.1]), np.array([True, True, False])), 4)
    0.1
    """
    place = np.minimum((confidences * bins).astype(int), bins - 1)
    off = [
        abs(confidences[place == one].mean() - right[place == one].mean()) * (place == one).mean()
        for one in np.unique(place)
    ]
    return float(sum(off))


def f1_bar(
    confidences: Floats, right: NDArray[np.bool_], answered: NDArray[np.bool_], weights: Floats
) -> float:
    """The lowest confidence from which on to say "answered" gives the best F1.

    Args:
        right: whether it is right to say so of the hit, (n,) like all of these.
        answered: whether the question has an answer.

    >>> right = np.array([True, True, False, False])
    >>> f1_bar(np.array([0.9, 0.8, 0.4, 0.3]), right, right, np.ones(4))
    0.8
    """
    bars, place = np.unique(confidences, return_inverse=True)
    said = np.bincount(place, weights)[::-1].cumsum()[::-1]
    found = np.bincount(place, weights * right)[::-1].cumsum()[::-1]
    return float(bars[np.argmax(2 * found / (said + weights[answered].sum()))])


def sparing_bar(confidences: Floats, weights: Floats, spared: float) -> float:
    """The confidence that all of these reach but the least sure ones, `spared` of their weight.

    >>> sparing_bar(np.array([0.9, 0.2, 0.7, 0.5]), np.ones(4), 0.25)
    0.5
    """
    order = np.argsort(confidences, kind="stable")
    below = np.cumsum(weights[order]) / weights.sum()
    return float(confidences[order][np.searchsorted(below, spared, "right")])
