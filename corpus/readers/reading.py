"""What a reader makes of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..document import Block
from ..errors import ReadError
from ..said import said

LARGEST_TEXT = 50_000_000  # characters; beyond it splitting takes gigabytes and minutes


@dataclass(frozen=True, slots=True)
class Reading:
    """One document in a file.

    `text` is decoded and otherwise untouched, or what a format without plain text says, a
    paragraph a line. `title` is None where the format names none. `blocks` are in the order of the
    text; `member` names the part of the file where it holds several documents. `notes` are
    sentences on what could not be read, of this document or of the file around it.
    `encoding_confidence` is that of `corpus.encodings.Decoded`.

    Raises:
        ReadError: the text has more than LARGEST_TEXT characters.
    """

    text: str
    format: str
    encoding: str
    replaced: int = 0
    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    member: str = ""
    notes: tuple[str, ...] = ()
    encoding_confidence: float = 1.0

    def __post_init__(self) -> None:
        refuse_if_too_long(len(self.text))


Reader = Callable[[bytes], Iterable[Reading]]


class TextReader(Protocol):
    """A reader of what is text as it is, in the encoding that is known of it if one is."""

    def __call__(self, data: bytes, encoding: str | None = None) -> Iterable[Reading]: ...


def refuse_if_too_long(characters: int) -> None:
    """Raise ReadError for a text that is too long to split and to index."""
    if characters > LARGEST_TEXT:
        raise ReadError(
            said(
                "its text has {characters:,} characters, more than the {most:,} that a document"
                " may have; divide it into several files",
                characters=characters,
                most=LARGEST_TEXT,
            )
        )
