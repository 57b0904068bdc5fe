"""How often texts hold terms, counted in all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SPACE = 32
_WORD = 8  # bytes that are compared at a time
_FIRST_BYTES = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
_MIXED = np.uint64(0x9E3779B97F4A7C15)  # an odd number near 2⁶⁴ over the golden ratio (Knuth 1973)
_BUCKETS = 16  # bits

_Keys = NDArray[np.uint64]
_Places = NDArray[np.int64]


def term_counts(texts: Sequence[str], terms: Sequence[str]) -> NDArray[np.float64]:
    """How often each of n texts holds each of t different terms, with a blank between the terms of
    a text: (n, t).

    Terms are told apart by 64 bits each: of up to eight bytes by what they are, longer ones by a
    hash, which two of them share about once in 10¹⁹ pairs.

    >>> term_counts(["b a b", "", "ab"], ["b", "ab"]).tolist()
    [[2.0, 0.0], [0.0, 0.0], [0.0, 1.0]]
    """
    if not texts or not terms:
        return np.zeros((len(texts), len(terms)))
    encoded = [text.encode() for text in (*texts, *terms)]
    raw = np.frombuffer(b" ".join(encoded) + b" " * _WORD, np.uint8)
    ends = np.flatnonzero(raw[: 1 - _WORD] == _SPACE)
    starts = np.concatenate([[0], ends[:-1] + 1])
    asked = slice(-len(terms), None)
    keys = _keys(raw, starts, ends - starts)
    places, columns = _matches(keys[asked], keys[: -len(terms)])
    firsts = np.cumsum([0, *(len(text) + 1 for text in encoded[: len(texts) - 1])])
    rows = np.searchsorted(firsts, starts[places], "right") - 1
    counts = np.bincount(rows * len(terms) + columns, minlength=len(texts) * len(terms))
    return counts.reshape(len(texts), len(terms)).astype(np.float64)


def _keys(raw: NDArray[np.uint8], starts: _Places, sizes: _Places) -> _Keys:
    """64 bits for each stretch of the bytes; any `_WORD` of them may be read from each start."""
    windows = np.ndarray((len(raw) - _WORD + 1,), "<u8", raw, 0, (1,))
    keys = windows[starts] & _FIRST_BYTES[np.minimum(sizes, _WORD)]
    longer, done = np.flatnonzero(sizes > _WORD), _WORD
    while len(longer):
        left = np.minimum(sizes[longer] - done, _WORD)
        more = windows[starts[longer] + done] & _FIRST_BYTES[left]
        keys[longer] = (keys[longer] ^ keys[longer] >> np.uint64(29)) * _MIXED + more
        done += _WORD
        longer = longer[sizes[longer] > done]
    return keys


def _matches(asked: _Keys, keys: _Keys) -> tuple[_Places, _Places]:
    """Which of the keys are asked for, and which of those asked for each of them is."""
    shift = np.uint64(64 - _BUCKETS)
    there = np.zeros(1 << _BUCKETS, bool)
    there[(asked * _MIXED) >> shift] = True
    places = np.flatnonzero(there[(keys * _MIXED) >> shift])
    order = np.argsort(asked)
    found = np.minimum(np.searchsorted(asked[order], keys[places]), len(asked) - 1)
    same = asked[order][found] == keys[places]
    return places[same], order[found[same]]
