from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa import Collection, index_paths
from tests.small_encoder import SmallEncoder
from tests.ui.reading import read
from tests.ui.waiting import until_indexed
from ui import ReadingRoom
from ui.asked import Asked
from ui.handlers import Problem, answer_question, render_outcome
from ui.library import Library, found_documents, what_was_read
from ui.open_collections import OpenCollections
from ui.translations import TEXTS
from ui.uploads import uploads_folder

ZH, EN = TEXTS["zh"], TEXTS["en"]


def _titles(room: ReadingRoom, query: str = "") -> list[str]:
    return [one.title for one in found_documents(room, query)]


def test_an_encoding_that_is_chosen_is_used(
    shelves: Library, room: ReadingRoom, received: Callable[[str, bytes], Any]
) -> None:
    content = "Tomás".encode("cp1252")
    assert "rubbish" in shelves.add_uploads(
        None, {"files": [received("a.txt", content)]}, "rubbish", ZH
    )
    assert shelves.add_uploads(None, {"files": [received("a.txt", content)]}, "cp1251", ZH) == ""
    until_indexed(room)
    assert _titles(room, "Tomбs") == ["Tomбs"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", ZH.name_it),
        ("documents", ZH.not_absolute),
        ("/nowhere/<b>", ZH.no_such_path.format(path="/nowhere/<b>")),
        ("~nobody-of-that-name/x", ""),
        ("/a\0b", ""),
    ],
)
def test_a_path_that_will_not_do_is_said(shelves: Library, typed: str, said: str) -> None:
    found = shelves.add_path(None, typed, "", ZH)
    assert found and (not said or found == said)


def test_a_folder_is_indexed_where_it_may_be(
    shelves: Library, room: ReadingRoom, tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text("一座新的灯塔。", "utf-8")
    assert shelves.add_path(None, f" {tmp_path / 'more'} ", "", ZH) == ""
    until_indexed(room)
    assert "a" in _titles(room, "more")
    assert shelves.add_path(None, str(room.folder), "", ZH) == ZH.is_a_collection.format(
        path=room.folder
    )
    guarded = Library(OpenCollections(room, folders=[tmp_path / "more"]))
    assert guarded.add_path(None, str(tmp_path), "", ZH) == ZH.not_allowed.format(path=tmp_path)
    assert guarded.add_path(None, "/etc/passwd", "", ZH).startswith(ZH.not_allowed[:4])


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission_is_said(shelves: Library, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    said = shelves.add_path(None, str(tmp_path / "closed"), "", ZH)
    assert said == ZH.not_readable.format(path=tmp_path / "closed")


def test_removing_takes_the_uploaded_copy_and_no_other_file(
    shelves: Library, room: ReadingRoom, folder: Path, received: Callable[[str, bytes], Any]
) -> None:
    shelves.add_uploads(None, {"files": [received("a.txt", "灯塔".encode())]}, "", ZH)
    until_indexed(room)
    assert room.indexing.report
    for one in room.documents():
        assert shelves.remove(None, one.id, ZH) == ""
    assert room.indexing.report is None
    assert room.facts().documents == 0 and not list(uploads_folder(room.folder).iterdir())
    assert len(list(folder.iterdir())) == 2
    for other in ("nobody", None, 3, ["x"]):
        assert shelves.remove(None, other, ZH) == ZH.unknown_document


def test_an_uploaded_archive_stays_while_a_part_of_it_is_indexed(
    shelves: Library, room: ReadingRoom, received: Callable[[str, bytes], Any]
) -> None:
    lines = b'{"text": "lighthouse one"}\n{"text": "lighthouse two"}'
    shelves.add_uploads(None, {"files": [received("rows.jsonl", lines)]}, "", ZH)
    until_indexed(room)
    first, second = found_documents(room, "rows.jsonl")
    kept = uploads_folder(room.folder) / "rows.jsonl"
    assert shelves.remove(None, first.id, ZH) == "" and kept.exists()
    assert shelves.remove(None, second.id, ZH) == "" and not kept.exists()


def test_looking_at_all_files_takes_what_has_changed(
    shelves: Library, room: ReadingRoom, folder: Path
) -> None:
    (folder / "通告.txt").write_text("改过的通告：桥上不得停留。", "utf-8")
    assert shelves.update(None, ZH) == ""
    until_indexed(room)
    report = room.indexing.report
    assert report and (len(report.changed), report.unchanged) == (1, 1)
    for path in folder.iterdir():
        path.unlink()
    assert str(folder / "通告.txt") in shelves.update(None, ZH)


def test_an_unchanged_file_is_read_again_in_the_encoding_chosen_for_it(
    shelves: Library, room: ReadingRoom, received: Callable[[str, bytes], Any]
) -> None:
    name = "[甲].txt"  # would be a pattern
    sent = {"files": [received(name, "Tomás".encode("cp1252"))]}
    assert shelves.add_uploads(None, sent, "cp1251", ZH) == ""
    until_indexed(room)
    (before,) = found_documents(room, name)
    with Collection.open(room.folder) as collection:
        old_rows = collection.store.rows_in(before.id)
    assert shelves.read_again(None, before.id, ZH) == ""
    until_indexed(room)
    report = room.indexing.report
    assert report and len(report.changed) == 1 and not report.unused
    assert found_documents(room, name) == [before]
    with Collection.open(room.folder) as collection:
        assert collection.store.rows_in(before.id) != old_rows


def test_a_file_that_is_gone_is_not_read_again(
    shelves: Library, room: ReadingRoom, folder: Path
) -> None:
    (folder / "通告.txt").unlink()
    (notice,) = found_documents(room, "通告")
    assert str(folder / "通告.txt") in shelves.read_again(None, notice.id, ZH)
    assert found_documents(room, "通告") == [notice]
    assert shelves.read_again(None, "nobody", ZH) == ZH.unknown_document


def test_a_page_for_reading_changes_nothing(
    room: ReadingRoom, folder: Path, tmp_path: Path, received: Callable[[str, bytes], Any]
) -> None:
    guarded = Library(OpenCollections(room), read_only=True)
    before = room.generation
    sent = {"files": [received("a.txt", b"x")]}
    one = room.documents()[0].id
    said = [
        guarded.add_uploads(None, sent, "", ZH),
        guarded.add_path(None, str(folder), "", ZH),
        guarded.add_sample(None, ZH),
        guarded.update(None, ZH),
        guarded.read_again(None, one, ZH),
        guarded.remove(None, one, ZH),
        guarded.stop(None, ZH),
        guarded.resume(None, ZH),
        guarded.switch(None, str(tmp_path / "new"), True, ZH)[1],
        guarded.switch(None, "new", True, ZH)[1],
    ]
    assert set(said) == {ZH.read_only}
    assert room.generation == before and not room.indexing.running
    assert not (tmp_path / "new").exists() and not uploads_folder(room.folder).exists()


def test_switching_finds_makes_and_refuses(
    shelves: Library, room: ReadingRoom, tmp_path: Path
) -> None:
    new = str(tmp_path / "new")
    assert shelves.switch(None, "", False, ZH) == (None, ZH.name_one)
    assert shelves.switch(None, new, False, ZH) == (None, ZH.no_collection_there.format(path=new))
    key, said = shelves.switch(None, new, True, ZH)
    assert said == "" and shelves.collections.at(key).room.folder == Path(new)
    assert shelves.switch(None, str(room.folder), False, ZH)[1] == ""
    guarded = Library(OpenCollections(room, folders=()))
    assert guarded.switch(None, new, False, ZH) == (None, ZH.not_to_open.format(path=new))
    with Collection.open(tmp_path / "other", create=True) as collection:
        (tmp_path / "a.txt").write_text("灯塔", "utf-8")
        index_paths(collection, SmallEncoder("small-2"), [tmp_path / "a.txt"])
    key, said = shelves.switch(None, str(tmp_path / "other"), False, ZH)
    assert key is None and "是用模型 small 建立的" in said


def test_a_bare_name_is_a_collection_beside_the_one_that_is_looked_at(
    shelves: Library, room: ReadingRoom, tmp_path: Path
) -> None:
    seeds = room.folder.resolve().parent / "种子"
    missing = ZH.no_collection_there.format(path=seeds)
    assert shelves.switch(None, "种子", False, ZH) == (None, missing)
    assert shelves.switch(None, " 种子 ", True, ZH) == (str(seeds), "")
    (tmp_path / "elsewhere").mkdir()
    away, _ = shelves.switch(None, str(tmp_path / "elsewhere" / "one"), True, ZH)
    assert shelves.switch(away, "two", True, ZH)[0] == str(tmp_path / "elsewhere" / "two")
    there = set(tmp_path.rglob("*"))
    for way in (".", "..", "a/b", "种子/", "../种子", "a\\b", "./x"):
        assert shelves.switch(None, way, True, ZH) == (None, ZH.name_or_path)
    assert shelves.switch(None, "~nobody-of-that-name", True, ZH)[0] is None
    assert shelves.switch(None, "a\0b", True, ZH)[0] is None
    assert set(tmp_path.rglob("*")) == there


def test_a_bare_name_leads_nowhere_that_may_not_be_named(room: ReadingRoom, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for folders in ((), (tmp_path / "mine",)):
        guarded = Library(OpenCollections(room, folders=folders))
        key, said = guarded.switch(None, "种子", True, ZH)
        refused = ZH.not_to_open.format(path=room.folder.resolve().parent / "种子")
        assert (key, said) == (None, refused)


def test_what_was_read_is_read_from_the_file(
    shelves: Library, room: ReadingRoom, folder: Path
) -> None:
    opened = shelves.collections.at(None)
    one = found_documents(room, "通告.txt")[0]
    text, found = what_was_read(opened, one.id) or ("", {})
    assert found["encoding"] == "gb18030" and "望澜桥" in text
    assert what_was_read(opened, "nobody") is None and what_was_read(opened, {}) is None


def test_documents_are_found_by_every_word(room: ReadingRoom) -> None:
    assert len(found_documents(room, "")) == len(found_documents(room, None)) == 2
    assert _titles(room, "交通局 2021-03") == ["望澜桥通告"]
    assert _titles(room, "交通局 2022") == []


def test_a_question_during_the_first_run_is_told_to_wait(
    collection: Collection, small_encoder: SmallEncoder, folder: Path
) -> None:
    room = ReadingRoom(collection, small_encoder)
    with Collection.open(collection.folder) as other:
        index_paths(other, small_encoder, [folder])
    (collection.folder / "derived.json").unlink()
    with Collection.open(collection.folder) as other, other.writing():
        assert answer_question(room, Asked.typed("桥", 3)).problem is Problem.FAILED
        room.indexing.start([folder])  # waits for its turn
        outcome = answer_question(room, Asked.typed("桥", 3))
        assert outcome.problem is Problem.STILL_READING
        shown = read(render_outcome(outcome, room.facts(), {}, ZH)).text
        assert shown == ZH.still_reading
    until_indexed(room)
    assert answer_question(room, Asked.typed("桥", 3)).answer
