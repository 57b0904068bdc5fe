from pathlib import Path

import pytest

from corpus import ReadError, Skipped, read_file, walk


def test_a_document_is_its_files_text_untouched(tmp_path: Path) -> None:
    path = tmp_path / "旧桥.txt"
    path.write_bytes("旧桥修缮\r\n　　正文第一段。\r\n".encode("gbk"))
    (document,) = read_file(path)
    assert document.text == "旧桥修缮\r\n　　正文第一段。\r\n"
    assert document.title == "旧桥修缮"
    assert (document.source.encoding, document.source.size) == ("gb18030", 28)


def test_front_matter_becomes_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: 旧桥\nauthor: '某甲'\ndate: 2024-05-01\n---\n\n# 别的题目\n正文。", "utf-8"
    )
    (document,) = read_file(path)
    assert document.title == "旧桥"
    assert document.metadata == {"author": "某甲", "date": "2024-05-01"}


def test_equal_bytes_are_one_document(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("同样的内容。", "utf-8")
    assert read_file(tmp_path / "a.txt")[0].id == read_file(tmp_path / "b.txt")[0].id


def test_a_file_without_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text(" \n")
    with pytest.raises(ReadError, match=r"empty\.txt: there is no text in it"):
        read_file(path)


def test_walking_names_what_it_skips(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.md").write_text("b")
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / ".hidden.txt").write_text("h")
    (tmp_path / "c.exe").write_text("c")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = list(walk([tmp_path, tmp_path / "a.txt", tmp_path / "gone"]))
    assert [entry for entry in found if isinstance(entry, Path)] == [
        tmp_path / "a.txt",
        tmp_path / "sub" / "b.md",
    ]
    skipped = {entry.path.name: entry.reason for entry in found if isinstance(entry, Skipped)}
    assert set(skipped) == {"c.exe", "gone"}
    assert ".exe" in skipped["c.exe"] and skipped["gone"] == "there is no such file or folder"
