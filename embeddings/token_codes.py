"""Token vectors at four bits a component: half of what eight take, and as good at ranking.

A component of a projected token vector is about 1 / √p long, and hardly one in a thousand is more
than 3.4 times that. So fifteen levels between those bounds tell what there is to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from .projection import STEPS

_LEVELS = 7  # on either side of zero
_WIDEST = 3.4  # standard deviations of a component, at the last level


def to_codes(tokens: NDArray[np.int8]) -> bytes:
    """Token vectors as `TokenProjection.project` gives them, int8 (t, p), two components a byte."""
    levels = np.rint(tokens / np.float32(step_of(tokens.shape[1])))
    codes = (np.clip(levels, -_LEVELS, _LEVELS) + 8).astype(np.uint8).reshape(-1)
    if len(codes) % 2:
        codes = np.append(codes, np.uint8(8))
    return bytes(codes[::2] << 4 | codes[1::2])


def from_codes(codes: Sequence[bytes], size: int) -> list[NDArray[np.int8]]:
    """The token vectors of each of several texts, int8 (t, size), as near as their levels allow.

    >>> from_codes([to_codes(np.array([[100, -24], [3, 0]], np.int8))], 2)[0].tolist()
    [[108, -18], [0, 0]]
    """
    all_codes = np.frombuffer(b"".join(codes), np.uint8)  # many at once: each take costs its start
    components = _pairs(step_of(size)).take(all_codes).view(np.int8)
    ends = np.cumsum([0, *(2 * len(one) for one in codes)]).tolist()
    whole = (start + (end - start) // size * size for start, end in pairwise(ends))
    return [components[a:b].reshape(-1, size) for a, b in zip(ends[:-1], whole, strict=True)]


def step_of(size: int) -> int:
    """How far apart two levels of a token with `size` components are; the last is still an int8."""
    return min(round(_WIDEST / sqrt(size) * STEPS / _LEVELS), 127 // _LEVELS)


@cache
def _pairs(step: int) -> NDArray[np.int16]:
    """The two int8 components that each byte stands for, side by side as one number: (256,)."""
    byte = np.arange(256)
    levels = np.clip(np.stack([byte >> 4, byte & 15], axis=1) - 8, -_LEVELS, _LEVELS)
    pairs: NDArray[np.int16] = (levels * step).astype(np.int8).view(np.int16).reshape(-1)
    return pairs
