from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import ReadError, Skipped, read_file, walk
from corpus import reading as reading_module
from corpus.document import Block, Document
from corpus.readers import READERS, Reading, reader_for
from corpus.readers import reading as readers_reading
from corpus.readers.unsupported import unsupported
from tests.corpus.readers.pdf_writer import At, pdf


def read_all(folder: Path) -> tuple[dict[str, Document], dict[str, str]]:
    """Everything in a folder: documents by the name of their file, and why others are none."""
    documents: dict[str, Document] = {}
    reasons: dict[str, str] = {}
    for found in walk([folder]):
        if isinstance(found, Skipped):
            reasons[found.path.name] = found.reason
            continue
        try:
            (documents[found.name],) = read_file(found)
        except ReadError as error:
            assert str(error).startswith(f"{found}: ")
            reasons[found.name] = str(error).removeprefix(f"{found}: ")
    return documents, reasons


def test_the_rest_of_a_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "nul.txt").write_bytes(b"\x00" * 4096)
    (tmp_path / "cut.pdf").write_bytes(pdf([[At(72, 700, "text")]])[:400])
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(5000))
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "~$lock.docx").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("a.txt", "z.txt"):
        (tmp_path / name).write_text(f"正文 {name}。", "utf-8")
    documents, reasons = read_all(tmp_path)
    assert set(documents) == {"a.txt", "z.txt"}
    assert reasons == {
        "empty.txt": "it is empty (0 bytes)",
        "nul.txt": "there is no text in it",
        "cut.pdf": "it is cut off: the end of the file is missing; get it again",
        "old.doc": ".doc files are not supported; save it as .docx",
        "photo.png": ".png files are not supported; recognise its text (OCR) and save that as"
        " .pdf or .txt",
        "photo.txt": "it is no text but a picture (.png); give it the suffix of its kind",
        "noise.txt": "its bytes are no text in any encoding that Wenju knows",
        "self.txt": "it is a link that leads back to itself",
        "nowhere.txt": "there is no such file or folder",
        "pipe.txt": "neither a file nor a folder",
    }


def test_nul_bytes_in_a_text_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("前文\x00\x00后文".encode())
    (document,) = read_file(tmp_path / "a.txt")
    assert document.text == "前文\x00\x00后文"


def test_a_text_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert readers_reading.LARGEST_TEXT == 50_000_000
    monkeypatch.setattr(readers_reading, "LARGEST_TEXT", 100)
    for name, data in {
        "line.txt": b"a" * 101,
        "wide.txt": b"a" * 404,
        "fits.txt": b"a" * 100,
    }.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "page.html").write_bytes(b"<p>" + b"a" * 101)
    documents, reasons = read_all(tmp_path)
    assert set(documents) == {"fits.txt"}
    assert set(reasons) == {"line.txt", "wide.txt", "page.html"}
    assert reasons["line.txt"] == (
        "its text has 101 characters, more than the 100 that a document may have; divide it into"
        " several files"
    )


def test_a_file_that_is_too_large_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_module, "LARGEST_FILE", 10)
    (tmp_path / "a.txt").write_bytes(b"a" * 11)
    with pytest.raises(ReadError, match="it has 11 bytes, more than the 10 that are read"):
        read_file(tmp_path / "a.txt")


def test_a_file_that_vanishes_or_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gone.txt", "held.txt", "fine.txt"):
        (tmp_path / name).write_text("text")
    opened = Path.open

    def open_but(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "held.txt":
            raise PermissionError(13, "denied")
        if self.name == "gone.txt":
            self.unlink()
        return opened(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", open_but)
    documents, reasons = read_all(tmp_path)
    assert set(documents) == {"fine.txt"}
    assert reasons == {
        "gone.txt": "there is no such file or folder",
        "held.txt": "no permission to read it",
    }


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    real = os.fstat

    def growing(descriptor: int) -> os.stat_result:
        status = real(descriptor)
        with path.open("a") as file:
            file.write("more")
        return status

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(ReadError, match="it changed while it was read; read it again"):
        read_file(path)


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("text")
    listed = Path.iterdir

    def closed(self: Path) -> object:
        if self.name == "closed":
            raise PermissionError(13, "denied")
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert list(walk([tmp_path])) == [
        Skipped(tmp_path / "closed", "no permission to read it"),
        tmp_path / "open.txt",
    ]


def test_a_folder_that_links_to_its_parent_is_walked_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("text")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert list(walk([tmp_path])) == [tmp_path / "a" / "b.txt"]


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("旧".encode("gbk") + b".txt")
    path.write_text("text")
    assert list(walk([tmp_path])) == [Skipped(path, "its name is not in UTF-8; rename it")]


def test_a_parser_that_fails_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(data: bytes) -> list[Reading]:
        raise IndexError("list index out of range")

    monkeypatch.setitem(READERS, ".html", failing)  # type: ignore[arg-type]
    (tmp_path / "a.html").write_text("text")
    with pytest.raises(ReadError, match=r"it cannot be read \(IndexError: list index out of range"):
        read_file(tmp_path / "a.html")


def test_what_to_do_with_a_file_that_is_not_read() -> None:
    assert unsupported("a.wps") == ".wps files are not supported; save it as .docx"
    assert unsupported("录音.MP3") == (
        ".mp3 files are not supported; write down what is said and save that as .txt"
    )
    assert unsupported("README") == (
        "files without a suffix are not supported; if it holds text, save it as .txt, .docx or .pdf"
    )
    for suffix in READERS:
        assert "not supported; save it as" in unsupported("a.doc") and reader_for(f"a{suffix}")


def test_a_title_is_neither_an_aside_nor_a_row(tmp_path: Path) -> None:
    (tmp_path / "人口.csv").write_text("城市,人口,日期\n北京,2189,2020-11-01\n", "utf-8")
    titles = ["Bridges of the North", "Arches", "Piers"]
    pages = [[At(250, 810, "ANNUAL"), At(72, 700, title)] for title in titles]
    (tmp_path / "b.pdf").write_bytes(pdf(pages))
    documents, _ = read_all(tmp_path)
    assert (documents["人口.csv"].title, documents["人口.csv"].metadata) == ("人口", {})
    assert documents["b.pdf"].title == "Bridges of the North"
    assert documents["b.pdf"].blocks[0] == Block(0, 6, page=1, aside="page header")
