"""How far a mean over questions can be trusted, and whether two runs differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_RESAMPLES = 2000
_FLIPS = 10_000
_ALL_FLIPS = 12  # differences, up to which every way of flipping them is tried
_SEED = 20_1979


def bootstrap_interval(values: Sequence[float], share: float = 0.95) -> tuple[float, float]:
    """Between which values the mean lies with this probability (Efron 1979, percentile bootstrap).

    The values are drawn again, with replacement, 2000 times; the same draws every time.

    >>> bootstrap_interval([0.5, 0.5, 0.5])
    (0.5, 0.5)
    """
    sample = np.asarray(values, np.float64)
    draws = np.random.default_rng(_SEED).integers(len(sample), size=(_RESAMPLES, len(sample)))
    low, high = np.quantile(sample[draws].mean(1), [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


def randomization_test(differences: Sequence[float]) -> float:
    """Two-sided p of paired differences under Fisher's randomization test.

    Were the two runs the same, each difference might as well have the other sign. p is the share
    of all ways of flipping signs whose mean is as far from 0 as the one seen; with more than twelve
    differences, 10,000 random ways and the one seen (Smucker, Allan & Carterette 2007).

    >>> randomization_test([1.0, 1.0, 1.0])
    0.25
    """
    seen = np.asarray([one for one in differences if one], np.float64)  # a 0 has no sign
    if len(seen) <= _ALL_FLIPS:
        ways = (np.arange(2 ** len(seen))[:, None] >> np.arange(len(seen))) & 1
        extra = 0
    else:
        ways = np.random.default_rng(_SEED).integers(2, size=(_FLIPS, len(seen)))
        extra = 1
    sums = np.abs((2 * ways - 1) @ seen)
    far = int((sums >= abs(seen.sum()) - 1e-9).sum())
    return (far + extra) / (len(ways) + extra)
