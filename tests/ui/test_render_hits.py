from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus import readable
from qa import Answer, Collection, Contribution, WordWeight, index_paths
from tests.small_encoder import SmallEncoder
from tests.ui.reading import read
from ui import ReadingRoom
from ui.place import breadcrumb
from ui.render_confidence import confidence_words, probability_words, render_confidence, verdict
from ui.render_hits import address, render_answer
from ui.render_why import summed
from ui.translations import TEXTS, Language

ZH, EN = TEXTS["zh"], TEXTS["en"]
TODAY = date(2026, 1, 2)
QUESTION = "望澜桥上同时停留的人数不得超过多少？"


@pytest.fixture
def answer(room: ReadingRoom) -> Answer:
    return room.ask(QUESTION, 5)


def test_every_hit_has_a_card_in_rank_order(answer: Answer) -> None:
    reading = read(render_answer(answer, ZH, TODAY))
    assert len(reading.of("article", "hit")) == len(answer.hits) > 1
    ranks = [element.text for element in reading.of("span", "rank")]
    assert ranks == [str(hit.rank) for hit in answer.hits]


def test_the_quote_reads_well_is_marked_in_its_place_and_copied_verbatim(answer: Answer) -> None:
    for hit in answer.hits:
        reading = read(render_answer(replace(answer, hits=(hit,)), ZH, TODAY))
        (quote,) = reading.of("blockquote")
        assert quote.text == readable(hit.citation.quote).text
        assert quote.attributes.get("data-quote", quote.text) == hit.citation.quote
        text = hit.citation.document.text
        sentence = "".join(element.text for element in reading.of("mark", "sentence"))
        assert sentence == readable(text[slice(*hit.why.sentence)]).text
        words = "".join(element.text for element in reading.of("b", "word"))
        assert words == "".join(text[a:b] for a, b in hit.words)
    assert any(hit.words for hit in answer.hits)


def test_injected_readings_are_not_in_the_way(
    collection: Collection, small_encoder: SmallEncoder, tmp_path: Path
) -> None:
    said = "各区都要关(guān)注独居老人，社区食堂要兼(jiān)顾冷热。"
    (tmp_path / "通知.txt").write_text(f"{said}\n", "utf-8")
    index_paths(collection, small_encoder, [tmp_path / "通知.txt"])
    answer = ReadingRoom(collection, small_encoder).ask("关注独居老人", 1)
    reading = read(render_answer(answer, ZH, TODAY))
    (quote,) = reading.of("blockquote")
    assert quote.text == "各区都要关注独居老人，社区食堂要兼顾冷热。"
    assert quote.attributes["data-quote"] == said
    assert [element.text for element in reading.of("mark", "sentence")] == [quote.text]
    assert [element.text for element in reading.of("b", "word")] == ["关注独居老人"]
    assert quote.text in reading.of("p", "said")[0].text


def test_a_card_opens_its_passage(answer: Answer) -> None:
    reading = read(render_answer(answer, ZH, TODAY))
    asked = [element.attributes["data-passage"] for element in reading.of("button", "open")]
    assert asked == [hit.passage.id for hit in answer.hits]


def test_breadcrumb(answer: Answer) -> None:
    hit = answer.hits[0]
    hit = replace(hit, passage=replace(hit.passage, section=("第一章", "第一条"), paragraph=3))
    title = hit.citation.document.title
    assert breadcrumb(hit, ZH) == [title, "第一章", "第一条", "第 3 段"]
    paged = replace(hit, passage=replace(hit.passage, page=2))
    assert breadcrumb(paged, EN) == [title, "第一章", "第一条", "¶ 3 · p. 2"]
    titled = replace(hit, passage=replace(hit.passage, section=(title, "第一条")))
    assert breadcrumb(titled, ZH) == [title, "第一条", "第 3 段"]
    said = "深刻认识做好这项工作的责任更加重大。"
    over = replace(hit, passage=replace(hit.passage, section=("第一章", said)))
    assert breadcrumb(over, ZH) == [title, "第一章", "第 3 段"]


def test_where_a_document_comes_from_is_shown(answer: Answer) -> None:
    hit = next(hit for hit in answer.hits if "望澜桥" in hit.citation.document.title)
    (shown,) = read(render_answer(replace(answer, hits=(hit,)), ZH, TODAY)).of("p", "origin")
    assert "2021-03-05" in shown.text
    assert "澜川市交通局" in shown.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_that_a_document_says_becomes_html(room: ReadingRoom, language: Language) -> None:
    answer = room.ask('<img src=x onerror=alert("q")> 危险的桥段落 ${alert(1)} {{x}}', 5)
    html = render_answer(answer, TEXTS[language], TODAY)
    reading = read(html)
    assert not {"script", "img", "svg"} & {element.tag for element in reading.elements}
    for element in reading.elements:
        assert not [name for name in element.attributes if name.startswith("on")]
        assert not element.attributes.get("href", "").startswith("javascript")
    shown = "".join(element.text for element in reading.of("blockquote"))
    for part in ("<script>alert('text')</script>", "${alert('dollar')}", "{{alert('braces')}}"):
        assert part in shown
    assert "javascript:alert('url')" in reading.text


def test_an_address_is_a_link_only_when_it_may_be_one() -> None:
    (link,) = read(address("https://example.org/?a=1&b=\"'")).of("a")
    assert link.attributes["href"] == "https://example.org/?a=1&b=\"'"
    assert link.attributes["target"] == "_blank"
    assert "noopener" in link.attributes["rel"]
    assert not read(address("javascript:alert(1)")).of("a")


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.8, EN.confidence_very_likely),
        (0.79, EN.confidence_likely),
        (0.5, EN.confidence_likely),
        (0.25, EN.confidence_perhaps),
        (0.24, EN.confidence_unsure),
        (0.1, EN.confidence_unsure),
        (0.09, EN.confidence_unlikely),
    ],
)
def test_confidence_is_shown_in_words_beside_a_bar(confidence: float, words: str) -> None:
    reading = read(render_confidence(1, confidence, EN))
    assert confidence_words(confidence, EN) == words
    assert reading.text == f"{words} {confidence:.0%}"
    (shown,) = reading.of("p")
    assert f"{confidence:.0%}" in shown.attributes["title"]
    assert f"--share:{confidence:.0%}" in reading.of("span", "bar")[0].attributes["style"]


def test_a_later_hit_with_little_probability_is_only_said_to_be_further_off() -> None:
    assert read(render_confidence(2, 0.09, EN)).text == EN.confidence_less
    assert verdict(2, 0.09, EN) == EN.confidence_less
    assert verdict(2, 0.1, EN) == verdict(1, 0.1, EN) == EN.confidence_unsure


@pytest.mark.parametrize(
    ("confidence", "answered", "told"),
    [(0.79, True, True), (0.8, True, False), (0.05, False, True)],
)
def test_unknown_words_are_named_unless_the_answer_is_sure(
    answer: Answer, confidence: float, answered: bool, told: bool
) -> None:
    unsure = replace(answer, confidence=confidence, answered=answered, unknown=("地铁", "<b>"))
    said = EN.unknown_words.format(words="“地铁”, “<b>”")
    assert (said in read(render_answer(unsure, EN, TODAY)).text) == told


def test_why_it_is_not_known_how_sure_to_be(answer: Answer) -> None:
    silent = replace(answer, confidence=None)
    assert EN.judge_yourself in render_answer(silent, EN, TODAY)
    assert EN.judge_short in render_answer(replace(silent, question="石"), EN, TODAY)


def test_no_probability_is_said_to_be_nothing_or_all() -> None:
    assert "1%" in probability_words(0.0004, EN) and "99%" in probability_words(0.9996, EN)


def test_confidence_that_is_not_known_is_not_shown(answer: Answer) -> None:
    assert confidence_words(None, ZH) == render_confidence(1, None, ZH) == ""
    silent = replace(
        answer,
        confidence=None,
        hits=tuple(replace(hit, confidence=None) for hit in answer.hits),
    )
    assert not read(render_answer(silent, EN, TODAY)).of("p", "confidence")
    sure = replace(silent, confidence=0.9)
    assert render_answer(sure, EN, TODAY).count(EN.confidence_very_likely) == 1


def test_an_unanswered_question_says_so_above_the_nearest_passages(answer: Answer) -> None:
    reading = read(render_answer(replace(answer, answered=False, confidence=0.1), EN, TODAY))
    assert EN.nothing_answers in reading.of("div", "notice")[0].text
    assert len(reading.of("article")) == len(answer.hits)
    assert EN.confidence_unlikely not in reading.of("div", "lead")[0].text
    assert len(reading.of("p", "only-near")) == len(answer.hits)
    none = read(render_answer(replace(answer, answered=False, hits=()), EN, TODAY))
    assert none.text == EN.nothing_found


@pytest.mark.parametrize(
    ("confidence", "missing", "told"),
    [(0.21, (), True), (0.09, (), False), (0.21, ("桥",), False), (None, (), False)],
)
def test_what_may_answer_all_the_same_is_worth_a_look(
    answer: Answer, confidence: float | None, missing: tuple[str, ...], told: bool
) -> None:
    unsure = replace(answer, answered=False, confidence=confidence, missing=missing)
    said = read(render_answer(unsure, ZH, TODAY)).of("div", "notice")[0].text
    assert (ZH.first_may_answer.format(percent=21) in said) == told


def test_the_reasons_are_in_words_and_the_cosine_is_no_percentage(answer: Answer) -> None:
    reading = read(render_answer(answer, ZH, TODAY))
    whys = reading.of("details", "why")
    assert len(whys) == len(answer.hits)
    assert all("open" not in why.attributes for why in whys)
    nearest = max(answer.hits, key=lambda hit: hit.why.dense)
    assert ZH.why_meaning_first in whys[nearest.rank - 1].text
    bare = replace(answer.hits[0], why=replace(answer.hits[0].why, lexical=0.0, words=()))
    assert ZH.why_no_words in render_answer(replace(answer, hits=(bare,)), ZH, TODAY)
    lacking = replace(bare, why=replace(bare.why, lacks_number=True))
    assert ZH.why_lacks_number not in whys[0].text
    assert ZH.why_lacks_number in render_answer(replace(answer, hits=(lacking,)), ZH, TODAY)
    pieces = replace(bare, why=replace(bare.why, lexical=0.1))
    assert ZH.why_pieces in render_answer(replace(answer, hits=(pieces,)), ZH, TODAY)


def test_what_is_left_out_is_named(answer: Answer) -> None:
    without = read(render_answer(replace(answer, excluded=("通知", "<b>")), ZH, TODAY))
    assert ZH.only_without.format(phrases="“通知”、“<b>”") in without.text
    assert ZH.only_without[-5:] not in read(render_answer(answer, ZH, TODAY)).text


def test_a_required_phrase_that_stands_nowhere_is_named(answer: Answer) -> None:
    missing = replace(answer, answered=False, missing=("<b>", "四个自信"))
    reading = read(render_answer(missing, ZH, TODAY))
    (said,) = reading.of("div", "notice")
    assert ZH.missing_together.format(phrases="“<b>”、“四个自信”") in said.text
    assert ZH.nothing_answers not in said.text
    assert len(reading.of("article")) == len(answer.hits)


def test_the_words_have_their_shares_and_the_score_its_parts(answer: Answer) -> None:
    hit = answer.hits[0]
    why = replace(
        hit.why,
        lexical=0.4,
        weights=(WordWeight("停留", 0.2), WordWeight("<i>", 0.1)),
        parts=(
            Contribution("late", 3.0),
            Contribution("lowest", -1.0),
            Contribution("dense", -4.0),
        ),
    )
    reading = read(render_answer(replace(answer, hits=(replace(hit, why=why),)), EN, TODAY))
    rows = [element.text for element in reading.of("details", "why")[0:1]]
    assert f"停留50%<i>25%{EN.why_pieces}25%" in rows[0]
    assert f"{EN.part_meaning}-4.0{EN.part_each_word}+2.0" in rows[0]
    bars = [element.attributes["style"] for element in reading.of("span", "bar")]
    assert bars == [f"--share:{share}%" for share in (100, 50, 50, 100, 50)]
    assert len(reading.of("span", "against")) == 1
    start, end = hit.why.sentence
    assert "".join(hit.citation.document.text[start:end].split()) in "".join(rows[0].split())


def test_parts_that_a_reader_would_not_tell_apart_are_one() -> None:
    parts = [Contribution("lexical", 1.0), Contribution("foreign_lexical", 0.5)]
    assert summed([*parts, Contribution("numbers", 0.001)]) == [("words", 1.5)]
    assert summed([]) == []


def test_numbers_explain_nothing_where_the_question_has_none(answer: Answer) -> None:
    hit = answer.hits[0]
    why = replace(hit.why, parts=(Contribution("numbers", 1.0), Contribution("dense", 2.0)))
    shown = replace(answer, hits=(replace(hit, why=why),))
    assert ZH.part_numbers not in read(render_answer(shown, ZH, TODAY)).text
    asked = replace(shown, question="2019年修桥花了多少？")
    assert ZH.part_numbers in read(render_answer(asked, ZH, TODAY)).text


def test_the_other_places_of_a_passage_open_by_their_numbers(answer: Answer) -> None:
    first, second = answer.hits[0], answer.hits[1]
    twice = replace(first, also_in=(second.citation, first.citation))
    reading = read(render_answer(replace(answer, hits=(twice,)), ZH, TODAY))
    opened = [element.attributes for element in reading.of("button", "elsewhere")]
    assert [(a["data-passage"], a["data-also"]) for a in opened] == [
        (first.passage.id, "0"),
        (first.passage.id, "1"),
    ]
    assert second.citation.document.title in reading.of("div", "also")[0].text


def test_every_card_can_be_cited_in_four_styles(answer: Answer) -> None:
    reading = read(render_answer(answer, ZH, TODAY))
    cites = reading.of("details", "cite")
    assert len(cites) == len(answer.hits)
    assert all(style in cites[0].text for style in ("GB/T 7714—2015", "BibTeX", "@misc{", "[Z]"))
    assert len(reading.of("pre")) == 4 * len(answer.hits)
