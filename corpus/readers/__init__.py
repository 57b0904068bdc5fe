"""One reader per format: bytes to the text of a document and what the format says about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .reading import Reading
from .text import read_markdown, read_text

Reader = Callable[[bytes], Reading]

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}

__all__ = ["READERS", "Reader", "Reading"]
