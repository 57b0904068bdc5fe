from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings import DeferredEncoder
from qa import Answer, Collection
from tests.small_encoder import SmallEncoder
from tests.ui.conftest import BRIDGE
from tests.ui.reading import read
from ui import ReadingRoom
from ui.asked import DEFAULT_COUNT, Asked
from ui.handlers import (
    Outcome,
    Problem,
    answer_question,
    collection_line,
    mark_passage,
    open_source,
    render_opened,
    render_outcome,
)
from ui.translations import TEXTS
from ui.verify import Standing, standing

ZH, EN = TEXTS["zh"], TEXTS["en"]
QUESTION = "望澜桥上同时停留的人数不得超过多少？"


def _bridge(room: ReadingRoom) -> Outcome:
    outcome = answer_question(room, Asked.typed(QUESTION, 5))
    assert outcome.answer
    return outcome


def _passage_id(outcome: Outcome) -> str:
    assert outcome.answer
    hits = outcome.answer.hits
    return next(h.passage.id for h in hits if "一千二百人" in h.citation.quote)


def test_a_question_is_answered(room: ReadingRoom) -> None:
    html = render_outcome(_bridge(room), room.facts(), {}, ZH)
    assert "一千二百人" in read(html).text


@pytest.mark.parametrize("question", ["", "  \n", None])
def test_an_empty_question_gets_a_friendly_message(room: ReadingRoom, question: object) -> None:
    outcome = answer_question(room, Asked.typed(question, 5))
    assert outcome.problem is Problem.EMPTY_QUESTION
    assert read(render_outcome(outcome, room.facts(), {}, EN)).text == EN.empty_question


@pytest.mark.parametrize("count", [None, -1, 10**9, "5; DROP", [1]])
def test_a_strange_number_of_passages_is_the_usual_one(room: ReadingRoom, count: object) -> None:
    answer = answer_question(room, Asked.typed(QUESTION, count)).answer
    assert answer is not None
    assert len(answer.hits) <= DEFAULT_COUNT


@pytest.mark.parametrize("question", ["桥\ud800", "'; DROP TABLE documents; --", "?" * 50, "\0"])
def test_strange_questions_do_no_harm(room: ReadingRoom, question: str) -> None:
    outcome = answer_question(room, Asked.typed(question, 5))
    render_outcome(outcome, room.facts(), {}, ZH).encode("utf-8")
    assert room.facts().documents == 2


def test_what_went_wrong_is_said_and_escaped(room: ReadingRoom) -> None:
    outcome = answer_question(room, Asked.typed("桥" * 5000, 5))
    assert outcome.problem is Problem.FAILED
    assert ZH.failed in render_outcome(outcome, room.facts(), {}, ZH)
    hostile = Outcome(Asked("桥"), problem=Problem.FAILED, detail="<script>")
    assert not read(render_outcome(hostile, room.facts(), {}, ZH)).of("script")


def test_an_empty_collection_says_how_to_begin(
    collection: Collection, small_encoder: SmallEncoder
) -> None:
    room = ReadingRoom(collection, small_encoder)
    room.warm_up()
    text = read(render_outcome(None, room.facts(), {}, ZH)).text
    assert ZH.empty_collection in text
    assert ZH.go_to_library in text and ZH.try_sample in text
    text = read(render_outcome(None, room.facts(), {}, ZH, may_add=False)).text
    assert text == ZH.empty


def test_the_source_shows_the_whole_file_with_the_passage_in_its_place(room: ReadingRoom) -> None:
    outcome = _bridge(room)
    source = open_source(room, outcome, _passage_id(outcome))
    assert source is not None
    reading = read(render_opened(source, ZH))
    (text,) = reading.of("div", "text")
    assert text.text == source.document.text == BRIDGE.replace("\n", "\r\n")
    start, end = source.passage
    marked = "".join(element.text for element in reading.of("mark", "passage"))
    assert marked == source.document.text[start:end]
    assert source.sentence is not None
    sentence = "".join(element.text for element in reading.of("span", "sentence"))
    assert sentence == source.document.text[slice(*source.sentence)]
    assert ZH.standing_verified in reading.text
    assert source.document.source.sha256[:12] in reading.text
    assert source.document.source.path in reading.text
    assert "gb18030" in reading.text


def test_a_passage_that_is_not_among_the_hits_opens_from_the_store(room: ReadingRoom) -> None:
    passage_id = _passage_id(_bridge(room))
    source = open_source(room, None, passage_id)
    assert source is not None
    assert "一千二百人" in source.document.text[slice(*source.passage)]
    assert (source.sentence, source.words) == (None, ())


@pytest.mark.parametrize(
    "passage_id",
    ["", "-", "0", None, "nowhere-0", "' OR 1=1 --", "../../etc/passwd", 7, ["a"], "<script>-1"],
)
def test_an_unknown_passage_opens_nothing(room: ReadingRoom, passage_id: object) -> None:
    assert open_source(room, _bridge(room), passage_id) is None
    known = _passage_id(_bridge(room))
    assert open_source(room, None, known.rpartition("-")[0] + "-999") is None
    assert render_opened(None, ZH) == ""


def test_nothing_of_a_hostile_document_becomes_html_in_its_source(room: ReadingRoom) -> None:
    outcome = answer_question(room, Asked.typed("危险的桥段落", 5))
    assert outcome.answer
    hit = next(h for h in outcome.answer.hits if "alert" in h.citation.quote)
    source = open_source(room, outcome, hit.passage.id)
    reading = read(render_opened(source, EN))
    assert not {"script", "img", "svg", "a"} & {element.tag for element in reading.elements}
    assert reading.of("div", "text")[0].text == hit.citation.document.text
    assert reading.of("h2")[0].text == "<script>alert('title')</script>"
    assert "hostile <b>&\"'${x}.md" in reading.of("details")[0].text


def test_a_quote_is_verified_against_its_file_each_time(room: ReadingRoom, folder: Path) -> None:
    outcome = _bridge(room)
    passage_id = _passage_id(outcome)
    path = folder / "通告.txt"

    def found() -> Standing:
        source = open_source(room, outcome, passage_id)
        assert source is not None
        return source.standing

    assert found() is Standing.VERIFIED
    data = path.read_bytes()
    path.write_bytes(data + "附则\r\n".encode("gb18030"))
    assert found() is Standing.MOVED_ON
    path.write_bytes("新的一行\r\n".encode("gb18030") + data)
    assert found() is Standing.CHANGED
    path.write_bytes(b"")
    assert found() is Standing.GONE
    path.unlink()
    assert found() is Standing.GONE
    path.write_bytes(data)
    assert found() is Standing.VERIFIED


def test_a_path_that_cannot_be_is_gone(room: ReadingRoom) -> None:
    source = open_source(room, None, _passage_id(_bridge(room)))
    assert source is not None
    document = source.document
    object.__setattr__(document.source, "path", "a\0b.txt")
    assert standing(document, *source.passage) is Standing.GONE


def test_the_collection_is_told_in_one_line(room: ReadingRoom) -> None:
    facts = room.facts()
    assert (facts.documents, facts.model, facts.sample) == (2, "small", False)
    line = read(collection_line(facts, ZH)).text
    for part in ("2 篇文档", f"{facts.passages} 个段落", "small", str(facts.folder)):
        assert part in line


def test_many_tabs_ask_at_once(room: ReadingRoom) -> None:
    expected = _bridge(room)
    assert expected.answer
    got: list[tuple[str, ...]] = []

    def ask() -> None:
        answer = answer_question(room, Asked.typed(QUESTION, 5)).answer
        assert answer is not None
        got.append(tuple(hit.passage.id for hit in answer.hits))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [tuple(hit.passage.id for hit in expected.answer.hits)] * 8


def test_a_filter_works_before_the_ranking(room: ReadingRoom) -> None:
    every = answer_question(room, Asked.typed("桥", 5)).answer
    assert every is not None and len({hit.passage.document_id for hit in every.hits}) == 2
    ident = next(one for one, title in room.offered().titles.items() if "<script>" in title)
    only = answer_question(room, Asked("桥", documents=(ident,)))
    assert only.answer is not None
    assert {hit.passage.document_id for hit in only.answer.hits} == {ident}
    html = render_outcome(only, room.facts(), room.offered().titles, ZH)
    assert "<script>alert('title')</script>" in read(html).of("p", "narrowed")[0].text


def test_documents_without_a_date_that_a_filter_leaves_out_are_counted(room: ReadingRoom) -> None:
    def shown(asked: Asked) -> str:
        return read(render_outcome(answer_question(room, asked), room.facts(), {}, ZH)).text

    said = ZH.undated.format(count=1)
    assert f"2020 – … · {said}" in shown(Asked("桥", since="2020"))
    assert said not in shown(Asked("桥", since="2020", documents=("通告",)))
    assert said not in shown(Asked("桥", documents=("hostile",)))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            Asked("桥", since="1900", until="1901"),
            ZH.nothing_left + ZH.undated.format(count=1),
        ),
        (Asked("桥", since="明天"), ZH.no_date),
        (Asked("桥", since="2021-05", until="2021-04"), ZH.dates_turned),
        (Asked("桥", section="<b>nowhere"), ZH.nothing_left),
        (Asked("桥", where=("author",)), ZH.no_condition),
        (Asked("桥", where=("author=nobody",)), ZH.nothing_left),
        (Asked("桥", documents=("~nobody-of-that-name/x\0",)), ZH.nothing_left),
    ],
)
def test_a_filter_that_leaves_nothing_is_said(room: ReadingRoom, asked: Asked, said: str) -> None:
    """In the words of the page, not in those of the command line."""
    reading = read(render_outcome(answer_question(room, asked), room.facts(), {}, ZH))
    assert reading.text == said


def test_a_required_phrase_that_stands_nowhere(room: ReadingRoom) -> None:
    outcome = answer_question(room, Asked("桥上“不在任何地方的话”"))
    reading = read(render_outcome(outcome, room.facts(), {}, ZH))
    assert ZH.missing_phrases.format(phrases="“不在任何地方的话”") in reading.text
    assert reading.of("p", "only-near")


def test_more_and_less_like_this(room: ReadingRoom) -> None:
    outcome = _bridge(room)
    passage_id = _passage_id(outcome)
    less = mark_passage(outcome, {"kind": "less", "passage": passage_id})
    assert less is not None and less.less_like == (passage_id,)
    again = answer_question(room, less)
    assert again.answer is not None
    assert passage_id not in [hit.passage.id for hit in again.answer.hits]
    moved = read(render_outcome(again, room.facts(), {}, ZH)).of("p", "moved")
    assert ZH.moved_less.format(count=1) in moved[0].text
    assert mark_passage(again, {"kind": "forget"}) == outcome.asked
    more = mark_passage(outcome, {"kind": "more", "passage": passage_id})
    assert more is not None and more.more_like == (passage_id,)
    found = answer_question(room, more).answer
    assert found is not None and found.hits[0].passage.id == passage_id


@pytest.mark.parametrize(
    "sent",
    [{}, {"kind": "more"}, {"kind": "more", "passage": "nowhere-0"}, {"kind": "<b>"}],
)
def test_only_what_is_shown_can_be_marked(room: ReadingRoom, sent: dict[str, object]) -> None:
    assert mark_passage(_bridge(room), sent) is None


def test_another_place_of_a_hit_opens_there(room: ReadingRoom) -> None:
    outcome = _bridge(room)
    assert outcome.answer
    first, *others = outcome.answer.hits
    twice = replace(first, also_in=tuple(other.citation for other in others))
    outcome = replace(outcome, answer=replace(outcome.answer, hits=(twice,)))
    source = open_source(room, outcome, first.passage.id, "0")
    assert source is not None
    assert source.passage == (others[0].citation.start, others[0].citation.end)
    assert source.standing is Standing.VERIFIED
    for wrong in ("99", -1, "x", [0], 0.5):
        assert open_source(room, outcome, first.passage.id, wrong) is None
    assert open_source(room, None, first.passage.id, "0") is None


def test_documents_are_shown_while_the_model_is_loaded(
    collection: Collection, small_encoder: SmallEncoder
) -> None:
    loading, loaded = threading.Event(), threading.Event()

    def load() -> SmallEncoder:
        loading.set()
        assert loaded.wait(30)
        return small_encoder

    room = ReadingRoom(collection, DeferredEncoder("small", load))
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(room.ask("桥", 1)))
    asking.start()
    assert loading.wait(30)
    assert room.facts().model == "small" and room.documents() == ()
    assert not answers
    loaded.set()
    asking.join()
    assert len(answers) == 1
