"""Lines of a document and what its format says about each, laid out as one text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..document import Block

_LONG_CELL = 200  # characters; a cell of several lines and more than that is part of a layout


class Line(NamedTuple):
    """A paragraph, a heading or a row; the fields after `text` are those of its block."""

    text: str
    level: int = 0
    aside: str = ""
    row: int | None = None
    label: str = ""


def lay_out(lines: Iterable[Line]) -> tuple[str, tuple[Block, ...]]:
    """The text of the lines that are not blank, and a block for each that is no plain paragraph.

    >>> lay_out([Line("第一章", level=1), Line(" "), Line("正文。")])
    ('第一章\\n正文。', (Block(start=0, end=3, level=1, page=None, aside='', row=None, label=''),))
    """
    texts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for line in lines:
        text = line.text.strip(" \r\n\u3000\xa0")
        if not text.strip():
            continue
        end = start + len(text)
        if line[1:] != Line("")[1:]:
            blocks.append(Block(start, end, line.level, None, line.aside, line.row, line.label))
        texts.append(text)
        start = end + 1
    return "\n".join(texts), tuple(blocks)


def row_lines(cells: Sequence[Sequence[Line]], holds_table: bool = False) -> list[Line]:
    """A table's row as one line, its cells joined by tabs.

    A row that only arranges a page (one filled cell, a table or a long text in a cell) gives the
    lines of its cells as they are.
    """
    filled = [cell for cell in cells if cell]
    arranged = (
        holds_table
        or len(filled) <= 1
        or any(
            len(cell) > 1 and sum(len(line.text) for line in cell) > _LONG_CELL for cell in cells
        )
    )
    if arranged:
        return [line for cell in filled for line in cell]
    text = "\t".join(" ".join(line.text for line in cell) for cell in cells)
    return [Line(text.rstrip("\t"))]
