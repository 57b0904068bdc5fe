"""What stands on page after page at its top or bottom: running heads, feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from .pdf_lines import PdfLine

HEADER, FOOTER, PAGE_NUMBER = "page header", "page footer", "page number"
_OUTER = 3  # lines from the edge of a page
_OFTEN = 3  # pages; both where there are but two
_NUMBER = re.compile(r"\d{1,5}")
_ONLY_NUMBER = re.compile(
    r"\W*(?:第|page|p)?\W*(?:\d{1,5}|[ivxlc]{1,7})\W*页?\W*(?:共|of)?\W*\d{0,5}\W*页?\W*",
    re.IGNORECASE,
)


def furniture(pages: Sequence[Sequence[PdfLine]]) -> list[Mapping[int, str]]:
    """For each page, the lines that are no part of its text, and what they are.

    A line counts where it stands on several pages, outermost or beside others that count: in the
    same words, or with a number in it that grows with the pages.

    Args:
        pages: the lines across each page, from its top to its bottom.
    """
    often = min(_OFTEN, max(len(pages), 2))
    counts: Counter[tuple[str, str]] = Counter()
    for number, lines in enumerate(pages):
        for side, outer in _edges(lines):
            keys = {key for index in outer for key in _keys(lines[index], number)}
            counts.update((side, key) for key in keys)
    return [
        {
            index: PAGE_NUMBER if _ONLY_NUMBER.fullmatch(lines[index].text) else side
            for side, outer in _edges(lines)
            for index in _from_edge(outer, lines, number, side, counts, often)
        }
        for number, lines in enumerate(pages)
    ]


def _edges(lines: Sequence[PdfLine]) -> Iterator[tuple[str, Sequence[int]]]:
    """The outer lines at the top and at the bottom, each from the edge inwards."""
    yield HEADER, range(min(_OUTER, len(lines)))
    yield FOOTER, range(len(lines) - 1, max(len(lines) - 1 - _OUTER, -1), -1)


def _from_edge(
    outer: Sequence[int],
    lines: Sequence[PdfLine],
    number: int,
    side: str,
    counts: Mapping[tuple[str, str], int],
    often: int,
) -> Iterator[int]:
    for index in outer:
        if all(counts[side, key] < often for key in _keys(lines[index], number)):
            return
        yield index


def _keys(line: PdfLine, page: int) -> Iterator[str]:
    """What the line has in common with those like it on other pages: its words in their size."""
    size = round(line.height)
    text = "".join(line.text.split())
    yield f"{size} {text}"
    for match in _NUMBER.finditer(text):
        yield f"{size} {text[: match.start()]}#{int(match[0]) - page}{text[match.end() :]}"
    for part in (line.text.split("\t")[0], line.text.split("\t")[-1]):
        if _NUMBER.fullmatch(part) and part != line.text:
            yield f"{size} beside the words {int(part) - page}"
