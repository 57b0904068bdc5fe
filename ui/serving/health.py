"""Whether the collection can be read, for whoever watches over the server."""

from __future__ import annotations

import logging
from typing import Any

from qa import Collection

from ..reading_room import ReadingRoom
from ..version import VERSION

log = logging.getLogger("wenju")


def health(room: ReadingRoom) -> tuple[int, dict[str, Any]]:
    """The status of HTTP, 200 or 503, and what to send; nothing of any document.

    The collection is opened anew: a file that was taken away can still be read by who has it open.
    """
    try:
        with Collection.open(room.folder) as collection:
            documents = collection.store.document_count()
            passages = collection.store.passage_count()
            model = collection.model_name
    except Exception:  # whatever it is, the collection cannot be read
        log.exception("the collection cannot be read")
        return 503, {"status": "unreadable", "version": VERSION}
    found = {"documents": documents, "passages": passages, "model": model, "version": VERSION}
    return 200, {"status": "ok", **found}
