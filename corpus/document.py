"""A document as its file says it, and where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

_SHORTEST_TEXT = 20  # characters; that one row of a table is like another says nothing


@dataclass(frozen=True, slots=True)
class Source:
    """The file a document was read from.

    `sha256` is of the file's bytes; `member` names the part of the file that the document is (a
    file in an archive, a row), and is empty where it is all of it; `replaced` counts the
    characters that could not be decoded. `encoding_confidence` is how sure the encoding is, 0 to 1
    (`corpus.encodings.Decoded`), and None where a collection was made before that was kept.
    """

    path: str
    sha256: str
    size: int
    format: str
    encoding: str
    replaced: int = 0
    member: str = ""
    encoding_confidence: float | None = 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """What a format itself says about a stretch [start, end) of the text.

    `level` is the depth of a heading, 1 for the outermost, and 0 for what is no heading. `aside`
    says why it is no part of the body, and is empty where it is. `row` is the row of a table that
    it is, counted from 1 as a spreadsheet does, and `label` what a spreadsheet calls that row:
    `Sheet1!12`, or `12` where the file has no named sheets. Each row is a passage of its own.
    """

    start: int
    end: int
    level: int = 0
    page: int | None = None
    aside: str = ""
    row: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """`text` is the decoded text, untouched; every offset in Wenju counts its characters.

    `notes` are sentences on what of the file could not be read, for the report of the run that
    reads it; they are not stored.
    """

    id: str
    title: str
    text: str
    source: Source
    metadata: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()


def text_key(text: str) -> str:
    """Equal for texts that differ in white space only: the same text in two formats.

    Empty for a text that is too short to be told from another one by what it says.

    >>> text_key("　　老桥修好了，大家都来看，\\n桥上站满了人，热闹极了。") == text_key(
    ...     "老桥修好了，大家都来看，桥上站满了人，热闹极了。"
    ... )
    True
    """
    folded = "".join(text.split())
    if len(folded) < _SHORTEST_TEXT:
        return ""
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:32]
