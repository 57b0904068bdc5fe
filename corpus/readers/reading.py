"""What a reader makes of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..document import Block


@dataclass(frozen=True, slots=True)
class Reading:
    """One document in a file.

    `text` is decoded and otherwise untouched, or what a format without plain text says, a
    paragraph a line. `title` is None where the format names none. `blocks` are in the order of the
    text; `member` names the part of the file where it holds several documents.
    """

    text: str
    format: str
    encoding: str
    replaced: int = 0
    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    member: str = ""
