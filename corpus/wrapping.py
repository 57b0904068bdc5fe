"""Texts whose lines were broken at a fixed width, as mail and old word processors did."""

from __future__ import annotations

import re
import unicodedata

_NARROWEST = 40  # cells; below that lines may be verse, names or a table
_SLACK = 4  # cells that a full line may be short of the width, for a character or a word that moved
_FEWEST = 8  # full lines
_SHARE = 0.5  # of all lines that must be full
_SENTENCE_END = re.compile(r"[。！？!?：:；;…”』」）)]\s*$|(?<=[^\W\d_])\.\s*$")
_WIDE = ("W", "F")
_BREAK = re.compile(r"\n(?=[^\s\u3000])")  # the next line is neither empty nor indented


def wrapped_breaks(text: str) -> list[int]:
    """Places of the line ends that stand inside a paragraph.

    Only where half of all lines are of one and the same width, and no line is wider, is a text
    taken for one that was broken at that width.

    >>> line = "这一行写满了二十个汉字就在此处断开到下行"
    >>> text = "\\n".join([line] * 9 + ["末行。", "另一段。"])
    >>> len(wrapped_breaks(text)), text[wrapped_breaks(text)[-1] + 1 :]
    (9, '末行。\\n另一段。')
    """
    lines = text.split("\n")
    if len(lines) < _FEWEST:
        return []
    cells = [_cells(line) for line in lines]
    widest = max(cells)
    full = [widest - _SLACK <= count for count in cells]
    filled = sum(count > 0 for count in cells)
    if widest < _NARROWEST or sum(full) < max(_FEWEST, _SHARE * filled):
        return []
    marked = any(line[:1].isspace() for line in lines)  # paragraphs are, by their indent
    places = []
    end = -1
    for line, is_full in zip(lines, full, strict=True):
        end += len(line) + 1
        goes_on = marked or not _SENTENCE_END.search(line)
        if is_full and goes_on and _BREAK.match(text, end):
            places.append(end)
    return places


def _cells(line: str) -> int:
    """The columns of a terminal that a line fills: two for each Han character."""
    text = line.rstrip()
    return len(text) + sum(map(_WIDE.count, map(unicodedata.east_asian_width, text)))
