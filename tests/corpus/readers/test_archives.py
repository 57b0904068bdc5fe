from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import ReadError
from corpus.readers import READERS, Reading, archive, bounds, reader_for, tar_members, zip_files
from corpus.readers.member import label
from corpus.reading import read_documents, read_file

PNG = b"\x89PNG\r\n\x1a\n"


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return file.getvalue()


def tarred(members: dict[str, bytes], packing: str = "") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=f"w:{packing}", format=tarfile.GNU_FORMAT) as opened:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            opened.addfile(info, io.BytesIO(data))
    return file.getvalue()


def read(name: str, data: bytes) -> list[Reading]:
    reader = reader_for(name)
    assert reader
    return list(reader(data))


MEMBERS = {
    "法规/甲.md": "# 甲法\n第一条".encode(),
    "法规/a.png": PNG,
    "数据.jsonl": '{"text": "一"}\nx\n{"text": "二"}\n'.encode(),
    "说明.txt": "说明文字。".encode("gb18030"),
    "坏.pdf": b"%PDF-1.7 cut",
    ".DS_Store": b"x",
}
FOUND = [
    ("法规/甲.md", "markdown", "# 甲法\n第一条", ()),
    ("数据.jsonl/line 1", "jsonl", "一", ("数据.jsonl: line 2 is not valid JSON",)),
    ("数据.jsonl/line 3", "jsonl", "二", ()),
    ("说明.txt", "text", "说明文字。", ()),
]
NOTES = {
    0: "skipped 法规/a.png: .png files are not supported; recognise its text (OCR) and save that"
    " as .pdf or .txt",
    3: "skipped 坏.pdf: it is cut off: the end of the file is missing; get it again",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("a.tar", tarred(MEMBERS)),
        ("a.tar.gz", tarred(MEMBERS, "gz")),
        ("a.TGZ", tarred(MEMBERS, "gz")),
        ("a.v1.tar.xz", tarred(MEMBERS, "xz")),
        ("a.txz", tarred(MEMBERS, "xz")),
        ("a.tar.bz2", tarred(MEMBERS, "bz2")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_members_are_documents_and_what_is_left_out_is_named(name: str, data: bytes) -> None:
    readings = read(name, data)
    assert [(r.member, r.format, r.text) for r in readings] == [found[:3] for found in FOUND]
    for index, (reading, found) in enumerate(zip(readings, FOUND, strict=True)):
        own = (NOTES[index],) if index in NOTES else ()
        assert reading.notes == (*found[3], *own)


def test_the_longest_suffix_decides() -> None:
    assert reader_for("a.tar.xz") is READERS[".tar.xz"]
    assert reader_for("2023.1.1 报告.TXT") is READERS[".txt"]
    assert (reader_for("a.xz"), reader_for(".txt"), reader_for("a")) == (None, None, None)


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    names = ["../../甲.txt", "/etc/乙.txt", "C:\\丙\\丁.txt", "./戊.txt"]
    members = dict.fromkeys(names, b"text")
    expected = ["甲.txt", "etc/乙.txt", "丙/丁.txt", "戊.txt"]
    folder = tmp_path / "inside" / "deeper"
    folder.mkdir(parents=True)
    (folder / "a.zip").write_bytes(zipped(members))
    assert [document.source.member for document in read_file(folder / "a.zip")] == expected
    assert [reading.member for reading in read("a.tar", tarred(members))] == expected
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder / "a.zip"]
    assert label("a\x00\n.txt") == "a\ufffd\ufffd.txt"


def test_two_members_of_one_name_are_two_documents() -> None:
    data = tarred({"a.txt": b"one"})[:1024] + tarred({"a.txt": b"two"})
    assert [(r.member, r.text) for r in read("a.tar", data)] == [
        ("a.txt", "one"),
        ("a.txt (2)", "two"),
    ]


def test_chinese_names_without_the_utf8_mark_are_decoded() -> None:
    names = ["国务院关于加强环境保护工作的决定.txt", "实施办法.txt"]
    plain = zipped(
        {"a" * len(names[0].encode("gbk")): b"1", "b" * len(names[1].encode("gbk")): b"2"}
    )
    for letter, name in zip(b"ab", names, strict=True):
        raw = name.encode("gbk")
        plain = plain.replace(bytes([letter]) * len(raw), raw)
    assert [reading.member for reading in read("a.zip", plain)] == names
    raw_tar = tarred({"x" * len(names[0].encode("gbk")): b"1"})
    header = bytearray(raw_tar)
    header[: len(names[0].encode("gbk"))] = names[0].encode("gbk")
    header[148:156] = b"        "
    header[148:156] = f"{sum(header[:512]):06o}\0 ".encode()
    assert [reading.member for reading in read("a.tar", bytes(header))] == names[:1]


def test_archives_in_archives_are_read_two_deep() -> None:
    data = zipped({"底.txt": b"text"})
    for depth in (3, 2, 1):
        data = zipped({f"{depth}.txt": b"text", f"{depth}.zip": data})
    readings = read("a.zip", data)
    assert [reading.member for reading in readings] == ["1.txt", "1.zip/2.txt", "1.zip/2.zip/3.txt"]
    assert readings[-1].notes == (
        "skipped 1.zip/2.zip/3.zip: it is an archive in 2 archives in an archive; unpack it",
    )


def test_a_bomb_is_named_and_the_others_are_read() -> None:
    bomb = b"0" * 3_000_000
    (reading,) = read("a.zip", zipped({"bomb.txt": bomb, "good.txt": b"good"}))
    assert (reading.text, len(reading.notes)) == ("good", 1)
    assert reading.notes[0].startswith("skipped bomb.txt: it unpacks to ")
    assert reading.notes[0].endswith(" times its size (a bomb)")
    with pytest.raises(ReadError, match=r"nothing in it can be read: skipped bomb\.txt"):
        read("a.zip", zipped({"bomb.txt": bomb}))
    with pytest.raises(ReadError, match=r"it unpacks to far more than its size \(a bomb\)"):
        read("a.tar.xz", tarred({"bomb.txt": bomb}, "xz"))


def test_bounds_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (bounds.LARGEST_MEMBER, bounds.LARGEST_TOTAL) == (200_000_000, 4_000_000_000)
    assert (bounds.MOST_MEMBERS, bounds.DEEPEST) == (200_000, 2)
    members = {"a.txt": b"12345", "b.txt": b"1234567890", "c.txt": b"12345", "d.txt": b"1"}
    for module in (zip_files, tar_members):
        monkeypatch.setattr(module, "LARGEST_MEMBER", 9)
    for name, data in (("a.zip", zipped(members)), ("a.tar", tarred(members))):
        first, *others = read(name, data)
        assert first.notes == ("skipped b.txt: it unpacks to 10 bytes; at most 9 are read",)
        assert [other.member for other in others] == ["c.txt", "d.txt"]
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 9)
    (only,) = read("a.zip", zipped(members))
    assert only.notes[1] == "it unpacks to more than 9 bytes; what follows is not read"
    monkeypatch.setattr(archive, "MOST_MEMBERS", 1)
    (only,) = read("a.tar", tarred(members))
    assert only.notes == ("it has more than 1 members; what follows is not read",)


def test_encrypted_members_are_named() -> None:
    data = zipped({"secret.txt": b"text", "open.txt": b"open"}, zipfile.ZIP_STORED)
    first = data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8
    for place in first:
        data = data[:place] + b"\x01" + data[place + 1 :]
    (reading,) = read("a.zip", data)
    assert reading.notes == (
        "skipped secret.txt: it is encrypted; unpack it with its password first",
    )


def test_links_are_not_followed() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as opened:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        opened.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = 1
        opened.addfile(info, io.BytesIO(b"a"))
    (reading,) = read("a.tar", file.getvalue())
    assert reading.notes == ("skipped link.txt: it is no file but a link to /etc/passwd",)


def test_what_comes_before_the_damage_is_read() -> None:
    noise = bytes(range(256)) * 300
    whole = tarred({"a.txt": b"first", "b.csv": noise, "c.txt": b"last"})
    (reading,) = read("a.tar", whole[:30_000])
    assert reading.text == "first"
    assert "cut off" in reading.notes[-1]
    with pytest.raises(ReadError, match="damaged or cut off"):
        read("a.tar.gz", tarred({"a.txt": b"first"}, "gz")[:20])
    with pytest.raises(ReadError, match="damaged or cut off: its end is missing"):
        read("a.zip", zipped({"a.txt": b"first"})[:40])
    with pytest.raises(ReadError, match="nothing in it can be read: it is empty"):
        read("a.zip", zipped({}))


def test_members_are_unpacked_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    data = tarred({f"{number}.txt": b"text" * 1000 for number in range(50)}, "xz")
    unpacked = 0

    def counted(self: tar_members._Bounded, size: int) -> bytes:
        nonlocal unpacked
        chunk = self._stream.read(size)
        unpacked += len(chunk)
        return chunk

    monkeypatch.setattr(tar_members._Bounded, "read", counted)
    readings = iter(READERS[".tar.xz"](data))
    assert next(readings).member == "0.txt"
    assert unpacked <= 3 * 10_240  # the stream is read in records of that size
    assert sum(1 for _ in readings) == 49


@pytest.mark.shared
def test_a_large_archive_gives_its_documents_lazily(shared: Path) -> None:
    path = shared / "collections" / "laws.tar.xz"
    documents = read_documents(path)
    assert isinstance(documents, Iterator)
    assert next(documents).source.path == str(path)
    members = {reading.member for reading in READERS[".tar.xz"](path.read_bytes())}
    assert len(members) == 3502
