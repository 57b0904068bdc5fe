"""How far two texts are worded alike, and where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from corpus import fold

from ..answer import Span

_IDEOGRAPH = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_UNIT = re.compile(rf"\d+(?:[.,]\d+)*|[%‰]|[^\W\d_{_IDEOGRAPH}]+|(?![\u3000-\u303f])[{_IDEOGRAPH}]")


class Unit(NamedTuple):
    """A character of Chinese, Japanese or Korean, a word of other writing, or a number."""

    text: str
    start: int
    end: int


class Difference(NamedTuple):
    """What stands at `a` in one text and at `b` in the other; one of them may be empty."""

    a: Span
    b: Span


def units(text: str) -> list[Unit]:
    """What wording is compared by, folded: script, case, punctuation and spaces are no difference.

    >>> [unit.text for unit in units("關注，ＧＤＰ growth 2.5％")]
    ['关', '注', 'gdp', 'growth', '2.5', '%']
    """
    return [Unit(match[0], *match.span()) for match in _UNIT.finditer(_folded(text))]


def wording(text: str) -> tuple[str, ...]:
    """The texts of the units alone; where there are none, the marks that there are.

    >>> wording("關注！"), wording("……")
    (('关', '注'), ('……',))
    """
    folded = _folded(text)
    return tuple(_UNIT.findall(folded)) or tuple(folded.split())


def _folded(text: str) -> str:
    """A full-width comma is never within a number, a folded one would be."""
    return fold(text.replace("，", "、"))


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of both wordings that is in their longest common subsequence: 2 LCS / (|a| + |b|).

    Two empty ones are not alike: there is nothing to compare.

    >>> similarity(wording("老干部是财富"), wording("老幹部，是寶貴財富"))
    0.8571428571428572
    """
    return Indel.normalized_similarity(a, b) if a or b else 0.0


def differences(a: str, b: str) -> list[Difference]:
    """The places where two texts are worded differently, with as few changes as there can be.

    Changes with a single unit between them are one change. Where one text has nothing, its span is
    empty and lies after what comes before.

    >>> differences("建成75周年庆典", "庆祝建成70周年")
    [Difference(a=(0, 0), b=(0, 2)), Difference(a=(2, 4), b=(4, 6)), Difference(a=(6, 8), b=(8, 8))]
    """
    ours, theirs = units(a), units(b)
    return [
        Difference(_span(ours, start, end), _span(theirs, b_start, b_end))
        for start, end, b_start, b_end in _changes(
            [unit.text for unit in ours], [unit.text for unit in theirs]
        )
    ]


def _changes(a: list[str], b: list[str]) -> Iterator[tuple[int, int, int, int]]:
    open_: tuple[int, int, int, int] | None = None
    for change in Levenshtein.opcodes(a, b):
        if change.tag == "equal":
            continue
        places = (change.src_start, change.src_end, change.dest_start, change.dest_end)
        if open_ and places[0] - open_[1] < 2:
            places = (open_[0], places[1], open_[2], places[3])
        elif open_:
            yield open_
        open_ = places
    if open_:
        yield open_


def _span(found: list[Unit], first: int, last: int) -> Span:
    if first < last:
        return found[first].start, found[last - 1].end
    at = found[first - 1].end if first else 0
    return at, at
