"""Documents to passages: by section, by paragraph, then by sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .clean import CleanText
from .context import context
from .document import Block, Document
from .furniture import furniture
from .headings import (
    ARTICLE,
    Heading,
    is_item,
    leave,
    markdown_heading,
    nest,
    numbered_heading,
    numbered_level,
)
from .lists import LIST_LEVEL, introductions
from .passage import Passage, Span
from .readable import readable
from .sentences import clause_spans, sentence_spans

Fits = Callable[[str], bool]


class Limits(NamedTuple):
    """Sizes of passages, in units of `width`.

    A paragraph under `short` joins its neighbours; one over `longest` is divided at sentences.
    """

    short: int = 80
    longest: int = 450


LIMITS = Limits()
_COMMENT = re.compile(r"<!--.*?-->")
TITLE_LEVEL = 0
_NO_SECTION = 100  # a level below that of every heading
_TITLE_BLOCK = 60  # width of a title with its second line


class SetAside(NamedTuple):
    """A stretch [start, end) of a document's text that is no part of its body, and why."""

    start: int
    end: int
    why: str


class OutlineItem(NamedTuple):
    """A heading at [start, end) of a document's text; the outermost have the lowest level."""

    title: str
    level: int
    start: int
    end: int


class Division(NamedTuple):
    """A document divided: its passages, what is set aside, and its headings."""

    passages: list[Passage]
    set_aside: list[SetAside]
    outline: list[OutlineItem]


@dataclass(frozen=True, slots=True)
class _Line:
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


def width(text: str) -> int:
    """How much text that is, so that Chinese and Western limits are one number.

    A Han character is 1, a Latin letter a third: the bytes of its UTF-8 form over three.

    >>> width("问据"), width("evidence")
    (2, 3)
    """
    return (len(text.encode("utf-8", "surrogatepass")) + 2) // 3


def split(
    document: Document, limits: Limits = LIMITS, fits: Fits = lambda text: width(text) < 400
) -> list[Passage]:
    """The passages of a document: those of `divide`."""
    return divide(document, limits, fits).passages


def divide(
    document: Document, limits: Limits = LIMITS, fits: Fits = lambda text: width(text) < 400
) -> Division:
    """A document's passages in its order, what is set aside, and its outline.

    Args:
        document: any text; all offsets are into `document.text`.
        limits: sizes to aim for.
        fits: whether a text fits the model's window. A sentence is cut only where it alone
            does not.

    Returns:
        Passages and set-aside stretches that together hold every character that is not white
        space, each once.
    """
    clean = readable(document.text)
    lines = _lines(clean, document)
    passages: list[Passage] = []
    for group in _groups(lines):
        for start, end in _pack(clean.text, group, limits, fits):
            inside = [line for line in group if line.start < end and line.end > start]
            passages.append(_passage(document, clean[start:end], inside, len(passages)))
    set_aside = [SetAside(*line.span(clean), line.aside) for line in lines if line.aside]
    return Division(passages, set_aside, list(_outline(clean, lines)))


def _outline(clean: CleanText, lines: Sequence[_Line]) -> Iterator[OutlineItem]:
    """The headings; one that a paragraph begins with ends where the paragraph goes on."""
    for line in lines:
        heading = line.heading
        if heading and heading.level > TITLE_LEVEL:
            start, end = line.span(clean)
            if clean.text.startswith(heading.title, line.start):
                end = int(clean.spans[line.start + len(heading.title) - 1, 1])
            yield OutlineItem(heading.title, heading.level, start, end)


def _passage(document: Document, clean: CleanText, lines: Sequence[_Line], ordinal: int) -> Passage:
    body = next((line for line in lines if not line.is_heading), lines[-1])
    start = int(clean.spans[0, 0])
    row = body.row
    headings = tuple(heading.title for heading in body.section)
    return Passage(
        id=f"{document.id}-{ordinal}",
        document_id=document.id,
        start=start,
        end=int(clean.spans[-1, 1]),
        section=(row.label,) if row else headings,
        paragraph=row.row if row and row.row is not None else lines[0].number,
        page=_page(document, start),
        context=context(document.title, () if row else headings, clean.text),
        clean=clean,
        sentences=tuple(sentence_spans(clean.text)),
    )


def _page(document: Document, start: int) -> int | None:
    place = bisect_right(document.blocks, start, key=lambda block: block.start)
    return document.blocks[place - 1].page if place else None


def _lines(clean: CleanText, document: Document) -> list[_Line]:
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
        lines.append(_Line(start, end, number + 1, heading, path, row, aside, leaves))
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


def _groups(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines under one heading, together with the headings right above them.

    Lines of different groups never share a passage, so that a passage stands in one section.
    """
    group: list[_Line] = []
    for line in lines:
        opens = line.heading is not None and not (group and group[-1].is_heading)
        if group and (opens or line.leaves or line.row or line.aside or group[-1].row):
            yield group
            group = []
        if not line.aside:
            group.append(line)
    if group:
        yield group


def _pack(text: str, group: Sequence[_Line], limits: Limits, fits: Fits) -> list[Span]:
    """Spans of the clean text that make one passage each."""
    if any(line.heading and line.heading.level == ARTICLE for line in group):
        limits = limits._replace(short=limits.longest)  # an article is one, if it can be
    packed: list[Span] = []
    for piece in _pieces(text, group, limits, fits):
        if packed and _belong_together(text, packed[-1], piece, limits, fits):
            packed[-1] = (packed[-1][0], piece[1])
        else:
            packed.append(piece)
    return packed


def _belong_together(text: str, before: Span, piece: Span, limits: Limits, fits: Fits) -> bool:
    a, b, both = (width(text[i:j]) for i, j in (before, piece, (before[0], piece[1])))
    return min(a, b) < limits.short and both <= limits.longest and fits(text[before[0] : piece[1]])


def _pieces(text: str, group: Sequence[_Line], limits: Limits, fits: Fits) -> Iterator[Span]:
    """Each line whole, or divided where it is too long; headings go with what follows them."""
    heading: Span | None = None
    for line in group:
        for piece in _line_pieces(text, line, limits, fits):
            joined = piece
            if heading and fits(text[heading[0] : piece[1]]):
                joined = (heading[0], piece[1])
            elif heading:
                yield heading
            heading = joined if line.is_heading else None
            if not heading:
                yield joined
    if heading:
        yield heading


def _line_pieces(text: str, line: _Line, limits: Limits, fits: Fits) -> Iterator[Span]:
    whole = text[line.start : line.end]
    if width(whole) <= limits.longest and fits(whole):
        yield line.start, line.end
    else:
        yield from _divide(text, line, limits, fits)


def _divide(text: str, line: _Line, limits: Limits, fits: Fits) -> Iterator[Span]:
    parts = -(-width(text[line.start : line.end]) // limits.longest)
    share = width(text[line.start : line.end]) / parts
    start = end = line.start
    for sentence_start, sentence_end in _sentences_that_fit(text, line, fits):
        grown = width(text[start:sentence_end])
        over = grown - share
        if end > start and (
            over > share - width(text[start:end]) or not fits(text[start:sentence_end])
        ):
            yield start, end
            start = sentence_start
        end = sentence_end
    if end > start:
        yield start, end


def _sentences_that_fit(text: str, line: _Line, fits: Fits) -> Iterator[Span]:
    for a, b in sentence_spans(text[line.start : line.end]):
        start, end = line.start + a, line.start + b
        longest = end - start
        pieces = [(0, longest)]
        while longest > 1 and not all(fits(text[start + i : start + j]) for i, j in pieces):
            longest = longest // 2
            pieces = clause_spans(text[start:end], longest)
        yield from ((start + i, start + j) for i, j in pieces)
