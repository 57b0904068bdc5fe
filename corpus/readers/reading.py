"""What a reader makes of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..document import Block


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is decoded and otherwise untouched; `title` is None where the format names none."""

    text: str
    format: str
    encoding: str
    replaced: int = 0
    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
