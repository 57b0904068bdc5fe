"""Text in columns of a terminal, where a Chinese character is as wide as two letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

_LONGEST_WORD = 20  # characters; a longer one, an address say, is cut


def columns_of(char: str) -> int:
    """Columns that a character takes: 2, 1, or 0 for one that joins the one before it.

    >>> [columns_of(char) for char in ("问", "，", "a", "\\u0301")]
    [2, 2, 1, 0]
    """
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns, a Western word kept whole where it fits in a line.

    What would move the cursor or change its colour is left out.

    >>> wrapped("问据 finds 段落。", 8)
    ['问据', 'finds 段', '落。']
    """
    lines = []
    line, used = "", 0
    for piece in _pieces(text):
        size = sum(map(columns_of, piece))
        if used + size > columns and line:
            lines.append(line.rstrip())
            line, used = "", 0
        if piece != " " or line:
            line, used = line + piece, used + size
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str) -> Iterator[str]:
    """Wide characters one by one, words of others whole up to a length, spaces as one."""
    word = ""
    for char in text:
        narrow = columns_of(char) < 2 and not char.isspace() and char.isprintable()
        if word and (not narrow or len(word) == _LONGEST_WORD):
            yield word
            word = ""
        if narrow:
            word += char
        elif char.isspace():
            yield " "
        elif char.isprintable():
            yield char
    if word:
        yield word


def side_by_side(left: str, right: str, mark: str, columns: int) -> str:
    """Two texts in two columns of the same width, a mark of one column between them.

    >>> print(side_by_side("建成七十五周年", "建成七十周年", "≈", 43))
    建成七十五周年       ≈ 建成七十周年
    """
    each = max((columns - 3) // 2, _LONGEST_WORD)
    lines = []
    for number, (a, b) in enumerate(
        zip_longest(wrapped(left, each), wrapped(right, each), fillvalue="")
    ):
        gap = " " * (each - sum(map(columns_of, a)))
        lines.append(f"{a}{gap} {mark if not number else ' '} {b}".rstrip())
    return "\n".join(lines)
