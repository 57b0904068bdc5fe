"""Numbers, dates and names in which two stretches that say the same do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus import Name, Numeral, names, numerals, script_of

from .answer import Span
from .wording import Difference

_YEARS = range(1000, 2101)


class Disagreement(NamedTuple):
    """`kind` is `number`, `date` or `name`; `a` and `b` are where it stands in the two texts."""

    kind: str
    a: Span
    b: Span


def disagreements(a: str, b: str, differing: Sequence[Difference]) -> list[Disagreement]:
    """What disagrees in two texts that say the same, in the order of the first.

    `differing` are their differences in wording, and empty where they are in different languages;
    then only numbers are looked at: how names are rendered is not known.

    >>> disagreements("2019年增长百分之五", "2020年增长5%", ())
    [Disagreement(kind='date', a=(0, 5), b=(0, 5))]
    """
    return sorted([*_numbers(a, b), *_names(a, b, differing)], key=lambda one: one.a)


def _numbers(a: str, b: str) -> Iterator[Disagreement]:
    """Each number of `a` that `b` lacks, with the first in `b` of its sort that `a` lacks."""
    foreign = script_of(a) != script_of(b)
    ours, theirs = _unmatched(numerals(a), numerals(b))
    for one in ours:
        other = next((other for other in theirs if _one_sort(one, other, foreign)), None)
        if other is not None:
            theirs.remove(other)
            kind = "date" if one.is_date or other.is_date else "number"
            yield Disagreement(kind, (one.start, one.end), (other.start, other.end))


def _unmatched(a: list[Numeral], b: list[Numeral]) -> tuple[list[Numeral], list[Numeral]]:
    """The numbers of either text that the other one does not give, whatever their units."""
    left, ours = list(b), []
    for one in a:
        same = [other for other in left if _equal(one, other)]
        if same:
            left.remove(next((other for other in same if other.unit == one.unit), same[0]))
        else:
            ours.append(one)
    return ours, left


def _equal(one: Numeral, other: Numeral) -> bool:
    return any(
        abs(x - y) <= 1e-9 * max(abs(x), abs(y)) for x in one.values for y in other.values
    )


def _one_sort(one: Numeral, other: Numeral, foreign: bool) -> bool:
    """Whether two numbers can be meant to be the same.

    They must count the same thing; between languages, both be shares, or years, or neither.
    """
    if not foreign:
        return one.unit == other.unit
    sorts = [(n.unit == "%", n.values[0] in _YEARS) for n in (one, other)]
    return sorts[0] == sorts[1]


def _names(a: str, b: str, differing: Sequence[Difference]) -> Iterator[Disagreement]:
    """Names of one kind where the texts differ, of which neither stands in the other text."""
    if not any(_filled(one.a) and _filled(one.b) for one in differing):
        return
    ours, theirs = names(a), names(b)
    said, said_there = {name.text for name in ours}, {name.text for name in theirs}
    for one in differing:
        here = [name for name in _within(ours, one.a) if name.text not in said_there]
        there = [name for name in _within(theirs, one.b) if name.text not in said]
        for name in here:
            other = next((other for other in there if other.kind == name.kind), None)
            if other is not None:
                there.remove(other)
                yield Disagreement("name", (name.start, name.end), (other.start, other.end))


def _within(found: Sequence[Name], place: Span) -> list[Name]:
    return [name for name in found if name.start < place[1] and name.end > place[0]]


def _filled(place: Span) -> bool:
    return place[0] < place[1]
