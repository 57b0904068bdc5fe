"""What programs get is what the command line gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus import UsageError
from qa import Answer, Collection, answer_json, ask, compare, comparison_json, related, related_json
from qa.commands import command_line
from tests.small_encoder import SmallEncoder
from ui import AllowedFolders, Programs, ReadingRoom, Study

QUESTION = "望澜桥上同时停留的人数不得超过多少？"


@pytest.fixture
def programs(room: ReadingRoom, tmp_path: Path) -> Programs:
    return Programs(room, Study(room.folder), AllowedFolders((tmp_path / "new",)))


def _untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "timings_ms": None}


def _answered(collection: Collection, small_encoder: SmallEncoder) -> Answer:
    return ask(collection, small_encoder, QUESTION, 2)


def test_an_answer(programs: Programs, collection: Collection, small_encoder: SmallEncoder) -> None:
    expected = answer_json(_answered(collection, small_encoder))
    assert _untimed(programs.ask(QUESTION, 2)) == _untimed(expected)


def test_an_answer_is_narrowed_and_moved(programs: Programs) -> None:
    ids = {hit["document"]["path"]: hit["document"]["id"] for hit in programs.ask("桥", 10)["hits"]}
    notice = next(path for path in ids if path.endswith("通告.txt"))
    for narrowed in (
        {"documents": [ids[notice]]},
        {"documents": ["通告"]},
        {"since": "2021-03", "until": "2021"},
        {"where": ["source=澜川市交通局"]},
    ):
        hits = programs.ask("桥", 10, **narrowed)["hits"]
        assert {hit["document"]["path"] for hit in hits} == {notice}
    first = programs.ask("桥")["hits"][0]["passage_id"]
    assert first not in [
        hit["passage_id"] for hit in programs.ask("桥", 10, less_like=[first])["hits"]
    ]
    assert programs.ask("“没有这句话” 桥")["missing_phrases"] == ["没有这句话"]


def test_related_and_comparison(
    programs: Programs, collection: Collection, small_encoder: SmallEncoder
) -> None:
    a, b = (hit.passage.id for hit in _answered(collection, small_encoder).hits)
    assert programs.related(a, 3) == related_json(related(collection, a, 3))
    assert programs.compare(a, b) == comparison_json(compare(collection, a, b))
    path = programs.documents("通告")["documents"][0]["paths"][0]
    assert programs.compare(path, a)["a"]["path"] == path


def test_documents_are_searched_and_paged(
    programs: Programs, collection: Collection, capsys: pytest.CaptureFixture[str]
) -> None:
    command_line.main(["documents", "--json", "--collection", str(collection.folder)])
    told = json.loads(capsys.readouterr().out)
    assert programs.documents() == {"total": 2, "offset": 0, "documents": told}
    assert programs.documents(limit=1, offset=1)["documents"] == told[1:]
    assert programs.documents(offset=9) == {"total": 2, "offset": 9, "documents": []}
    found = programs.documents("望瀾橋")  # a title, in the other script
    assert [one["title"] for one in found["documents"]] == ["望澜桥通告"]
    assert programs.documents("hostile <B>")["total"] == 1
    assert programs.documents("没有这一篇")["total"] == 0


def test_a_passage_is_verified_and_can_be_cited(programs: Programs) -> None:
    hit = programs.ask(QUESTION, 1)["hits"][0]
    found = programs.passage(hit["passage_id"], "en")
    same = ("text", "quote", "start", "end", "document", "section", "paragraph", "page")
    assert {name: found[name] for name in same} == {name: hit[name] for name in same}
    assert found["standing"] == "verified"
    assert hit["quote"].strip() in found["citations"]["plain"]
    assert found["citations"]["gb_t_7714"].startswith("望澜桥通告[Z]. 澜川市交通局, 2021-03-05")
    assert found["citations"]["bibtex"].startswith("@misc{")
    assert found["citations"]["markdown"].startswith("> ")
    beside = [found["before"], found["after"]]
    assert any(beside)
    for name, other in (("after", found["before"]), ("before", found["after"])):
        if other:
            assert programs.passage(other)[name] == hit["passage_id"]
    Path(hit["document"]["path"]).unlink()
    assert programs.passage(hit["passage_id"])["standing"] == "gone"


def test_indexing_tells_what_the_command_line_tells(
    programs: Programs,
    collection: Collection,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    small_encoder: SmallEncoder,
) -> None:
    monkeypatch.setattr("qa.commands.index.open_encoder", lambda model: small_encoder)
    new = tmp_path / "new"
    new.mkdir()
    (new / "甲.txt").write_bytes("新来的一篇，说的是渡口的船。".encode("gbk"))
    (new / "b.exe").write_bytes(b"MZ")
    first = programs.index([str(new)], ["*.txt=gbk"])
    assert (first["read"], first["passages"], first["encodings"]) == (1, 1, {"gb18030": 1})
    assert first["added"] == [str(new / "甲.txt")]
    assert [one["path"] for one in first["skipped"]] == [str(new / "b.exe")]
    assert "渡口" in programs.ask("渡口的船")["hits"][0]["text"]  # at once, on the open connection
    again = programs.index(["甲.txt", "b.exe"])
    command_line.main(["index", str(new), "--json", "--collection", str(collection.folder)])
    assert json.loads(capsys.readouterr().out) == again
    assert again["unchanged"] == 1 and not again["added"]


def test_nothing_is_indexed_where_one_only_reads(programs: Programs, tmp_path: Path) -> None:
    reading = Programs(programs.room, programs.study, None)
    with pytest.raises(UsageError, match="--read-only"):
        reading.index([str(tmp_path)])
