"""Whether the collection can be read."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from qa import Collection
from qa.collection.collection import STORE_FILE
from tests.conftest import ROOT
from tests.small_encoder import SmallEncoder
from ui import ReadingRoom
from ui.serving.health import health
from ui.version import VERSION


def test_a_collection_that_can_be_read(room: ReadingRoom) -> None:
    status, found = health(room)
    passages = room.facts().passages
    assert status == 200
    assert found == {
        "status": "ok",
        "documents": 2,
        "passages": passages,
        "model": "small",
        "version": VERSION,
    }


def test_a_collection_that_was_taken_away(room: ReadingRoom) -> None:
    (room.folder / STORE_FILE).unlink()
    status, found = health(room)
    assert (status, found["status"]) == (503, "unreadable")
    assert str(room.folder) not in json.dumps(found)


def test_a_collection_that_is_damaged(
    tmp_path: Path, collection: Collection, small_encoder: SmallEncoder
) -> None:
    (tmp_path / STORE_FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    room = ReadingRoom(Collection(tmp_path, collection.store), small_encoder)
    assert health(room)[0] == 503


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION
