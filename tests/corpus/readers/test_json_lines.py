import pytest

from corpus import ReadError
from corpus.readers.json_lines import read_json_lines

LINES = """{"text": "正文一。", "title": "题", "date": "2023年3月5日", "n": 3, "ok": true, "x": 0}
{"content": "正文二。", "tags": ["a"]}

{"text": "坏
[1, 2]
{"title": "没有正文"}
{"text": " ", "body": "正文三。\\ud83d"}
{"text": 5}
"""


def test_each_line_is_a_document() -> None:
    first, second, third = read_json_lines(LINES.encode())
    assert (first.text, first.title, first.member) == ("正文一。", "题", "line 1")
    assert first.metadata == {"date": "2023-03-05", "n": "3", "ok": "true", "x": "0"}
    assert (second.text, second.title, second.member) == ("正文二。", None, "line 2")
    assert (third.text, third.member) == ("正文三。\ufffd", "line 7")


def test_lines_that_are_no_document_are_named() -> None:
    first, *others = read_json_lines(LINES.encode())
    assert first.notes == (
        "line 4 is not valid JSON",
        "line 5 is not an object in braces",
        "lines 6, 8 are without a text in the field text, content or body",
    )
    assert all(other.notes == () for other in others)


def test_runs_of_bad_lines_are_one_range() -> None:
    (only,) = read_json_lines(b"x\nx\nx\n" + b'{"text": "a"}' + b"\nx\n")
    assert only.notes == ("lines 1–3, 5 are not valid JSON",)


def test_a_file_without_a_usable_line_is_refused() -> None:
    with pytest.raises(ReadError, match="no line is a document; lines 1–2 are not valid JSON"):
        read_json_lines(b"x\n" + b"[" * 100_000 + b"\n")
