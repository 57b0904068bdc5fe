"""Late interaction: every token of the question looks for its best match in a passage."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .projection import STEPS

_AT_ONCE = 2048  # tokens, so that as float32 they stay in the processor's cache


class TokenMatches(NamedTuple):
    """For each of n passages how well the question's tokens are matched in it.

    mean:   float32 (n,), ColBERT's MaxSim over the number of the question's tokens
    lowest: float32 (n,), the mean of the worst matched quarter: what the passage does not speak of
    """

    mean: NDArray[np.float32]
    lowest: NDArray[np.float32]


def max_similarities(
    question: NDArray[np.int8],
    tokens: NDArray[np.int8] | NDArray[np.float32],
    bounds: NDArray[np.int64],
) -> NDArray[np.float32]:
    """The best cosine of each question token in each passage (Khattab & Zaharia 2020).

    Args:
        question: int8 (q, p), the question's tokens.
        tokens: int8 (t, p), the tokens of n passages, one passage after the other; as float32
            they need not be converted for each question.
        bounds: int64 (n + 1,); passage i has the tokens bounds[i]:bounds[i + 1], at least one.

    Returns:
        float32 (q, n)
    """
    if len(bounds) < 2:
        return np.empty((len(question), 0), np.float32)
    asked = question.astype(np.float32).T
    products = np.empty((len(tokens), len(question)), np.float32)  # whole numbers all of them
    for first in range(0, len(tokens), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        np.matmul(tokens[part].astype(np.float32, copy=False), asked, out=products[part])
    best: NDArray[np.float32] = np.maximum.reduceat(products, bounds[:-1], axis=0)
    return np.ascontiguousarray(best.T) / np.float32(STEPS * STEPS)


def token_matches(similarities: NDArray[np.float32]) -> TokenMatches:
    """Sums up what `max_similarities` gives, float32 (q, n), over the question's tokens."""
    tokens, passages = similarities.shape
    if not tokens:
        return TokenMatches(np.zeros(passages, np.float32), np.zeros(passages, np.float32))
    worst = np.sort(similarities, axis=0)[: max(tokens // 4, 1)]
    return TokenMatches(similarities.mean(0), worst.mean(0))


def mutual_similarity(a: NDArray[np.int8], b: NDArray[np.int8]) -> float:
    """How well the tokens of two texts are matched in each other, as BERTScore measures it.

    The mean over both texts of the mean, over a text's tokens, of the best cosine in the other
    text (Zhang et al. 2020, with the mean of precision and recall in place of their F). 0 where a
    text has no tokens.

    Args:
        a, b: int8 (t, p) and (u, p), as `TokenProjection.project` gives them.
    """
    if not len(a) or not len(b):
        return 0.0
    products = a.astype(np.float32) @ b.astype(np.float32).T
    means = float(products.max(1).sum()) / len(a) + float(products.max(0).sum()) / len(b)
    return means / (2 * STEPS * STEPS)
