"""A document that is being read, and what is known of it before it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from corpus import Document, OutlineItem, SetAside, divide

from .markup import Span
from .verify import Standing, standing


@dataclass(frozen=True, slots=True)
class Among:
    """Which hit of an answer a passage is, and the ids of the hits beside it in rank."""

    rank: int
    hits: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A document, the passage of it that was cited, and what is marked in it.

    `other_hits` are passages of the same document that the answer holds too; `readable` says which
    view of the text is shown, the readable or the verbatim one, `removed` that the collection has
    the document no more.
    """

    document: Document
    passage_id: str
    passage: Span
    sentence: Span | None
    words: tuple[Span, ...]
    other_hits: tuple[Span, ...]
    among: Among | None
    standing: Standing
    outline: tuple[OutlineItem, ...]
    set_aside: tuple[SetAside, ...]
    readable: bool = False
    removed: bool = False

    @classmethod
    def at(
        cls,
        document: Document,
        name: str,
        passage: Span,
        sentence: Span | None = None,
        words: tuple[Span, ...] = (),
        other_hits: tuple[Span, ...] = (),
        among: Among | None = None,
    ) -> Self:
        """Verified against its file now; headings and furniture as indexing found them."""
        division = divide(document)
        return cls(
            document,
            name,
            passage,
            sentence,
            words,
            other_hits,
            among,
            standing(document, *passage),
            tuple(division.outline),
            tuple(division.set_aside),
        )

    def turned(self) -> Self:
        """The same in the other view."""
        return replace(self, readable=not self.readable)
