"""Numbers, dates and names in which two stretches that say the same do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus import Name, Numeral, names, numerals, script_of

from ..answer import Span
from .wording import Difference

_YEARS = range(1000, 2101)
_LONGEST = 30  # characters of a difference in which a name is looked for


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
    return sorted([*_numbers(a, b, differing), *_names(a, b, differing)], key=lambda one: one.a)


def _numbers(a: str, b: str, differing: Sequence[Difference]) -> Iterator[Disagreement]:
    """Each number of `a` that `b` lacks, with one in `b` of its sort that `a` lacks.

    One that stands in the same difference comes first, else the first in the text.
    """
    foreign = script_of(a) != script_of(b)
    ours, theirs = _unmatched(numerals(a), numerals(b))
    for one in ours:
        found = [other for other in theirs if _one_sort(one, other, foreign)]
        if found:
            other = min(found, key=lambda other: not _together(one, other, differing))
            theirs.remove(other)
            kind = "date" if one.is_date or other.is_date else "number"
            yield Disagreement(kind, (one.start, one.end), (other.start, other.end))


def _together(one: Numeral, other: Numeral, differing: Sequence[Difference]) -> bool:
    return any(_overlaps(one, place.a) and _overlaps(other, place.b) for place in differing)


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
    return any(abs(x - y) <= 1e-9 * max(abs(x), abs(y)) for x in one.values for y in other.values)


def _one_sort(one: Numeral, other: Numeral, foreign: bool) -> bool:
    """Whether two numbers can be meant to be the same.

    They must count the same thing; between languages, both be shares, or years, or neither.
    """
    if not foreign:
        return one.unit == other.unit and one.is_date == other.is_date
    sorts = [(n.unit == "%", n.values[0] in _YEARS) for n in (one, other)]
    return sorts[0] == sorts[1]


def _names(a: str, b: str, differing: Sequence[Difference]) -> Iterator[Disagreement]:
    """Names of one kind that stand for one another, of which neither stands in the other text."""
    sizes = range(1, _LONGEST + 1)
    replaced = [one for one in differing if _length(one.a) in sizes and _length(one.b) in sizes]
    if not replaced:
        return
    ours, theirs = names(a), names(b)
    said, said_there = {name.text for name in ours}, {name.text for name in theirs}
    for one in replaced:
        here = [name for name in ours if _fills(name, one.a) and name.text not in said_there]
        there = [name for name in theirs if _fills(name, one.b) and name.text not in said]
        for name in here:
            other = next((other for other in there if other.kind == name.kind), None)
            if other is not None:
                there.remove(other)
                yield Disagreement("name", (name.start, name.end), (other.start, other.end))


def _fills(name: Name, place: Span) -> bool:
    """Whether a name is what differs: it makes up a third of the difference."""
    return _overlaps(name, place) and 3 * (name.end - name.start) >= _length(place)


def _overlaps(found: Name | Numeral, place: Span) -> bool:
    return found.start < place[1] and found.end > place[0]


def _length(place: Span) -> int:
    return place[1] - place[0]
