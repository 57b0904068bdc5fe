"""Whether a quote still stands in its file, looked up when it is shown."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from corpus import Document, ReadError, read_file


class Standing(Enum):
    """What reading the file again showed.

    VERIFIED: the file is the one that was indexed and has the quote in its place
    MOVED_ON: the file has changed, the quote still stands in its place
    CHANGED:  the quote no longer stands in its place
    GONE:     the file cannot be read
    """

    VERIFIED = "verified"
    MOVED_ON = "moved_on"
    CHANGED = "changed"
    GONE = "gone"


def standing(document: Document, start: int, end: int) -> Standing:
    """How the quote [start, end) of a stored document stands in the document's file today."""
    source = document.source
    found = Standing.GONE
    for encoding in (source.encoding, None):  # the second where it was saved in another since
        try:
            documents = read_file(Path(source.path), encoding)
        except (ReadError, OSError, ValueError):  # ValueError: a path that no system can have
            continue
        found = Standing.CHANGED
        today = next((other for other in documents if other.source.member == source.member), None)
        if today is not None and today.text[start:end] == document.text[start:end]:
            same = today.source.sha256 == source.sha256
            return Standing.VERIFIED if same else Standing.MOVED_ON
    return found
