"""Every n characters in a row as one number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no character is ever multiplied away


def ngram_hashes(codes: NDArray[np.uint32], n: int) -> NDArray[np.uint64]:
    """The polynomial hash, modulo 2**64, of the n codes from each place (Karp & Rabin 1987).

    Returns:
        uint64 (max(len(codes) - n + 1, 0),)

    >>> hashes = ngram_hashes(np.frombuffer("abcabc".encode("utf-32-le"), np.uint32), 3)
    >>> len(hashes), bool(hashes[0] == hashes[3]), len(set(hashes.tolist()))
    (4, True, 3)
    """
    size = max(len(codes) - n + 1, 0)
    hashes = np.zeros(size, np.uint64)
    for shift in range(n if size else 0):
        hashes *= _BASE
        hashes += codes[shift : shift + size]
    return hashes


def span_hashes(
    codes: NDArray[np.uint32], starts: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """A hash of the codes [start, start + length) for each span: uint64, as many as starts.

    >>> codes = np.frombuffer("abcab".encode("utf-32-le"), np.uint32)
    >>> one, other, third = span_hashes(codes, np.array([0, 3, 1]), np.array([2, 2, 2]))
    >>> bool(one == other), bool(one == third)
    (True, False)
    """
    powers = np.full(len(codes) + 1, _BASE)
    powers[:1] = 1
    np.multiply.accumulate(powers, out=powers)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * powers[:-1], out=sums[1:])
    # codes[i] counts BASE**i; bring all spans to the same power by going up to the last one.
    found: NDArray[np.uint64] = sums[starts + lengths] - sums[starts]
    return found * powers[len(codes) - starts]


def mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Hashes spread evenly over all 64 bits, one to one (splitmix64's last step, Steele 2014)."""
    with np.errstate(over="ignore"):
        hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
