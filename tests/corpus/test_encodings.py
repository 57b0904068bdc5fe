import codecs
from pathlib import Path

import pytest

from corpus.encodings import decode

SIMPLIFIED = "澜川市社区食堂管理办法，自2024年1月1日起施行。各区应当加强监督检查。"
TRADITIONAL = "瀾川市社區食堂管理辦法，自2024年1月1日起施行。各區應當加強監督檢查。"


@pytest.mark.parametrize(
    ("text", "encoding", "bom", "name"),
    [
        (SIMPLIFIED, "utf-8", b"", "utf-8"),
        (SIMPLIFIED, "utf-8", codecs.BOM_UTF8, "utf-8"),
        (SIMPLIFIED, "gbk", b"", "gb18030"),
        (SIMPLIFIED + "㐂𠀀", "gb18030", b"", "gb18030"),
        (TRADITIONAL, "gbk", b"", "gb18030"),
        (TRADITIONAL, "big5", b"", "big5hkscs"),
        (SIMPLIFIED, "utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        (TRADITIONAL, "utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        (SIMPLIFIED, "utf-16-le", b"", "utf-16-le"),
        (TRADITIONAL, "utf-16-be", b"", "utf-16-be"),
        (SIMPLIFIED, "utf-32-le", codecs.BOM_UTF32_LE, "utf-32-le"),
        ("plain ASCII, nothing else", "ascii", b"", "utf-8"),
    ],
)
def test_the_encoding_is_found_and_nothing_is_lost(
    text: str, encoding: str, bom: bytes, name: str
) -> None:
    decoded = decode(bom + text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.replaced) == (text, name, 0)


def test_line_ends_stay_as_they_are() -> None:
    assert decode("一\r\n二\r三\n".encode("gbk")).text == "一\r\n二\r三\n"


def test_a_damaged_byte_is_counted_and_the_rest_is_read() -> None:
    data = (SIMPLIFIED * 5).encode("utf-8")
    decoded = decode(data[:30] + b"\xff" + data[30:])
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)
    assert decoded.text.replace("\ufffd", "") == SIMPLIFIED * 5


def test_a_replacement_character_in_the_file_is_no_loss() -> None:
    assert decode("坏\ufffd字".encode()).replaced == 0


@pytest.mark.shared
def test_real_documents_survive_gb18030_and_big5(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        assert decode(text.encode("gb18030")).text == text
        as_big5 = text.encode("big5hkscs", "ignore")
        if len(as_big5) > len(text):
            assert decode(as_big5).encoding == "big5hkscs"
