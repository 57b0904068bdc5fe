"""Files that are sent to the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.ui.reading import read
from tests.ui.waiting import until_indexed
from ui import ReadingRoom
from ui.asked import Asked
from ui.handlers import answer_question
from ui.library import Library, found_documents
from ui.open_collections import OpenCollections
from ui.render_indexing import render_run
from ui.translations import TEXTS
from ui.uploads import uploads_folder

ZH, EN = TEXTS["zh"], TEXTS["en"]


def _titles(room: ReadingRoom) -> list[str]:
    return [one.title for one in found_documents(room, "")]


def test_files_that_are_sent_are_kept_and_indexed(
    shelves: Library, room: ReadingRoom, received: Callable[[str, bytes], Any]
) -> None:
    sent = {
        "files": [received("新 <b>.txt", "鲸落万物生。".encode()), received("旧.md", b"# Old\n\nx")]
    }
    assert shelves.add_uploads(None, sent, "", ZH) == ""
    until_indexed(room)
    kept = {path.name for path in uploads_folder(room.folder).iterdir()}
    assert kept == {"新 <b>.txt", "旧.md"}
    assert room.facts().documents == 4 and "Old" in _titles(room)
    answer = answer_question(room, Asked.typed("鲸落", 3)).answer
    assert answer and answer.hits[0].citation.document.source.path.endswith("新 <b>.txt")


def test_what_is_no_upload_is_not_read(
    shelves: Library, room: ReadingRoom, tmp_path: Path, received: Callable[[str, bytes], Any]
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (tmp_path / "gradio" / "link").symlink_to(secret)
    paths = [str(secret), str(tmp_path / "gradio" / "link"), f"{tmp_path}/gradio/../secret.txt", ""]
    for sent in (None, 3, {}, {"files": "x"}, {"files": [{"path": path} for path in paths]}):
        assert shelves.add_uploads(None, sent, "", ZH) == ZH.nothing_received
    assert secret.exists() and not uploads_folder(room.folder).exists()


def test_a_file_that_is_too_large_is_refused(
    room: ReadingRoom, received: Callable[[str, bytes], Any]
) -> None:
    shelves = Library(OpenCollections(room), largest_upload=10)
    said = shelves.add_uploads(None, {"files": [received("a.txt", b"x" * 11)]}, "", ZH)
    assert said == ZH.too_large.format(name="a.txt", limit="10 B")
    assert not uploads_folder(room.folder).exists()


def test_a_kind_that_is_not_read_is_said_and_not_kept(
    shelves: Library, room: ReadingRoom, received: Callable[[str, bytes], Any]
) -> None:
    sent = {"files": [received("照片.png", b"x"), received("a.txt", "灯塔".encode())]}
    said = shelves.add_uploads(None, sent, "", ZH)
    assert said.startswith("照片.png：不支持 .png 文件；请先识别文字")
    english = shelves.add_uploads(None, {"files": [received("照片.png", b"x")]}, "", EN)
    assert english.startswith("照片.png: .png files are not supported")
    until_indexed(room)
    assert [path.name for path in uploads_folder(room.folder).iterdir()] == ["a.txt"]


def test_an_upload_that_cannot_be_read_is_said_and_taken_away_again(
    shelves: Library, room: ReadingRoom, folder: Path, received: Callable[[str, bytes], Any]
) -> None:
    broken = {"空.txt": b"", "坏.pdf": b"%PDF-1.7\nrubbish", "乱.txt": bytes(range(256)) * 20}
    sent = [received(name, content) for name, content in broken.items()]
    sent.append(received("好.txt", "鲸落万物生。".encode()))
    assert shelves.add_uploads(None, {"files": sent}, "", ZH) == ""
    until_indexed(room)
    uploads = uploads_folder(room.folder)
    assert [path.name for path in uploads.iterdir()] == ["好.txt"]
    report = room.indexing.report
    assert report and {one.path.name for one in report.skipped} == broken.keys()
    assert room.indexing.uploaded.not_kept == {uploads / name for name in broken}
    shown = read(render_run(report, "", ZH, room.indexing.uploaded)).text
    assert shown.count(ZH.not_kept) == 3 and str(uploads) not in shown
    assert shelves.update(None, ZH) == ""
    until_indexed(room)
    assert room.indexing.report and not room.indexing.report.skipped


def test_what_cannot_be_read_of_other_files_stays(
    shelves: Library, room: ReadingRoom, folder: Path, received: Callable[[str, bytes], Any]
) -> None:
    """Those in folders that were named, those that someone put into uploads, and those that could
    be read before."""
    (folder / "空.txt").touch()
    old = "鲸落万物生。海上灯塔。".encode("gb18030")
    sent = {"files": [received("旧.txt", old)]}
    shelves.add_uploads(None, sent, "", ZH)
    until_indexed(room)
    by_hand = uploads_folder(room.folder) / "手放.txt"
    by_hand.touch()
    skipped = set()
    for act in (
        lambda: shelves.add_path(None, str(folder), "", ZH),
        lambda: shelves.update(None, ZH),
    ):
        assert act() == ""
        until_indexed(room)
        assert room.indexing.report
        skipped |= {one.path.name for one in room.indexing.report.skipped}
    assert skipped == {"空.txt", "手放.txt"}
    sent = {"files": [received("旧.txt", old)]}
    assert shelves.add_uploads(None, sent, "utf-8", ZH) == ""
    until_indexed(room)
    assert room.indexing.report and room.indexing.report.skipped
    assert {path.name for path in uploads_folder(room.folder).iterdir()} == {"旧.txt", "手放.txt"}
    assert (folder / "空.txt").exists()


def test_another_content_under_a_name_that_is_taken_is_told(
    shelves: Library, room: ReadingRoom, received: Callable[[str, bytes], Any]
) -> None:
    for content in ("旧的守则。", "新的守则。", "旧的守则。"):
        sent = {"files": [received("守则.txt", content.encode())]}
        assert shelves.add_uploads(None, sent, "", ZH) == ""
        until_indexed(room)
        report, uploaded = room.indexing.report, room.indexing.uploaded
        said = ZH.kept_beside.format(name="守则.txt", kept="守则 (2).txt")
        assert (said in read(render_run(report, "", ZH, uploaded)).text) == ("新" in content)
    sent = {"files": [received("守则.txt", b"")]}
    shelves.add_uploads(None, sent, "", ZH)
    until_indexed(room)
    assert not room.indexing.uploaded.beside


def test_a_newer_upload_takes_the_place_of_the_older_one(
    shelves: Library, room: ReadingRoom, received: Callable[[str, bytes], Any]
) -> None:
    uploads = uploads_folder(room.folder)
    for content in ("守则甲。旧的守则说鲸落。", "守则乙。新的守则说灯塔。"):
        sent = {"files": [received("守则.txt", content.encode())]}
        assert shelves.add_uploads(None, sent, "", ZH) == ""
        until_indexed(room)
    newer = uploads / "守则 (2).txt"
    shown = read(render_run(room.indexing.report, "", EN, room.indexing.uploaded))
    (button,) = [one for one in shown.of("button") if "data-replace" in one.attributes]
    assert button.attributes["data-replace"] == str(newer) and button.text == EN.put_in_place
    for other in (uploads / "守则.txt", room.folder / "collection.db", "../守则.txt", None):
        assert shelves.put_in_place(None, other, ZH) == (ZH.unknown_document, "")
    assert Library(shelves.collections, read_only=True).put_in_place(None, newer, ZH)[0]
    assert shelves.put_in_place(None, str(newer), ZH) == ("", "守则.txt")
    assert [path.name for path in uploads.iterdir()] == ["守则.txt"]
    assert "新的守则" in (uploads / "守则.txt").read_text("utf-8")
    first = answer_question(room, Asked.typed("灯塔", 3)).answer
    assert first and first.hits[0].citation.document.source.path == str(uploads / "守则.txt")
    gone = answer_question(room, Asked.typed("鲸落", 3)).answer
    assert gone and not any("鲸落" in one.citation.quote for one in gone.hits)
    assert "(2)" not in read(render_run(room.indexing.report, "", ZH, room.indexing.uploaded)).text
    assert shelves.update(None, ZH) == ""
    until_indexed(room)
    assert room.indexing.report and not (room.indexing.report.added or room.indexing.report.changed)
    assert shelves.put_in_place(None, str(newer), ZH) == (ZH.unknown_document, "")
