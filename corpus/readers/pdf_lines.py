"""Pieces of text on a page to lines, and a page to its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from .cjk import is_cjk
from .pdfium import Piece

_CELL_GAP = 1.5  # heights; beyond it a tab stands for the gap
_WORD_GAP = 0.15  # heights
_FEWEST = 5  # lines that make a column
_FILLED = 0.75  # of its column's width is what most lines of running text have


class PdfLine(NamedTuple):
    """A line; its box in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    page: int

    @property
    def height(self) -> float:
        return self.top - self.bottom


def rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces at the same height, rows from the top down and each from left to right."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.top - piece.bottom, piece.left)):
        if found and _level_with(found[-1][0], piece):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in found]


def _level_with(a: Piece, b: Piece) -> bool:
    overlap = min(a.top, b.top) - max(a.bottom, b.bottom)
    return overlap > 0.5 * min(a.height, b.height)


def line(row: Sequence[Piece], page: int) -> PdfLine:
    """A row as a line: a tab for a wide gap, a space for a narrow one."""
    text = row[0].text
    for last, piece in pairwise(row):
        gap = (piece.left - last.right) / max(last.height, 0.1)
        joined = is_cjk(last.text[-1]) and is_cjk(piece.text[0])
        if gap >= _CELL_GAP:
            text += "\t"
        elif gap > _WORD_GAP and not joined:
            text += " "
        text += piece.text
    return PdfLine(
        text,
        min(piece.left for piece in row),
        min(piece.bottom for piece in row),
        max(piece.right for piece in row),
        max(piece.top for piece in row),
        page,
    )


def columns(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces in groups that are read one after the other, each from the top down.

    Between lines and tables that go across the page, the left column is read before the right.
    """
    middle = _gutter(pieces)
    if middle is None:
        if pieces:
            yield list(pieces)
        return
    wide = _across(pieces, middle)
    across: list[Piece] = []
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for piece in sorted(pieces, key=lambda piece: -piece.top - piece.bottom):
        if piece in wide:
            yield from columns(sides[0])
            yield from columns(sides[1])
            sides = ([], [])
            across.append(piece)
        else:
            if across:
                yield across
                across = []
            sides[piece.left >= middle].append(piece)
    if across:
        yield across
    yield from columns(sides[0])
    yield from columns(sides[1])


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where two columns of running text are parted; None for one column, and for a table.

    Of the places where a piece ends and the next begins, the one that the fewest lie across.
    """
    ends = sorted({round(piece.right, 1) for piece in pieces})
    best: tuple[int, float] | None = None
    for end in ends:
        after = [piece.left for piece in pieces if piece.left >= end]
        if len(after) < _FEWEST:
            break
        middle = (end + min(after)) / 2
        crossing = sum(piece.left < middle < piece.right for piece in pieces)
        if (best is None or crossing < best[0]) and _are_columns(pieces, middle):
            best = crossing, middle
    return best[1] if best else None


def _across(pieces: Sequence[Piece], middle: float) -> Set[Piece]:
    """The pieces that lie over the middle, and those of a table that does: rows on both sides of
    which no side is filled, two or more below each other."""
    left = max((piece.right for piece in pieces if piece.right <= middle), default=middle)
    right = max(piece.right for piece in pieces)
    widths = left - min(piece.left for piece in pieces), right - middle
    wide = {piece for piece in pieces if piece.left < middle < piece.right}
    run: list[list[Piece]] = []
    for row in [*rows(pieces), []]:
        sides = [[p for p in row if p.right <= middle], [p for p in row if p.left >= middle]]
        tabular = all(
            side and side[-1].right - side[0].left < _FILLED * width
            for side, width in zip(sides, widths, strict=True)
        )
        if tabular:
            run.append(row)
            continue
        if len(run) > 1:
            wide.update(piece for table_row in run for piece in table_row)
        run = []
    return wide


def _are_columns(pieces: Sequence[Piece], middle: float) -> bool:
    left = [piece for piece in pieces if piece.right <= middle]
    right = [piece for piece in pieces if piece.left >= middle]
    if not (_is_running(left) and _is_running(right)):
        return False
    shared = min(max(p.top for p in left), max(p.top for p in right)) - max(
        min(p.bottom for p in left), min(p.bottom for p in right)
    )
    tallest = max(max(p.top for p in side) - min(p.bottom for p in side) for side in (left, right))
    return shared > 0.25 * tallest


def _is_running(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces are lines of a column's width, as the cells of a table seldom are."""
    lines = [(row[0].left, row[-1].right) for row in rows(pieces)]
    if len(lines) < _FEWEST:
        return False
    width = max(right for _, right in lines) - min(left for left, _ in lines)
    full = sum(right - left >= _FILLED * width for left, right in lines)
    height = max(piece.height for piece in pieces)
    return full * 2 >= len(lines) and width > 10 * height
