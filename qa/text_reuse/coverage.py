"""How much of two texts the stretches that they share cover."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .letters import Letters


class Shared(NamedTuple):
    """r stretches of letters in one text, each with its like in a later text.

    a, b:               int64 (r,), where they begin
    length_a, length_b: int64 (r,)
    """

    a: NDArray[np.int64]
    length_a: NDArray[np.int64]
    b: NDArray[np.int64]
    length_b: NDArray[np.int64]


class Pairs(NamedTuple):
    """p pairs of texts that share stretches.

    keys:                 int64 (p,), ascending: number of the first text × d + that of the second
    letters_a, letters_b: int64 (p,), letters of each text in the stretches shared with the other
    order:                int64 (r,), the stretches pair by pair
    bounds:               int64 (p + 1,); pair i has the stretches order[bounds[i]:bounds[i + 1]]
    """

    keys: NDArray[np.int64]
    letters_a: NDArray[np.int64]
    letters_b: NDArray[np.int64]
    order: NDArray[np.int64]
    bounds: NDArray[np.int64]

    def stretches(self, key: int) -> NDArray[np.int64]:
        """The stretches of a pair, none if it is not there."""
        place = int(np.searchsorted(self.keys, key))
        if place == len(self.keys) or self.keys[place] != key:
            return self.order[:0]
        return self.order[self.bounds[place] : self.bounds[place + 1]]


def pairs(letters: Letters, shared: Shared) -> Pairs:
    """The pairs of texts that share stretches, and how many letters of each these cover."""
    key = letters.text_of(shared.a) * letters.texts + letters.text_of(shared.b)
    order = np.argsort(key, kind="stable")
    keys, firsts, group = np.unique(key[order], return_index=True, return_inverse=True)
    a, length_a, b, length_b = (column[order] for column in shared)
    return Pairs(
        keys,
        covered(group, a, a + length_a, len(keys)),
        covered(group, b, b + length_b, len(keys)),
        order,
        np.append(firsts, len(order)),
    )


def covered(
    groups: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """How many places the spans [start, end) of each group cover, each place once: int64 (size,).

    >>> covered(np.array([0, 0, 1, 0]), np.array([0, 3, 3, 2]), np.array([4, 6, 5, 3]), 2)
    array([6, 2])
    """
    if not len(starts):
        return np.zeros(size, np.int64)
    order = np.lexsort((starts, groups))
    # Groups side by side on one line, so that the end reached so far is one running maximum.
    shift = groups[order] * (int(ends.max()) + 1)
    starts, ends = starts[order] + shift, ends[order] + shift
    reached = np.maximum.accumulate(np.append(0, ends[:-1]))
    new = np.maximum(ends - np.maximum(starts, reached), 0)
    return np.bincount(groups[order], new, size).astype(np.int64)
