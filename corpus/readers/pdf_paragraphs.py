"""Lines of a column to paragraphs, and a paragraph's lines to its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from .cjk import is_cjk
from .pdf_lines import PdfLine

_INDENT = 0.8  # heights
_SENTENCE_END = re.compile(r"[。！？；：.!?;:][”’」』）)]*$")
_BULLET = re.compile(r"[•●○■□◆◇▪►➢✓]")
_MARK = re.compile(
    r"[•●○■□◆◇▪►➢✓–—-]|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]"
    r"|第[一二三四五六七八九十百零\d]+[编章节条]"
)
_FIRST_WORD = re.compile(r"\S+")
_HYPHENATED = re.compile(r"[a-zà-ÿ][-\u00ad\u2010]$")


def paragraphs(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """The lines of a column, from the top down, put together as paragraphs.

    A paragraph begins after a gap, with another size, with an indent, after a line that had room
    for the next word, and at the mark of a list; the row of a table is one by itself.
    """
    if not lines:
        return []
    usual = _usual_gap(lines)
    found = [[lines[0]]]
    for index in range(1, len(lines)):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if _begins(lines[index], after, found[-1], lines, usual):
            found.append([])
        found[-1].append(lines[index])
    return found


def goes_on(last: Sequence[PdfLine], first: Sequence[PdfLine]) -> bool:
    """Whether a column's last paragraph goes on in the next column or page.

    Args:
        last: the lines of the column that ends.
        first: the lines of the one that begins.
    """
    if len(last) < 2 or not first:
        return False
    end, begin = last[-1], first[0]
    indented = len(first) > 1 and begin.left > first[1].left + _INDENT * begin.height
    # Where paragraphs are indented, a line that is not goes on, even after a full stop.
    indents = any(_is_indented(line, last) for line in last)
    return not (
        (_SENTENCE_END.search(end.text) and not indents)
        or "\t" in end.text + begin.text
        or _MARK.match(begin.text)
        or indented
        or _sizes_differ(end, begin)
        or _has_room(end, begin, max(line.right for line in last))
    )


def joiner(text: str, following: str) -> tuple[int, str]:
    """How two lines of a paragraph join: characters to drop from the first, what to put between.

    >>> joiner("evi-", "dence"), joiner("问", "据"), joiner("ask", "for"), joiner("Covid-", "19")
    ((1, ''), (0, ''), (0, ' '), (0, ''))
    """
    if _HYPHENATED.search(text) and following[:1].islower():
        return 1, ""
    if text.endswith(("-", "\u2010")) or is_cjk(text[-1]) or is_cjk(following[0]):
        return 0, ""
    return 0, " "


def _begins(
    line: PdfLine,
    after: PdfLine | None,
    paragraph: Sequence[PdfLine],
    column: Sequence[PdfLine],
    usual: float,
) -> bool:
    last = paragraph[-1]
    if "\t" in last.text or "\t" in line.text:
        return True
    gap = last.bottom - line.top
    if gap > usual + 0.5 * line.height or _sizes_differ(last, line) or _BULLET.match(line.text):
        return True
    if _has_room(last, line, max(other.right for other in column)):
        return True
    if _MARK.match(line.text) and _SENTENCE_END.search(last.text):
        return True
    hangs = _MARK.match(paragraph[0].text) and line.left > paragraph[0].left
    indent = line.left - min(other.left for other in column)
    back = after is None or after.left < line.left - _INDENT * line.height
    return indent > _INDENT * line.height and back and not hangs


def _is_indented(line: PdfLine, column: Sequence[PdfLine]) -> bool:
    indent = line.left - min(other.left for other in column)
    return _INDENT * line.height < indent < 4 * line.height


def _usual_gap(lines: Sequence[PdfLine]) -> float:
    gaps = [a.bottom - b.top for a, b in pairwise(lines)]
    return median(gaps) if len(gaps) > 2 else 0.5 * lines[0].height


def _sizes_differ(a: PdfLine, b: PdfLine) -> bool:
    return abs(a.height - b.height) > 0.15 * max(a.height, b.height)


def _has_room(last: PdfLine, line: PdfLine, right: float) -> bool:
    """Whether the next line's first word would have stood on the last line."""
    each = (line.right - line.left) / max(len(line.text), 1)
    if is_cjk(line.text[0]):
        # Punctuation may not begin a line, so that a character can move on with what follows it.
        return right - last.right > 2.5 * max(each, 0.8 * line.height)
    word = _FIRST_WORD.match(line.text)
    return right - last.right > each * (len(word[0]) if word else 1) + 0.8 * line.height
