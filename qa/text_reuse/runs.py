"""Runs of letters that stand in two texts, found by sorting the hashes of all n-grams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .letters import Letters, is_break, is_wide
from .ngrams import ngram_hashes

SHORTEST = 12  # characters, punctuation counted
SHORTEST_WESTERN = 36  # letters of a run without Han or kana: about as much text
FEWEST_LETTERS = 6  # of SHORTEST characters, where the others are punctuation
MOST_PLACES = 64

Progress = Callable[[int, int], None]  # steps done, steps in all
Pair = tuple[NDArray[np.int64], NDArray[np.int64]]


class Runs(NamedTuple):
    """r maximal runs of equal letters in two texts: letters a:a + length and b:b + length.

    Each int64 (r,), ordered by a, then b; the text of a comes before that of b.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.int64]


class Occurrences(NamedTuple):
    """Places of n-grams that stand in more than one text, those of one gram side by side.

    places: int64 (p,), ascending within a gram
    texts:  int64 (p,), the number of the text that each place is in
    groups: int64 (p,), ascending, the number of the gram
    """

    places: NDArray[np.int64]
    texts: NDArray[np.int64]
    groups: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_]) -> Occurrences:
        return Occurrences(self.places[kept], self.texts[kept], self.groups[kept])

    def sizes(self) -> NDArray[np.int64]:
        """int64 (p,), for each place how many its gram has."""
        return np.bincount(self.groups)[self.groups]


def shared_runs(letters: Letters, progress: Progress = lambda done, total: None) -> Runs:
    """Every maximal run of SHORTEST characters or more that stands in two of the texts.

    Texts agree where their letters do, whatever punctuation stands between these. A run holds
    SHORTEST letters in a row, or as many characters in a row of which FEWEST_LETTERS are letters
    and the punctuation is the same. In a text, a gram of SHORTEST characters counts at each of
    its places; where it has more than MOST_PLACES places, at the first in each text; and where
    it stands in more texts than that, it begins no run, but one that begins beside it goes
    through it.
    """
    total = 2 * MOST_PLACES - 2
    found = []
    for step, (p, q, fewest) in enumerate(_agreements(letters), start=1):
        found.append(_maximal(letters.codes, p, q, fewest))
        progress(step, total)
    runs = Runs(*(np.concatenate(column) for column in zip(*found, strict=True)))
    _, first = np.unique(runs.a * len(letters.codes) + runs.b, return_index=True)
    return Runs(*(column[first] for column in runs))


def _agreements(
    letters: Letters,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], int]]:
    """Pairs of letters from which texts agree, and how many letters at the least."""
    for p, q in first_agreements(letters.codes, np.ones(len(letters.codes), np.bool_)):
        yield p, q, SHORTEST
    before = letters.before()
    wanted = np.zeros(len(before), np.bool_)
    size = max(len(before) - SHORTEST, 0)
    inside: NDArray[np.int64] = before[SHORTEST:] - before[:size]
    wanted[:size] = (inside >= FEWEST_LETTERS) & (inside < SHORTEST)
    for p, q in first_agreements(letters.characters, wanted):
        yield before[p], before[q], FEWEST_LETTERS


def first_agreements(
    codes: NDArray[np.uint32], wanted: NDArray[np.bool_], n: int = SHORTEST
) -> Iterator[Pair]:
    """Pairs of places in different texts from which n codes agree, but not so one place before.

    Only grams from wanted places are looked at: bool (len(codes),).
    """
    hashes = ngram_hashes(codes, n)
    places = np.flatnonzero(wanted[: len(hashes)])
    repeated = thinned(occurrences(hashes, places, np.flatnonzero(is_break(codes))))
    paired = np.zeros(len(codes), np.bool_)
    paired[repeated.places] = True
    repeated = _with_different_pasts(repeated, hashes, paired)
    places, texts, groups = repeated
    for apart in range(1, MOST_PLACES):
        p, q = places[:-apart], places[apart:]
        begins = (groups[:-apart] == groups[apart:]) & (texts[:-apart] != texts[apart:])
        p, q = p[begins], q[begins]
        goes_on = (hashes[p - 1] == hashes[q - 1]) & paired[p - 1] & paired[q - 1]
        yield p[~goes_on], q[~goes_on]


def occurrences(
    hashes: NDArray[np.uint64], places: NDArray[np.int64], breaks: NDArray[np.int64]
) -> Occurrences:
    """Those of the places whose gram stands in two texts; text i begins at breaks[i]."""
    order = np.argsort(hashes[places], kind="stable")
    places = places[order]
    ordered = hashes[places]
    new = np.ones(len(places), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    groups = np.cumsum(new) - 1
    repeated = np.bincount(groups, minlength=1)[groups] > 1
    places, groups = places[repeated], groups[repeated]
    texts = np.searchsorted(breaks, places, side="right") - 1
    edges = _edges(groups)
    in_two = texts[edges[:-1]] != texts[edges[1:] - 1]
    found = Occurrences(places, texts, np.repeat(np.arange(len(in_two)), np.diff(edges)))
    return found.where(in_two[found.groups])


def thinned(found: Occurrences) -> Occurrences:
    """At most MOST_PLACES places of a gram: else the first in each text, else none."""
    found = found.where((found.sizes() <= MOST_PLACES) | first_in_text(found))
    return found.where(found.sizes() <= MOST_PLACES)


def first_in_text(found: Occurrences) -> NDArray[np.bool_]:
    """bool (p,), whether a place is the first of its gram in its text."""
    first = np.ones(len(found.places), np.bool_)
    first[1:] = (np.diff(found.groups) != 0) | (np.diff(found.texts) != 0)
    return first


def _with_different_pasts(
    found: Occurrences, hashes: NDArray[np.uint64], paired: NDArray[np.bool_]
) -> Occurrences:
    """Without the grams before whose every place the same paired gram stands: they begin no run."""
    edges = _edges(found.groups)
    past = hashes[found.places - 1]
    firsts = edges[:-1]
    same = np.minimum.reduceat(past, firsts) == np.maximum.reduceat(past, firsts)
    same &= np.logical_and.reduceat(paired[found.places - 1], firsts)
    return found.where(~np.repeat(same, np.diff(edges)))


def _edges(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 (g + 1,): group i has the rows edges[i]:edges[i + 1]."""
    return np.flatnonzero(np.diff(groups, prepend=-1, append=-1))


def _maximal(
    codes: NDArray[np.uint32], p: NDArray[np.int64], q: NDArray[np.int64], fewest: int
) -> Runs:
    """The runs through the pairs (p, q), those long enough."""
    back = agreement(codes, p - 1, q - 1, -1)
    length = back + agreement(codes, p, q, 1)
    wide = np.concatenate([[0], np.cumsum(is_wide(codes))])
    runs = Runs(p - back, q - back, length)
    western = wide[runs.a + length] == wide[runs.a]
    kept = length >= np.where(western, SHORTEST_WESTERN, fewest)
    return Runs(*(column[kept] for column in runs))


def agreement(
    codes: NDArray[np.uint32], p: NDArray[np.int64], q: NDArray[np.int64], step: int
) -> NDArray[np.int64]:
    """How many codes agree from p and from q on, going by `step`: int64, as many as p.

    >>> codes = np.array([9, 1, 2, 3, 8, 1, 2, 4], np.uint32)
    >>> agreement(codes, np.array([1]), np.array([5]), 1)
    array([2])
    """
    length = np.zeros(len(p), np.int64)
    going = np.arange(len(p))
    while len(going):
        agree = codes[p] == codes[q]
        going, p, q = going[agree], p[agree] + step, q[agree] + step
        length[going] += 1
    return length
