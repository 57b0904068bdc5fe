from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus import damaged_places, divide, read_file
from corpus.encodings import decode
from corpus.mojibake import garbled_lines
from qa.json_form.inspection import inspection_json
from tests.conftest import SAMPLE
from tests.corpus.test_encodings import (
    FRENCH,
    GERMAN,
    JAPANESE,
    KOREAN,
    POLISH,
    RUSSIAN,
    SIMPLIFIED,
    SPANISH,
    TRADITIONAL,
)

EVEN = "旧桥修好" * 2  # 24 bytes in UTF-8, which GBK reads as 12 characters
SOUND = [SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN, RUSSIAN, FRENCH, GERMAN, SPANISH, POLISH]


def as_latin(data: bytes) -> str:
    """As Windows-1252, the bytes that it does not know as Latin-1 has them."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in data
    )


@pytest.mark.parametrize(
    ("text", "encoding", "read", "taken_for"),
    [
        *((text, "utf-8", as_latin, "cp1252") for text in SOUND),
        (SIMPLIFIED, "utf-8", lambda data: data.decode("latin-1"), "cp1252"),
        (SIMPLIFIED, "gb18030", as_latin, "cp1252"),
        (TRADITIONAL, "big5hkscs", as_latin, "cp1252"),
        (JAPANESE, "cp932", as_latin, "cp1252"),
        (JAPANESE, "euc_jp", as_latin, "cp1252"),
        (KOREAN, "cp949", as_latin, "cp1252"),
        (RUSSIAN, "cp1251", as_latin, "cp1252"),
        (RUSSIAN, "utf-8", lambda data: data.decode("cp1251"), "cp1251"),
        (EVEN, "utf-8", lambda data: data.decode("gb18030"), "gb18030"),
    ],
)
def test_a_line_that_was_decoded_wrongly_says_what_was_meant(
    text: str, encoding: str, read: Callable[[bytes], str], taken_for: str
) -> None:
    garbled = read(text.encode(encoding))
    (line,) = garbled_lines(f"前一行。\n{garbled}\n后一行。")
    assert (line.clean.text, line.encoding, line.taken_for) == (text, encoding, taken_for)
    assert (line.start, line.end) == (5, 5 + len(garbled))
    for char, (start, end) in zip(text, line.clean.spans - 5, strict=True):
        if taken_for == "cp1252":  # a byte a character: the span holds the character, no more
            assert as_latin(char.encode(encoding)) == garbled[start:end] or encoding == "utf-8"
        assert 0 <= start < end <= len(garbled)
    assert (np.diff(line.clean.spans, axis=0) >= 0).all()


def test_a_character_knows_the_characters_that_it_was_garbled_to() -> None:
    (line,) = garbled_lines("ä¸­å›½ Ã©")
    assert line.clean.text == "中国 é"
    assert line.clean.spans.tolist() == [[0, 3], [3, 6], [6, 7], [7, 9]]


@pytest.mark.parametrize("text", SOUND)
def test_sound_lines_are_left_alone(text: str) -> None:
    assert garbled_lines(text) == []
    assert garbled_lines(text[:6]) == []


@pytest.mark.parametrize(
    "text",
    [
        "所谓乱码，如 Ã©tÃ© 或 ÖÐ¹ú，是读错了编码。",  # quoted in a sound line
        "25 °C ± 2, 3 × 4 m², §§ 7–9 «à la carte» ½ µm",
        "naïve café, señor, Ångström, über",
        "ÀÉÈÊ ÇÔÛ",
        "Ã",
        "Â© 2024",
    ],
)
def test_what_is_merely_odd_is_left_alone(text: str) -> None:
    assert garbled_lines(text) == []


def test_a_garbled_line_with_something_lost_stays_as_it_is() -> None:
    garbled = as_latin(SIMPLIFIED.encode())
    assert garbled_lines(garbled[:20] + garbled[21:]) == []


def test_the_document_is_untouched_and_the_quote_verbatim(tmp_path: Path) -> None:
    garbled = (
        f"{as_latin(SIMPLIFIED.encode('gbk'))}\n{as_latin(TRADITIONAL.encode())}\n锟斤拷锟斤拷\n"
    )
    (tmp_path / "a.txt").write_text(garbled, "utf-8")
    (document,) = read_file(tmp_path / "a.txt")
    assert document.text == garbled
    (passage,) = divide(document).passages
    assert passage.text == f"{SIMPLIFIED}\n{TRADITIONAL}\n锟斤拷锟斤拷"
    assert document.text[passage.start : passage.end] == garbled.rstrip("\n")
    first, second, lost = damaged_places(document.text)
    assert (first.why, first.repaired) == ("gb18030 taken for cp1252", True)
    assert (second.why, second.repaired) == ("utf-8 taken for cp1252", True)
    assert (lost.why, lost.repaired) == ("replacement character, decoded twice", False)
    assert [place["repaired"] for place in inspection_json(document)["damaged"]] == [
        True,
        True,
        False,
    ]


def test_nothing_is_touched_in_the_sample_collection() -> None:
    for path in sorted((SAMPLE / "documents").iterdir()):
        assert garbled_lines(decode(path.read_bytes()).text) == [], path.name


@pytest.mark.shared
def test_nothing_is_touched_in_real_documents(shared: Path) -> None:
    folders = (shared / "seeds", shared / "collections" / "work-reports")
    paths = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    assert len(paths) >= 88
    for path in paths:
        text = decode(path.read_bytes()).text
        assert garbled_lines(text) == [], path.name
