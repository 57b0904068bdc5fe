"""Token vectors at one bit a component: a quarter of what four take, for where those do not fit.

Of a component only the sign is kept ("binary quantisation"). All then count alike, at the length
that makes the product with any other vector what it was on average: for components that are spread
as a normal distribution, √(π / 2) times what an even share of a unit vector would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from .projection import STEPS


def to_signs(tokens: NDArray[np.int8]) -> bytes:
    """Token vectors, int8 (t, p), eight components a byte and each token in whole bytes.

    What is zero counts as positive and negative by turns, so that it draws to neither side.
    """
    zeros_up = np.arange(tokens.shape[1]) % 2 == 0
    return np.packbits((tokens > 0) | ((tokens == 0) & zeros_up), axis=1).tobytes()


def from_signs(signs: Sequence[bytes], size: int) -> list[NDArray[np.int8]]:
    """The token vectors of each of several texts, int8 (t, size).

    >>> from_signs([to_signs(np.array([[90, 0, -3, 0]], np.int8))], 4)[0].tolist()
    [[127, -127, -127, -127]]
    """
    width = -(-size // 8)
    all_signs = np.frombuffer(b"".join(signs), np.uint8)
    components = _eights(_length(size)).take(all_signs).view(np.int8).reshape(-1, 8 * width)
    tokens = components[:, :size]
    ends = np.cumsum([0, *(len(one) // width for one in signs)]).tolist()
    return [tokens[a:b] for a, b in pairwise(ends)]


def _length(size: int) -> int:
    return min(round(sqrt(pi / 2 / size) * STEPS), 127)


@cache
def _eights(length: int) -> NDArray[np.int64]:
    """The eight int8 components that each byte stands for, side by side as one number: (256,)."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8).reshape(-1, 1), axis=1)
    components = np.where(bits, length, -length).astype(np.int8)
    eights: NDArray[np.int64] = components.view(np.int64).reshape(-1)
    return eights
