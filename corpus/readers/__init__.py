"""One reader per format: bytes to the documents in them and what the format says about each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .reading import Reading
from .text import read_markdown, read_text

Reader = Callable[[bytes], Iterable[Reading]]

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}

__all__ = ["READERS", "Reader", "Reading"]
