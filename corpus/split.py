"""Documents to passages: by section, by paragraph, then by sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .clean import CleanText
from .context import context
from .document import Document
from .headings import ARTICLE
from .passage import Passage, Span
from .readable import readable
from .sentences import clause_spans, sentence_spans
from .structure import TITLE_LEVEL, Line, lines_of
from .width import width

Fits = Callable[[str], bool]


class Limits(NamedTuple):
    """Sizes of passages, in units of `width`.

    A paragraph under `short` joins its neighbours; one over `longest` is divided at sentences.
    """

    short: int = 80
    longest: int = 450


LIMITS = Limits()


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
    lines = lines_of(clean, document)
    passages: list[Passage] = []
    for group in _groups(lines):
        for start, end in _pack(clean.text, group, limits, fits):
            inside = [line for line in group if line.start < end and line.end > start]
            passages.append(_passage(document, clean[start:end], inside, len(passages)))
    set_aside = [SetAside(*line.span(clean), line.aside) for line in lines if line.aside]
    return Division(passages, set_aside, list(_outline(clean, lines)))


def _outline(clean: CleanText, lines: Sequence[Line]) -> Iterator[OutlineItem]:
    """The headings; one that a paragraph begins with ends where the paragraph goes on."""
    for line in lines:
        heading = line.heading
        if heading and heading.level > TITLE_LEVEL:
            start, end = line.span(clean)
            if clean.text.startswith(heading.title, line.start):
                end = int(clean.spans[line.start + len(heading.title) - 1, 1])
            yield OutlineItem(heading.title, heading.level, start, end)


def _passage(document: Document, clean: CleanText, lines: Sequence[Line], ordinal: int) -> Passage:
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


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines under one heading, together with the headings right above them.

    Lines of different groups never share a passage, so that a passage stands in one section.
    """
    group: list[Line] = []
    for line in lines:
        opens = line.heading is not None and not (group and group[-1].is_heading)
        if group and (opens or line.leaves or line.row or line.aside or group[-1].row):
            yield group
            group = []
        if not line.aside:
            group.append(line)
    if group:
        yield group


def _pack(text: str, group: Sequence[Line], limits: Limits, fits: Fits) -> list[Span]:
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


def _pieces(text: str, group: Sequence[Line], limits: Limits, fits: Fits) -> Iterator[Span]:
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


def _line_pieces(text: str, line: Line, limits: Limits, fits: Fits) -> Iterator[Span]:
    whole = text[line.start : line.end]
    if width(whole) <= limits.longest and fits(whole):
        yield line.start, line.end
    else:
        yield from _divide(text, line, limits, fits)


def _divide(text: str, line: Line, limits: Limits, fits: Fits) -> Iterator[Span]:
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


def _sentences_that_fit(text: str, line: Line, fits: Fits) -> Iterator[Span]:
    for a, b in sentence_spans(text[line.start : line.end]):
        start, end = line.start + a, line.start + b
        longest = end - start
        pieces = [(0, longest)]
        while longest > 1 and not all(fits(text[start + i : start + j]) for i, j in pieces):
            longest = longest // 2
            pieces = clause_spans(text[start:end], longest)
        yield from ((start + i, start + j) for i, j in pieces)
