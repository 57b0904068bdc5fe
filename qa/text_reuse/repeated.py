"""Sentences and clauses that stand in most texts, with every place where they stand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .letters import Letters, is_break, is_wide
from .ngrams import ngram_hashes, span_hashes
from .runs import SHORTEST, SHORTEST_WESTERN, Occurrences, first_in_text, occurrences

_MARKS = np.array([ord(mark) for mark in ",:;.!?。…"], np.uint32)  # as folding leaves them


class Units(NamedTuple):
    """u stretches of letters, start:start + length, each int64 (u,)."""

    start: NDArray[np.int64]
    length: NDArray[np.int64]


class Phrase(NamedTuple):
    """`length` letters that stand at `places`, int64 (p,) ascending, in so many texts."""

    places: NDArray[np.int64]
    length: int
    texts: int


def most_shared(letters: Letters, count: int) -> list[Phrase]:
    """The sentences and clauses that stand in most texts, most texts first, then longest first.

    Each is found wherever its letters stand, also within a longer sentence. One that is part of
    another with as many texts is left out.
    """
    hashes = ngram_hashes(letters.codes, SHORTEST)
    breaks = np.flatnonzero(is_break(letters.codes))
    repeated = occurrences(hashes, np.arange(len(hashes)), breaks)
    group_at = np.zeros(len(letters.codes), np.int64)
    group_at[repeated.places] = repeated.groups
    found: list[Phrase] = []
    taken: list[str] = []
    candidates = _candidates(letters, repeated)
    for start, length, most in zip(*(column.tolist() for column in candidates), strict=True):
        if len(found) >= count and found[count - 1].texts >= most:
            break
        text = _text(letters, start, length)
        if any(text in other for other in taken):
            continue
        phrase = _phrase(letters.codes, repeated, int(group_at[start]), start, length)
        if phrase.texts > 1:
            taken.append(text)
            found.append(phrase)
            found.sort(key=lambda one: (-one.texts, -one.length, one.places[0]))
    return found[:count]


def units(letters: Letters) -> Units:
    """Every sentence, and every clause between punctuation marks, each at each of its places."""
    digit = (letters.characters >= ord("0")) & (letters.characters <= ord("9"))
    mark = np.isin(letters.characters, _MARKS)
    mark[1:-1] &= ~(digit[:-2] & digit[2:])  # 1,000 and 3.14 are one
    before = letters.before()
    starts, ends = letters.sentences.T
    cuts = np.unique(np.concatenate([before[mark], starts, ends, letters.bounds]))
    start = np.concatenate([starts, cuts[:-1]])
    both = np.stack([start, np.concatenate([ends, cuts[1:]]) - start], axis=1)
    both = np.unique(both[both[:, 1] >= SHORTEST], axis=0)
    both = both[~is_break(letters.codes[both[:, 0]])]
    return Units(both[:, 0], both[:, 1])


def texts_with(repeated: Occurrences, size: int) -> NDArray[np.int64]:
    """int64 (size,): in how many texts the gram of each place stands; 0 for less than two."""
    counts = np.bincount(repeated.groups, first_in_text(repeated)).astype(np.int64)
    table = np.zeros(size, np.int64)
    table[repeated.places] = counts[repeated.groups]
    return table


def _candidates(
    letters: Letters, repeated: Occurrences
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Starts and lengths of units, and the most texts that each can stand in, best first.

    A unit stands in no more texts than any of its grams.
    """
    start, length = units(letters)
    counts = texts_with(repeated, len(letters.codes))
    edges = np.stack([start, start + length - SHORTEST + 1], axis=1).reshape(-1)
    most = np.minimum.reduceat(counts, edges)[::2] if len(edges) else edges
    wide = np.concatenate([[0], np.cumsum(is_wide(letters.codes))])
    western = wide[start + length] == wide[start]
    kept = (most > 1) & (~western | (length >= SHORTEST_WESTERN))
    start, length, most = start[kept], length[kept], most[kept]
    _, first = np.unique(span_hashes(letters.codes, start, length), return_index=True)
    start, length, most = start[first], length[first], most[first]
    order = np.lexsort((start, -length, -most))
    return start[order], length[order], most[order]


def _text(letters: Letters, start: int, length: int) -> str:
    return "".join(map(chr, letters.codes[start : start + length].tolist()))


def _phrase(
    codes: NDArray[np.uint32], repeated: Occurrences, group: int, start: int, length: int
) -> Phrase:
    """Every place where the letters stand, among those of the unit's first gram."""
    first, last = np.searchsorted(repeated.groups, [group, group + 1])
    places, texts = repeated.places[first:last], repeated.texts[first:last]
    inside = places <= len(codes) - length
    places, texts = places[inside], texts[inside]
    same = codes[places[:, None] + np.arange(length)] == codes[start : start + length]
    same = same.all(axis=1)
    return Phrase(places[same], length, len(np.unique(texts[same])))
