"""Terms as numbers, which are compared all at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SPACE = 32
_WORD = 8  # bytes that are compared at a time
_FIRST_BYTES = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
_MIXED = np.uint64(0x9E3779B97F4A7C15)  # an odd number near 2⁶⁴ over the golden ratio (Knuth 1973)
_COUNT = np.uint64(0xFF)  # the bits of a key that say how often the term is there
_MOST = 255
_BUCKET = np.uint64(48)  # the first sixteen bits, by which most that are not asked for fall away

Keys = NDArray[np.uint64]


def packed(terms: Sequence[str]) -> Keys:
    """A number for each different term: 56 bits that stand for it, and how often it is there.

    Terms hold no blank. Two have the same bits about once in 10¹⁶ pairs. One that is there more
    than 255 times has several numbers.

    >>> [int(count) for count in packed(["桥", "河", "桥"]) & np.uint64(0xFF)] in ([1, 2], [2, 1])
    True
    """
    keys, counts = np.unique(_keys(terms), return_counts=True)
    if counts.max(initial=0) > _MOST:
        times = -(-counts // _MOST)
        last = counts - (times - 1) * _MOST
        keys, counts = np.repeat(keys, times), np.full(times.sum(), _MOST)
        counts[np.cumsum(times) - 1] = last
    return keys | counts.astype(np.uint64)


def counted(texts: Sequence[Keys], terms: Sequence[str]) -> NDArray[np.float64]:
    """How often each of n texts, packed, holds each of t different terms, and how many terms it
    has: float64 (n, t + 1).

    >>> counted([packed(["b", "a", "b"]), packed([]), packed(["ab"])], ["b", "ab"]).tolist()
    [[2.0, 0.0, 3.0], [0.0, 0.0, 0.0], [0.0, 1.0, 1.0]]
    """
    found = np.zeros((len(texts), len(terms) + 1))
    keys = np.concatenate([np.empty(0, np.uint64), *texts])
    if not len(keys):
        return found
    of = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    held = (keys & _COUNT).astype(np.float64)
    found[:, -1] = np.bincount(of, held, len(texts))
    if terms:
        places, columns = _matches(_keys(terms), keys & ~_COUNT)
        np.add.at(found, (of[places], columns), held[places])
    return found


def _keys(terms: Sequence[str]) -> Keys:
    """64 bits of each term, the last eight nought: what it is, mixed, or a hash of a longer one."""
    if not terms:
        return np.empty(0, np.uint64)
    raw = np.frombuffer(" ".join(terms).encode() + b" " * _WORD, np.uint8)
    ends = np.flatnonzero(raw[: 1 - _WORD] == _SPACE)
    starts = np.concatenate([[0], ends[:-1] + 1])
    sizes = ends - starts
    windows = np.ndarray((len(raw) - _WORD + 1,), "<u8", raw, 0, (1,))
    keys = windows[starts] & _FIRST_BYTES[np.minimum(sizes, _WORD)]
    longer, done = np.flatnonzero(sizes > _WORD), _WORD
    while len(longer):
        left = np.minimum(sizes[longer] - done, _WORD)
        more = windows[starts[longer] + done] & _FIRST_BYTES[left]
        keys[longer] = (keys[longer] ^ keys[longer] >> np.uint64(29)) * _MIXED + more
        done += _WORD
        longer = longer[sizes[longer] > done]
    mixed: Keys = keys * _MIXED & ~_COUNT
    return mixed


def _matches(asked: Keys, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of the keys are asked for, and which of those asked for each of them is."""
    may_be = np.zeros(1 << 16, bool)
    may_be[asked >> _BUCKET] = True
    places = np.flatnonzero(may_be[keys >> _BUCKET])
    order = np.argsort(asked)
    found = np.minimum(np.searchsorted(asked[order], keys[places]), len(asked) - 1)
    same = asked[order][found] == keys[places]
    return places[same], order[found[same]]
