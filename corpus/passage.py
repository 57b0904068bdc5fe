"""A passage: a stretch of a document that is found, read and cited as one."""

from __future__ import annotations

from dataclasses import dataclass, field

from .clean import CleanText

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` reads well; the document's text at [start, end) is the quote.

    section:   titles of the headings it stands under, outermost first
    paragraph: number of its first paragraph in the document, from 1
    page:      number of the page it begins on, from 1, where the format has pages
    context:   title and headings that it stands under and does not hold itself, in one line
    clean:     its text, each character with its place in the document
    sentences: spans in `text`
    """

    id: str
    document_id: str
    start: int
    end: int
    section: tuple[str, ...]
    paragraph: int
    page: int | None
    context: str
    clean: CleanText = field(compare=False, repr=False)
    sentences: tuple[Span, ...]

    @property
    def text(self) -> str:
        return self.clean.text

    def in_document(self, start: int, end: int) -> Span:
        """Where the characters [start, end) of `text` stand in the document's text."""
        spans = self.clean.spans
        return int(spans[start, 0]), int(spans[end - 1, 1])
