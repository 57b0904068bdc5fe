from __future__ import annotations

import pytest

from corpus import UsageError
from qa import Filter
from ui.asked import DEFAULT_COUNT, Asked, remembered
from ui.filter_fields import filled
from ui.offered import offered, shortened
from ui.reading_room import ReadingRoom
from ui.render_visit import narrowing, render_moved, render_past
from ui.translations import TEXTS

from .reading import read

ZH = TEXTS["zh"]


def test_what_is_typed_becomes_a_filter() -> None:
    asked = Asked.typed(
        " 桥？ ", 10, ["a", "", "a"], " 2021 ", "2022-03", "第一章", ["author=张三", "刊＝ 某报 "]
    )
    assert (asked.question, asked.count) == ("桥？", 10)
    assert asked.among == Filter(
        documents=("a",),
        since="2021",
        until="2022-03",
        section="第一章",
        where=(("author", "张三"), ("刊", "某报")),
    )
    assert asked.is_narrowed and not Asked("桥").is_narrowed
    assert Asked.typed(asked.question, asked.count, *filled(asked)) == asked


@pytest.mark.parametrize("sent", [None, {"a": 1}, 7.5, b"x", object()])
def test_what_makes_no_sense_narrows_nothing(sent: object) -> None:
    asked = Asked.typed(sent, sent, sent, sent, sent, sent, sent)
    assert asked == Asked("", DEFAULT_COUNT)
    assert asked.among == Filter()


@pytest.mark.parametrize("typed", ["author", "=", "author=", "= 张三"])
def test_a_condition_without_a_field_or_a_value_is_none(typed: str) -> None:
    with pytest.raises(UsageError, match="FIELD=VALUE"):
        _ = Asked("桥", where=(typed,)).among


def test_a_passage_is_marked_one_way_at_a_time_and_not_endlessly() -> None:
    asked = Asked("桥")
    for number in range(30):
        asked = asked.marking(f"a-{number}", more=True)
    assert asked.more_like == tuple(f"a-{number}" for number in range(10, 30))
    assert asked.marking("a-29", more=True) == asked
    assert asked.unmarked() == Asked("桥")


def test_the_visit_remembers_a_bounded_number_of_questions() -> None:
    past: tuple[Asked, ...] = ()
    for number in range(40):
        past = remembered(past, Asked(f"第{number}问"))
    assert len(past) == 30
    assert past[0].question == "第39问"
    assert remembered(past, Asked("")) == past


def test_past_questions_are_text(room: ReadingRoom) -> None:
    asked = Asked("<script>", documents=("x",), since="2021", where=("a=<b>",), more_like=("p-1",))
    reading = read(render_past((asked,), {"x": "<i>题"}, ZH))
    assert {element.tag for element in reading.elements} <= {
        *("details", "summary", "ol", "li", "button", "small")
    }
    assert reading.of("button")[0].attributes["data-past"] == "0"
    for part in ("<script>", "<i>题", "2021 – …", "a=<b>", ZH.moved_more.format(count=1)):
        assert part in reading.text
    assert render_past((), {}, ZH) == render_moved(Asked("桥"), ZH) == ""
    assert narrowing(Asked("桥", section="总则"), {}, ZH) == f"{ZH.section} 总则"


def test_what_can_be_chosen_is_what_the_collection_has(room: ReadingRoom) -> None:
    found = room.offered()
    assert [label for label, _ in found.documents] == sorted(found.titles.values())
    assert {ident for _, ident in found.documents} == set(found.titles)
    assert "source=澜川市交通局" in found.conditions
    assert not any(one.startswith(("date=", "url=", "title=")) for one in found.conditions)
    assert room.offered() is found


def test_titles_that_stand_twice_are_told_apart_by_their_files(room: ReadingRoom) -> None:
    summaries = room.documents()
    twice = offered([summaries[0], summaries[0]])
    label = twice.documents[0][0]
    assert label.startswith(f"{shortened(summaries[0].title, 8)} (")
    assert label.endswith(summaries[0].paths[0])  # the names are alike too
