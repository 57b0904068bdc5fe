"""Documents to passages: by section, by paragraph, then by sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .clean import CleanText
from .document import Document
from .headings import Heading, markdown_heading, nest, numbered_heading
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


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph, or a heading: [start, end) of the clean text."""

    start: int
    end: int
    number: int
    heading: Heading | None
    section: tuple[Heading, ...]

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading and nothing else."""
        return self.heading is not None and self.heading.whole


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
    """The passages of a document, in its order.

    Args:
        document: any text; offsets of the passages are into `document.text`.
        limits: sizes to aim for.
        fits: whether a text fits the model's window. A sentence is cut only where it alone
            does not.

    Returns:
        Passages that together hold every character that is not white space, each once.
    """
    clean = readable(document.text)
    markdown = document.source.format == "markdown"
    lines = _lines(clean, markdown)
    passages: list[Passage] = []
    for group in _groups(lines):
        for start, end in _pack(clean.text, group, limits, fits):
            inside = [line for line in group if line.start < end and line.end > start]
            passages.append(_passage(document, clean[start:end], inside, len(passages)))
    return passages


def _passage(document: Document, clean: CleanText, lines: Sequence[_Line], ordinal: int) -> Passage:
    body = next((line for line in lines if not line.is_heading), lines[-1])
    start = int(clean.spans[0, 0])
    return Passage(
        id=f"{document.id}-{ordinal}",
        document_id=document.id,
        start=start,
        end=int(clean.spans[-1, 1]),
        section=tuple(heading.title for heading in body.section),
        paragraph=lines[0].number,
        page=_page(document, start),
        clean=clean,
        sentences=tuple(sentence_spans(clean.text)),
    )


def _page(document: Document, start: int) -> int | None:
    pages = [block.page for block in document.blocks if block.start <= start]
    return pages[-1] if pages else None


def _lines(clean: CleanText, markdown: bool) -> list[_Line]:
    lines = []
    section: tuple[Heading, ...] = ()
    start = 0
    for number, text in enumerate(clean.text.split("\n"), start=1):
        heading = (markdown_heading(text) if markdown else None) or numbered_heading(text)
        if heading:
            section = nest(section, heading)
        if text.strip():
            lines.append(_Line(start, start + len(text), number, heading, section))
        start += len(text) + 1
    return lines


def _groups(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines under one heading, together with the headings right above them.

    Lines of different groups never share a passage, so that a passage stands in one section.
    """
    group: list[_Line] = []
    for line in lines:
        if group and line.heading and not group[-1].is_heading:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _pack(text: str, group: Sequence[_Line], limits: Limits, fits: Fits) -> list[Span]:
    """Spans of the clean text that make one passage each."""
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
