"""Waiting for a run of indexing."""

from __future__ import annotations

from ui import ReadingRoom


def until_indexed(room: ReadingRoom) -> None:
    """Fails where that takes long, or where a run has failed."""
    assert room.indexing.wait(20) and not room.indexing.error
