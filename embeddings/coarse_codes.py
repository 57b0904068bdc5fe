"""Token vectors at two bits a component: half of what four take, for where those do not fit.

Of a component the sign is kept, and whether it is large. What each of the four levels stands for is
the mean of the components on it, as in the quantiser of Lloyd and Max (Max 1960), over what a
product with another vector loses on average: so that similarities stay what they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from .projection import STEPS

# In standard deviations of a component, which is spread as a normal distribution:
_LARGE = 0.735  # between two levels of `token_codes`, from which these are made
_LEVELS = (0.36, 1.54)  # of small and large ones
_COMPONENTS = 4  # of a byte


def to_coarse_codes(tokens: NDArray[np.int8]) -> bytes:
    """Token vectors, int8 (t, p), four components a byte and each token in whole bytes.

    What is zero counts as positive and negative by turns, so that it draws to neither side.
    """
    count, size = tokens.shape
    bits = np.zeros((count, -(-size // _COMPONENTS) * _COMPONENTS, 2), bool)
    bits[:, :size, 0] = (tokens > 0) | ((tokens == 0) & (np.arange(size) % 2 == 0))
    bits[:, :size, 1] = np.abs(tokens.astype(np.int16)) > _LARGE * _deviation(size)
    return np.packbits(bits.reshape(count, bits.shape[1] * 2), axis=1).tobytes()


def from_coarse_codes(codes: Sequence[bytes], size: int) -> list[NDArray[np.int8]]:
    """The token vectors of each of several texts, int8 (t, size), as near as their levels allow.

    >>> from_coarse_codes([to_coarse_codes(np.array([[10, 0, -99, 0]], np.int8))], 4)[0].tolist()
    [[46, -46, -127, -46]]
    """
    width = -(-size // _COMPONENTS)
    all_codes = np.frombuffer(b"".join(codes), np.uint8)
    components = _fours(size).take(all_codes).view(np.int8).reshape(-1, _COMPONENTS * width)
    tokens = components[:, :size]
    ends = np.cumsum([0, *(len(one) // width for one in codes)]).tolist()
    return [tokens[a:b] for a, b in pairwise(ends)]


def lengths_of(size: int) -> tuple[int, int]:
    """What small and large components of a token with `size` of them are taken for."""
    small, large = (min(round(level * _deviation(size)), 127) for level in _LEVELS)
    return small, large


def _deviation(size: int) -> float:
    return STEPS / sqrt(size)


@cache
def _fours(size: int) -> NDArray[np.int32]:
    """The four int8 components that each byte stands for, side by side as one number: (256,)."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8).reshape(-1, 1), axis=1)
    positive, large = bits[:, ::2].astype(bool), bits[:, 1::2]
    lengths = np.array(lengths_of(size))
    components = np.where(positive, lengths[large], -lengths[large]).astype(np.int8)
    fours: NDArray[np.int32] = components.view(np.int32).reshape(-1)
    return fours
