"""Rows of a table to lines: each value with the name of its column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from .lines import Line

HEADER = "names of the columns"
_SEARCHED = 20  # rows among which the names of the columns stand
_LONGEST_NAME = 40
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"[-+]?[\d.,]*\d%?|\d{4}[-/年]\d{1,2}([-/月]\d{1,2}日?)?( \d\d:\d\d(:\d\d)?)?")
_SENTENCE = re.compile(r"[。！？；]")


class Row(NamedTuple):
    """`number` counts from 1 as a spreadsheet does, blank rows included."""

    number: int
    cells: tuple[str, ...]


def row(number: int, cells: Iterable[str]) -> Row:
    """A row whose cells are each on one line, without blank ones at its end."""
    texts = [_SPACE.sub(" ", cell).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return Row(number, tuple(texts))


def table_lines(rows: Iterable[Row], sheet: str = "") -> Iterator[Line]:
    """A line `name: value; name: value` for each row below the names of the columns.

    The names themselves are an aside, as every row repeats them. Rows above them, and those of a
    table without names, give their values alone.
    """
    rows = (candidate for candidate in rows if any(candidate.cells))
    beginning = list(islice(rows, _SEARCHED))
    header = _header(beginning)
    names = beginning[header].cells if header is not None else ()
    for index, current in enumerate(chain(beginning, rows)):
        label = f"{sheet}!{current.number}" if sheet else str(current.number)
        if index == header:
            yield Line("; ".join(filter(None, names)), 0, HEADER, current.number, label)
        else:
            below = names if header is not None and index > header else ()
            yield Line(_values(current.cells, below), 0, "", current.number, label)


def _values(cells: Sequence[str], names: Sequence[str]) -> str:
    named = (
        f"{names[column]}: {value}" if column < len(names) and names[column] else value
        for column, value in enumerate(cells)
        if value
    )
    return "; ".join(named)


def _header(rows: Sequence[Row]) -> int | None:
    """The first row as wide as the table whose cells could all be names, if a row follows it."""
    widest = max((_filled(candidate) for candidate in rows), default=0)
    for index, candidate in enumerate(rows[:-1]):
        wide = _filled(candidate) >= max(widest - 1, 2) or _filled(candidate) == widest
        if wide:
            return index if _could_be_names(candidate.cells) else None
    return None


def _filled(candidate: Row) -> int:
    return sum(map(bool, candidate.cells))


def _could_be_names(cells: Sequence[str]) -> bool:
    names = [cell for cell in cells if cell]
    return len(set(names)) == len(names) and not any(
        len(name) > _LONGEST_NAME or _NUMBER.fullmatch(name) or _SENTENCE.search(name)
        for name in names
    )
