from __future__ import annotations

from pathlib import Path

import pytest

from corpus import CollectionError
from qa import Collection, index_paths
from tests.small_encoder import SmallEncoder
from ui import ReadingRoom
from ui.open_collections import OpenCollections


def _make(folder: Path, fingerprint: str = "small-1") -> Path:
    file = folder.with_suffix(".txt")
    file.write_text(f"{folder.name}的内容。", "utf-8")
    with Collection.open(folder, create=True) as collection:
        index_paths(collection, SmallEncoder(fingerprint), [file])
    return folder


def test_every_visitor_has_a_collection_of_their_own(room: ReadingRoom, tmp_path: Path) -> None:
    collections = OpenCollections(room)
    other = _make(tmp_path / "other")
    key = collections.open(other)
    assert collections.at(None).room is room
    assert collections.at("/etc").room is room
    assert collections.at(key).room.facts().documents == 1
    assert collections.at(collections.open(other)) is collections.at(key)
    assert [one.title for one in collections.at(key).study.documents()] == ["other"]


def test_collections_beside_the_open_ones_are_known(room: ReadingRoom, tmp_path: Path) -> None:
    _make(tmp_path / "other")
    (tmp_path / "no-collection").mkdir()
    assert OpenCollections(room).known() == [room.folder, tmp_path / "other"]


def test_where_nothing_may_be_named_only_what_is_open_is_known(
    room: ReadingRoom, tmp_path: Path
) -> None:
    _make(tmp_path / "other")
    collections = OpenCollections(room, folders=())
    assert collections.known() == [room.folder] and not collections.may_name_any


def test_what_may_be_named_is_below_the_folders_given(room: ReadingRoom, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "out").symlink_to(tmp_path)
    collections = OpenCollections(room, folders=[tmp_path / "in"])
    asked = [tmp_path / "in", tmp_path / "in" / "a" / "b.txt", tmp_path, tmp_path / "in" / "out"]
    assert [collections.may_name(path) for path in asked] == [True, True, False, False]
    assert not collections.may_name(tmp_path / "in" / ".." / "secret.txt")


def test_a_collection_of_another_model_is_refused(room: ReadingRoom, tmp_path: Path) -> None:
    collections = OpenCollections(room)
    with pytest.raises(CollectionError, match="was made with a model"):
        collections.open(_make(tmp_path / "other", "small-2"))
    assert collections.at(str(tmp_path / "other")).room is room


def test_a_collection_is_made_only_in_an_empty_folder(room: ReadingRoom, tmp_path: Path) -> None:
    collections = OpenCollections(room)
    with pytest.raises(CollectionError, match="there is no collection"):
        collections.open(tmp_path / "new")
    key = collections.open(tmp_path / "new", create=True)
    assert collections.at(key).room.facts().documents == 0
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").touch()
    with pytest.raises(CollectionError, match="other files"):
        collections.open(tmp_path / "full", create=True)
    assert list((tmp_path / "full").iterdir()) == [tmp_path / "full" / "a.txt"]
