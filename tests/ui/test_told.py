"""What the page tells of an answer that one could misread without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import names, read_file, split
from qa import Collection, index_paths, remove, too_short_to_judge
from tests.small_encoder import SmallEncoder
from tests.ui.reading import read
from ui import ReadingRoom
from ui.asked import Asked
from ui.comparing import find_overlap, progress_of
from ui.handlers import answer_question, open_source, render_opened, render_outcome
from ui.place import steps
from ui.render_indexing import format_name
from ui.render_overlap import render_overlap
from ui.study import Study
from ui.translations import TEXTS

ZH, EN = TEXTS["zh"], TEXTS["en"]
RULE = "守桥的人每天早晚各看一次水位，记在墙上的木牌上，水涨过红线就敲钟，街坊听见钟声便不再上桥。"


def test_that_only_passages_with_a_phrase_were_looked_at_is_said(room: ReadingRoom) -> None:
    outcome = answer_question(room, Asked.typed("“救护車”能不能上桥，限制多少？", 5))
    assert outcome.answer and outcome.answer.required == ("救护車",)
    (hit,) = outcome.answer.hits
    document = hit.citation.document.text
    assert "救护车" in {document[start:end] for start, end in hit.words}
    shown = read(render_outcome(outcome, room.facts(), {}, ZH)).text
    assert ZH.only_with.format(phrases="“救护車”") in shown
    without = answer_question(room, Asked.typed("救护车能不能上桥，限制多少？", 5))
    assert "原样含有" not in read(render_outcome(without, room.facts(), {}, ZH)).text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("“四个意识”", True),
        ("「四个意识」『四个自信』！", True),
        ("“四个意识”包括哪些", False),
        ("四个意识包括哪些", False),
    ],
)
def test_a_phrase_alone_is_no_question(question: str, expected: bool) -> None:
    assert too_short_to_judge(question) == expected


def test_that_the_document_is_no_longer_there_is_said(
    room: ReadingRoom, collection: Collection
) -> None:
    outcome = answer_question(room, Asked.typed("救护车", 5))
    assert outcome.answer
    hit = outcome.answer.hits[0]
    source = open_source(room, outcome, hit.passage.id)
    assert source and not source.removed
    assert EN.standing_removed.strip() not in read(render_opened(source, EN)).text
    remove(collection, [hit.citation.document.id])
    source = open_source(room, outcome, hit.passage.id)
    assert source and source.removed
    assert EN.standing_removed.strip() in read(render_opened(source, EN)).text


def test_documents_of_one_title_are_told_apart(
    tmp_path: Path, collection: Collection, small_encoder: SmallEncoder
) -> None:
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.md").write_text(f"# 守桥规矩\n\n{RULE}\n\n{name}字本。", "utf-8")
    index_paths(collection, small_encoder, [tmp_path / "甲.md", tmp_path / "乙.md"])
    room = ReadingRoom(collection, small_encoder)
    study = Study(collection.folder)
    work = find_overlap(study)
    list(progress_of(work, ZH))
    shared = read(render_overlap(work.result(), ZH)).text
    outcome = answer_question(room, Asked.typed("水涨过红线怎么办", 5))
    also = read(render_outcome(outcome, room.facts(), {}, ZH)).of("div", "also")
    assert len(also) == 1
    for name in ("甲.md", "乙.md"):
        assert f"守桥规矩 ({name})" in shared
    assert sum(f"守桥规矩 ({name})" in also[0].text for name in ("甲.md", "乙.md")) == 1


def test_an_idiom_is_no_name() -> None:
    found = [
        name.text
        for name in names("廉洁勤政的诸葛亮和司马相如，在北京见了戈尔巴乔夫，不是安倍晋三")
    ]
    assert found == ["诸葛亮", "司马相如", "北京", "戈尔巴乔夫", "安倍晋三"]


def test_plain_text_is_called_so() -> None:
    assert [format_name(one, ZH) for one in ("text", "pdf")] == ["纯文本", "pdf"]


def test_parts_of_a_long_paragraph_are_told_apart(tmp_path: Path) -> None:
    long = "".join(f"第{n}年的水位比头一年高了{n}寸，木牌换过一回。" for n in range(40))
    (tmp_path / "水位.txt").write_text(f"水位记\n\n{RULE * 3}\n\n{long}", "utf-8")
    (document,) = read_file(tmp_path / "水位.txt")
    places = [steps(passage, document, ZH)[-1] for passage in split(document)]
    rest = ["第 3 段（续）"] * places.count("第 3 段（续）")
    assert rest and places == ["第 1 段", "第 3 段", *rest]
