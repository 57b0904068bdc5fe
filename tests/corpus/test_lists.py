import pytest

from corpus import Document, Limits, Source, split
from corpus.lists import introductions


def test_the_sentence_before_the_first_item_introduces_all() -> None:
    lines = ["近来情况不错。要做好两件事：", "第一，修路。", "第二，架桥。", "第三件事另说。"]
    assert introductions(lines) == {1: "要做好两件事：", 2: "要做好两件事："}


def test_a_list_may_begin_inside_the_line_that_introduces_it() -> None:
    lines = ["问题有三。一是路窄，行人不便。", "二是桥旧。", "三是缺水。"]
    assert introductions(lines) == {1: "问题有三。", 2: "问题有三。"}


@pytest.mark.parametrize(
    "lines",
    [
        ["前言。", "一是修路。", "三是架桥。"],  # an item is missing
        ["前言。", "一是修路。", "二要架桥。"],  # of another style
        ["前言。", "二是架桥。", "三是通水。"],  # no beginning
        ["一是修路。", "二是架桥。"],  # nothing introduces it
        ["一要紧的事是修路。", "路要早修。"],
    ],
)
def test_what_is_no_introduced_list(lines: list[str]) -> None:
    assert introductions(lines) == {}


def test_a_long_introduction_keeps_its_last_clauses() -> None:
    long = "这一年里镇上的大小事情都办得相当不错，" * 4 + "还有两件事没有做完："
    (kept,) = set(introductions([long, "一是修路。", "二是架桥。"]).values())
    assert long.endswith(kept) and kept.endswith("还有两件事没有做完：") and len(kept) <= 50


def test_items_stand_under_their_introduction() -> None:
    text = (
        "一、打算\n今年办两件事：\n一是修路，从东门修到渡口。\n"
        "二是架桥，架在老渡口旁边。\n另外，通水不急。"
    )
    source = Source("d.txt", "", 0, "text", "utf-8")
    passages = split(Document("d", "计划", text, source), Limits(short=1, longest=16))
    assert [passage.section for passage in passages] == [
        ("一、打算",),
        ("一、打算", "今年办两件事："),
        ("一、打算", "今年办两件事："),
        ("一、打算",),
    ]
