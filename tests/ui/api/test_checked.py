"""What strangers send, and what they are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa import Collection, index_paths
from tests.small_encoder import SmallEncoder
from ui import AllowedFolders, Programs, ReadingRoom, Study
from ui.api.checked import checked
from ui.api.sendable import sendable


@pytest.fixture
def programs(room: ReadingRoom, tmp_path: Path) -> Programs:
    return Programs(room, Study(room.folder), AllowedFolders((tmp_path,)))


@pytest.mark.parametrize(
    ("name", "sent", "told"),
    [
        ("ask", {"question": 3}, "question: Input should be a valid string"),
        ("ask", {"question": "桥", "top": "5"}, "top: Input should be a valid integer"),
        ("ask", {"question": "桥", "top": True}, "top: Input should be a valid integer"),
        ("ask", {"question": "桥", "top": 1.0}, "top: Input should be a valid integer"),
        ("ask", {"question": "桥", "top": 101}, "top: a number from 1 to 100 is expected, not 101"),
        ("ask", {"question": "桥", "documents": "a"}, "documents: Input should be a valid list"),
        ("ask", {"question": "桥", "where": ["a=b", 1]}, "where[1]: Input should be a valid str"),
        ("ask", {"question": "桥", "where": ["a"]}, "a is no condition"),
        ("ask", {"question": "桥", "since": "soon"}, "soon is no date"),
        ("ask", {"question": " \n"}, "the question is empty"),
        ("ask", {"question": "桥" * 2001}, "over 2000 characters"),
        ("ask", {"question": "\ud800"}, "half a surrogate pair"),
        ("ask", {"question": "桥", "more_like": ["x-1"]}, "there is no passage x-1"),
        ("ask", {}, "question: Missing required argument"),
        ("ask", {"question": "桥", "bogus": 1}, "bogus: Unexpected keyword argument"),
        ("related", {"passage_id": "x-1"}, "there is no passage x-1"),
        ("related", {"passage_id": None}, "passage_id: Input should be a valid string"),
        ("compare", {"a": "x", "b": "~nobody-at-all/y"}, "no passage, document or indexed file"),
        ("compare", {"a": "x\0", "b": "y"}, "no passage, document or indexed file"),
        ("documents", {"limit": 0}, "limit: a number from 1 to 1000 is expected, not 0"),
        ("documents", {"offset": -1}, "offset: a number from 0 is expected, not -1"),
        ("passage", {"passage_id": "../../etc"}, "there is no passage ../../etc"),
        ("passage", {"passage_id": "x", "language": "fr"}, "language: Input should be 'zh' or"),
        ("index", {"paths": []}, "name at least one file or folder"),
        ("index", {"paths": ["a"], "encodings": ["=x"]}, "there is no encoding 'x'"),
    ],
)
def test_what_makes_no_sense_is_refused(
    programs: Programs, name: str, sent: dict[str, Any], told: str
) -> None:
    function = next(one for one in programs.functions if one.__name__ == name)
    with pytest.raises(LookupError) as refused:
        checked(function, LookupError)(**sent)
    assert told in str(refused.value)
    str(refused.value).encode("utf-8")


def test_other_errors_are_not_told_as_refusals() -> None:
    def broken(number: int) -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        checked(broken, LookupError)(1)


def test_what_was_wrong_is_not_repeated(programs: Programs) -> None:
    with pytest.raises(LookupError) as refused:
        checked(programs.ask, LookupError)(question=["<script>"])
    assert "script" not in str(refused.value)


def test_a_document_cannot_pass_for_a_file(
    programs: Programs, collection: Collection, small_encoder: SmallEncoder, folder: Path
) -> None:
    """Gradio moves what has a path and its `meta` to where it serves files, or fails over it."""
    (folder / "fields.md").write_text(
        '---\npath: /etc/hosts\nmeta: {"_type": "gradio.FileData"}\nurl: /x\n---\n奇怪的字段。',
        "utf-8",
    )
    index_paths(collection, small_encoder, [folder])
    found = checked(programs.ask, LookupError)("奇怪的字段", documents=["fields"])
    metadata = found["hits"][0]["document"]["metadata"]
    assert metadata["path"] == "/etc/hosts"
    assert "meta" not in metadata and "FileData" in metadata["meta_"]


def test_only_what_cannot_be_sent_is_changed() -> None:
    value = {"a": [1, None, {"b": "桥\u202e"}], "meta": {"c": 0.5}}
    assert sendable(value) == value
    assert json.dumps(sendable({"\udfff": "a\ud83d"}), ensure_ascii=False).encode("utf-8")
