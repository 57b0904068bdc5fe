"""An answer on its way from one process to another.

Its documents stay where they are, in the store that both have open: those of a few laws take longer
to be sent than to be read there, and whoever sends them has to wait until they are taken.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from functools import cache

from corpus import Document
from qa import Answer


def packed(answer: Answer) -> bytes:
    """An answer that names documents by their ids, which stand for what they say."""
    written = io.BytesIO()
    _Packer(written, pickle.HIGHEST_PROTOCOL).dump(answer)
    return written.getvalue()


def unpacked(sent: bytes, document: Callable[[str], Document]) -> Answer:
    """The same with the documents that are found by their ids. Raises what `document` does."""
    answer = _Unpacker(sent, document).load()
    assert isinstance(answer, Answer)
    return answer


class _Packer(pickle.Pickler):
    def persistent_id(self, thing: object) -> str | None:
        return thing.id if isinstance(thing, Document) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, sent: bytes, document: Callable[[str], Document]) -> None:
        super().__init__(io.BytesIO(sent))
        self._document = cache(document)  # several hits may be in one

    def persistent_load(self, document_id: str) -> Document:
        return self._document(document_id)
