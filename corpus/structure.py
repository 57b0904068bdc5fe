"""What each line of a document is: a heading, a row, furniture, or text of which section."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .clean import CleanText
from .document import Block, Document
from .furniture import furniture
from .headings import (
    Heading,
    is_item,
    leave,
    markdown_heading,
    nest,
    numbered_heading,
    numbered_level,
)
from .lists import LIST_LEVEL, introductions
from .passage import Span
from .width import width

TITLE_LEVEL = 0
_NO_SECTION = 100  # a level below that of every heading
_TITLE_BLOCK = 60  # width of a title with its second line
_COMMENT = re.compile(r"<!--.*?-->")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a heading or a row: [start, end) of the clean text."""

    start: int
    end: int
    number: int
    heading: Heading | None
    section: tuple[Heading, ...]
    row: Block | None
    aside: str
    leaves: bool  # the section before it, as a numbered line without a heading does

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading and nothing else."""
        return self.heading is not None and self.heading.whole

    def span(self, clean: CleanText) -> Span:
        """Where it stands in the document."""
        return int(clean.spans[self.start, 0]), int(clean.spans[self.end - 1, 1])


def lines_of(clean: CleanText, document: Document) -> list[Line]:
    """Lines of the clean text, cut also where a block of the format begins or ends."""
    spans = [
        span for span in _line_spans(clean, document.blocks) if clean.text[slice(*span)].strip()
    ]
    texts = [clean.text[start:end] for start, end in spans]
    blocks = [_block_at(document.blocks, int(clean.spans[start, 0])) for start, _ in spans]
    asides = _asides(texts, blocks, document.source.format)
    title = _title_line(texts, blocks, asides, document.title)
    asides |= dict.fromkeys(_title_block(texts, asides, title), "title")
    introduced = introductions(texts)
    lines = []
    section: tuple[Heading, ...] = ()
    for number, ((start, end), text, block) in enumerate(zip(spans, texts, blocks, strict=True)):
        aside = asides.get(number, "")
        row = block if block and block.row is not None else None
        heading = None if aside or row else _heading(text, block, document.source.format)
        if heading and is_item(heading, section):
            heading = None
        if number == title and not (heading or aside):
            heading = Heading(text, TITLE_LEVEL, True)  # goes with what follows, opens no section
        elif heading:
            section = nest(section, heading)
        before = section
        if not (heading or aside or row):
            section = leave(section, numbered_level(text) or _NO_SECTION)
        path = section
        if number in introduced:
            path = nest(section, Heading(introduced[number], LIST_LEVEL, False))
        leaves = section != before
        lines.append(Line(start, end, number + 1, heading, path, row, aside, leaves))
    return lines


def _asides(texts: Sequence[str], blocks: Sequence[Block | None], format_: str) -> dict[int, str]:
    """Numbers of the lines that are no part of the body, each with the reason."""
    asides = {n: block.aside for n, block in enumerate(blocks) if block and block.aside}
    if format_ in {"text", "html"}:
        left = [n for n in range(len(texts)) if n not in asides]
        found = furniture([texts[n] for n in left])
        asides |= {left[n]: why for n, why in found.items()}
    if format_ == "markdown":
        asides |= {n: "comment" for n, line in enumerate(texts) if _COMMENT.fullmatch(line)}
    return asides


def _title_line(
    texts: Sequence[str], blocks: Sequence[Block | None], asides: Container[int], title: str
) -> int | None:
    """The number of the document's first line where that is its title, and no row of a table."""
    first = next((number for number in range(len(texts)) if number not in asides), None)
    if first is None or not title:
        return None
    block = blocks[first]
    if block and block.row is not None:
        return None
    return first if texts[first].lstrip("# ").startswith(title) else None


def _title_block(texts: Sequence[str], asides: Container[int], title: int | None) -> range:
    """The title and what may stand between it and a byline: alone they would be a passage."""
    if title is None:
        return range(0)
    end = next((n for n in range(title + 1, len(texts)) if n in asides), len(texts))
    block = range(title, end)
    has_body = any(n not in asides for n in range(end, len(texts)))
    short = sum(width(texts[n]) for n in block) <= _TITLE_BLOCK
    says = any(texts[n].endswith("。") for n in block)
    return block if has_body and short and not says else range(0)


def _heading(text: str, block: Block | None, format_: str) -> Heading | None:
    if block and block.level:
        return Heading(text, block.level, True)
    return (markdown_heading(text) if format_ == "markdown" else None) or numbered_heading(text)


def _line_spans(clean: CleanText, blocks: Sequence[Block]) -> list[Span]:
    edges = {
        edge
        for block in blocks
        if block.level or block.aside or block.row is not None
        for edge in (block.start, block.end)
    }
    cuts = set(np.searchsorted(clean.spans[:, 0], sorted(edges)).tolist()) if edges else set()
    cuts |= {place for place, char in enumerate(clean.text) if char == "\n"}
    spans = []
    for start, end in pairwise(sorted(cuts | {0, len(clean.text)})):
        text = clean.text[start:end]
        left = len(text) - len(text.lstrip())
        spans.append((start + left, start + left + len(text.strip())))
    return spans


def _block_at(blocks: Sequence[Block], place: int) -> Block | None:
    """The block that holds a place; blocks do not overlap and are in order."""
    found = bisect_right(blocks, place, key=lambda block: block.start)
    block = blocks[found - 1] if found else None
    return block if block and place < block.end else None
