"""A reader called so that whatever is wrong with a file comes out as a ReadError."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import ReadError
from ..said import said
from .reading import Reader, Reading

_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\ufffd]")


def read_safely(reader: Reader, data: bytes) -> Iterator[Reading]:
    """The documents that a reader finds in a file, those without any text left out.

    Raises:
        ReadError: the file is empty, holds no text, or is damaged in a way that a parser did not
            expect; a file from anywhere must not end the run that reads a folder.
    """
    if not data:
        raise ReadError(said("it is empty (0 bytes)"))
    any_text = False
    try:
        for reading in reader(data):
            if _VISIBLE.search(reading.text):
                any_text = True
                yield reading
    except ReadError:
        raise
    except Exception as error:
        raise ReadError(
            said("it cannot be read ({kind}: {error})", kind=type(error).__name__, error=error)
        ) from error
    if not any_text:
        raise ReadError(said("there is no text in it"))
