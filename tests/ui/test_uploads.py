from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.uploads import Uploaded, discard, keep, safe_name, settle, uploads_folder


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    folder = tmp_path / "received"
    folder.mkdir()
    return folder


def _send(sent: Path, content: bytes, name: str = "a.txt") -> Path:
    path = sent / name
    path.write_bytes(content)
    return path


def test_a_file_is_moved_to_the_collection(tmp_path: Path, sent: Path) -> None:
    received = _send(sent, b"one")
    path = keep(tmp_path / "c", received, "报告.txt")
    assert path == tmp_path / "c" / "uploads" / "报告.txt"
    assert path.read_bytes() == b"one" and not received.exists()


def test_the_same_content_stays_one_file_and_another_gets_a_number(
    tmp_path: Path, sent: Path
) -> None:
    kept = [
        keep(tmp_path, _send(sent, content), "a.tar.gz") for content in (b"1", b"2", b"1", b"3")
    ]
    assert [path.name for path in kept] == ["a.tar.gz", "a (2).tar.gz", "a.tar.gz", "a (3).tar.gz"]
    assert [path.read_bytes() for path in kept] == [b"1", b"2", b"1", b"3"]


@given(st.text(max_size=300))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe and safe not in {".", ".."} and not safe.startswith((".", "~$"))
    assert "/" not in safe and "\0" not in safe and len(safe.encode("utf-8")) <= 220
    assert Path("/uploads", safe).parent == Path("/uploads")


def test_a_hostile_name_stays_a_name(tmp_path: Path, sent: Path) -> None:
    name = "../../../etc/<img src=x onerror=alert(1)>.txt"
    path = keep(tmp_path, _send(sent, b"x"), name)
    assert path.parent == uploads_folder(tmp_path)
    assert path.name == "<img src=x onerror=alert(1)>.txt"


def test_of_what_was_kept_only_what_could_not_be_read_goes(tmp_path: Path, sent: Path) -> None:
    names = {keep(tmp_path, _send(sent, content), "a.txt"): "a.txt" for content in (b"1", b"2")}
    first, second = names
    assert settle(tmp_path, names, []) == Uploaded(frozenset(), {second: "a.txt"})
    mine = _send(sent, b"mine")
    assert settle(tmp_path, names, [first, mine]) == Uploaded(frozenset([first]))
    assert mine.exists() and second.exists() and not first.exists()


def test_only_what_was_uploaded_is_deleted(tmp_path: Path, sent: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    kept = keep(tmp_path / "c", _send(sent, b"x"), "a.txt")
    link = kept.with_name("link.txt")
    link.symlink_to(mine)
    for path in (mine, link, uploads_folder(tmp_path / "c") / ".." / ".." / "mine.txt", kept):
        discard(tmp_path / "c", path)
    assert mine.exists() and link.is_symlink() and not kept.exists()
    discard(tmp_path / "c", kept)
