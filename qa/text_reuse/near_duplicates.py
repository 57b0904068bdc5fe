"""Passages that are nearly the same: MinHash over shingles of letters, compared in bands.

Signatures are derived when they are asked for and not stored: they would add 512 bytes to every
passage, and a new version to every collection, to save 0.2 ms a passage, where encoding it took 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..collection.store import Store
from .letters import letters_of_each
from .ngrams import mixed, ngram_hashes

SHINGLE = 4  # letters
HASHES = 128
# Of 8 rows each: passages of resemblance 0.8 share a band 95 times of 100, of 0.5, 6 times.
BANDS = 16
NEARLY_SAME = 0.8
_BATCH = 256  # so that a batch's shingles stay in the processor's cache

Shingles = NDArray[np.uint64]


def shingles(text: str) -> Shingles:
    """Hashes of every SHINGLE letters in a row, script-folded, each once and ascending.

    A text that has fewer letters is one shingle; one that has none has no shingle.
    """
    return shingles_of_each([text])[0]


def shingles_of_each(texts: Sequence[str]) -> list[Shingles]:
    """The same for many texts, hashed all at once: a passage alone is too short for numpy."""
    letters, bounds = letters_of_each(texts)
    hashes = mixed(ngram_hashes(letters, SHINGLE))
    return [
        _ascending(
            hashes[first : last - SHINGLE + 1]
            if last - first >= SHINGLE
            else mixed(ngram_hashes(letters[first:last], max(1, last - first)))
        )
        for first, last in pairwise(bounds.tolist())
    ]


def _ascending(hashes: Shingles) -> Shingles:
    """Each once; `np.unique` takes three times as long for the few of a passage."""
    ordered = np.sort(hashes)
    new = np.ones(len(ordered), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def resemblance(a: Shingles, b: Shingles) -> float:
    """Shingles in both over shingles in either (Broder 1997); 0 where there are none.

    >>> resemblance(shingles("關注民生建设"), shingles("关注民生，建设。"))
    1.0
    """
    both = len(np.intersect1d(a, b, assume_unique=True))
    either = len(a) + len(b) - both
    return both / either if either else 0.0


def signatures(sets: Sequence[Shingles]) -> NDArray[np.uint32]:
    """The least value of each of HASHES random functions over each set of shingles (Broder 1997).

    Two sets have the same least value with the probability of their resemblance, so the share of
    equal columns estimates it, with a standard error of at most 0.044.

    Returns:
        uint32 (n, HASHES); all the largest number for a set without shingles.
    """
    table = np.full((len(sets), HASHES), np.iinfo(np.uint32).max, np.uint32)
    filled = [place for place, one in enumerate(sets) if len(one)]
    if not filled:
        return table
    values = np.concatenate([sets[place] for place in filled])
    values = (values >> np.uint64(32)).astype(np.uint32)
    firsts = np.cumsum([0, *(len(sets[place]) for place in filled[:-1])])
    random = np.random.default_rng(0)
    factors = random.integers(0, 2**31, HASHES, np.uint32) * np.uint32(2) + np.uint32(1)
    offsets = random.integers(0, 2**32, HASHES, np.uint32)
    for column, (factor, offset) in enumerate(zip(factors, offsets, strict=True)):
        table[filled, column] = np.minimum.reduceat(values * factor + offset, firsts)
    return table


def groups(table: NDArray[np.uint32], bar: float = NEARLY_SAME) -> NDArray[np.int64]:
    """Which rows are nearly the same: int64 (n,), the number of the first row of each row's group.

    Rows that are equal in one of BANDS bands are compared (Leskovec, Rajaraman & Ullman 2014,
    3.4): each with the first of its bucket, so that a passage that stands in hundreds of
    documents costs as many comparisons and not their square.
    """
    first = np.arange(len(table))
    empty = (table == np.iinfo(np.uint32).max).all(1)
    for band in np.split(table, BANDS, axis=1):
        _, leaders, buckets = np.unique(
            mixed(ngram_hashes(band.reshape(-1), band.shape[1])[:: band.shape[1]]),
            return_index=True,
            return_inverse=True,
        )
        leader = leaders[buckets]
        near = np.flatnonzero((leader != np.arange(len(table))) & ~empty)
        alike = (table[near] == table[leader[near]]).mean(1) >= bar
        _join(first, near[alike], leader[near[alike]])
    return first


def _join(first: NDArray[np.int64], rows: NDArray[np.int64], others: NDArray[np.int64]) -> None:
    """Make one group of each row's and its other's, in place."""
    for row, other in zip(rows.tolist(), others.tolist(), strict=True):
        a, b = _root(first, row), _root(first, other)
        first[max(a, b)] = min(a, b)
    while not np.array_equal(first, first[first]):
        first[:] = first[first]


def _root(first: NDArray[np.int64], row: int) -> int:
    while first[row] != row:
        row = int(first[row])
    return row


def near_duplicate_groups(
    texts: Sequence[str], limit: int | None = None, bar: float = NEARLY_SAME
) -> list[list[int]]:
    """The first `limit` texts that say something new, by place, each with those that resemble it.

    Exact, for the few passages that are shown together. A text joins the first group whose first
    text it resembles; so a group's first text is its best, and a chain of small changes does not
    lead from one end of a group to something else.

    >>> near_duplicate_groups(["老干部是重要资源。", "天晴了", "老幹部是重要資源！"])
    [[0, 2], [1]]
    """
    found: list[list[int]] = []
    firsts: list[_Prefixed] = []
    for place, shingles in enumerate(shingles_of_each(texts)):
        own = _Prefixed(shingles, _prefix(shingles, bar))
        like = (n for n, first in enumerate(firsts) if _resemble(own, first, bar))
        number = next(like, len(found))
        if number < len(found):
            found[number].append(place)
        elif limit is None or number < limit:
            found.append([place])
            firsts.append(own)
    return found


class _Prefixed(NamedTuple):
    shingles: Shingles
    prefix: frozenset[int]


def _prefix(shingles: Shingles, bar: float) -> frozenset[int]:
    """The least hashes: two sets that resemble each other have one of these in common.

    What resembles shares `bar` of its hashes at least, so the least one that is shared has so many
    others after it (prefix filtering, Chaudhuri, Ganti & Kaushik 2006).
    """
    others = int(bar * len(shingles)) - 1
    return frozenset(shingles[: len(shingles) - others].tolist())


def _resemble(a: _Prefixed, b: _Prefixed, bar: float) -> bool:
    sizes = len(a.shingles), len(b.shingles)
    if min(sizes) < bar * max(sizes) or a.prefix.isdisjoint(b.prefix):
        return False
    return resemblance(a.shingles, b.shingles) >= bar


def elsewhere(store: Store) -> int:
    """How many passages of a collection stand nearly the same in another document."""
    rows = store.passage_rows().tolist()
    tables = []
    documents: list[str] = []
    for start in range(0, len(rows), _BATCH):
        places = sorted(store.places(rows[start : start + _BATCH]).items())
        documents += [place.document for _, place in places]
        tables.append(signatures(shingles_of_each([place.text for _, place in places])))
    return in_other_documents(groups(np.concatenate(tables)), documents) if tables else 0


def in_other_documents(group: NDArray[np.int64], documents: Sequence[str]) -> int:
    """How many rows have one of another document in their group.

    >>> in_other_documents(np.array([0, 0, 2, 2, 0]), ["a", "a", "b", "b", "c"])
    3
    """
    holders: dict[int, set[str]] = {}
    for number, document in zip(group.tolist(), documents, strict=True):
        holders.setdefault(number, set()).add(document)
    return sum(len(holders[number]) > 1 for number in group.tolist())
