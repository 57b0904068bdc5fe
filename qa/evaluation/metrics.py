"""Retrieval measures, one pure function each, over the relevance of a ranking (best first)."""

from __future__ import annotations

import math
from collections.abc import Sequence


def hit_at(relevant: Sequence[bool], k: int) -> float:
    """1 when one of the first k is relevant.

    >>> hit_at([False, True], 1), hit_at([False, True], 3)
    (0.0, 1.0)
    """
    return float(any(relevant[:k]))


def recall_at(relevant: Sequence[bool], k: int, total: int) -> float:
    """The share of all relevant ones that stands among the first k.

    >>> recall_at([True, False, True], 2, 4)
    0.25
    """
    return sum(relevant[:k]) / total if total else 0.0


def reciprocal_rank(relevant: Sequence[bool], k: int) -> float:
    """One over the rank of the first relevant one, 0 beyond k (Voorhees 1999).

    >>> reciprocal_rank([False, True], 10)
    0.5
    """
    return next((1 / rank for rank, good in enumerate(relevant[:k], start=1) if good), 0.0)


def ndcg(relevant: Sequence[bool], k: int, total: int) -> float:
    """Discounted gain over that of the ideal ranking (Järvelin & Kekäläinen 2002).

    >>> round(ndcg([False, True], 10, 1), 4)
    0.6309
    """
    gain = sum(good / math.log2(rank + 1) for rank, good in enumerate(relevant[:k], start=1))
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(total, k) + 1))
    return gain / ideal if ideal else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank).

    >>> percentile([4.0, 1.0, 2.0, 3.0], 0.5)
    2.0
    """
    ranked = sorted(values)
    return ranked[max(math.ceil(share * len(ranked)) - 1, 0)] if ranked else 0.0
