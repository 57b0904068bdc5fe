from __future__ import annotations

from dataclasses import replace

import pytest

from qa import Answer
from tests.ui.reading import read
from ui import ReadingRoom
from ui.render_hits import address, breadcrumb, confidence_words, render_answer
from ui.translations import TEXTS, Language

ZH, EN = TEXTS["zh"], TEXTS["en"]
QUESTION = "望澜桥上同时停留的人数不得超过多少？"


@pytest.fixture
def answer(room: ReadingRoom) -> Answer:
    return room.ask(QUESTION, 5)


def test_every_hit_has_a_card_in_rank_order(answer: Answer) -> None:
    reading = read(render_answer(answer, ZH))
    assert len(reading.of("article", "hit")) == len(answer.hits) > 1
    ranks = [element.text for element in reading.of("span", "rank")]
    assert ranks == [str(hit.rank) for hit in answer.hits]


def test_the_quote_is_verbatim_and_marked_in_its_place(answer: Answer) -> None:
    for hit in answer.hits:
        reading = read(render_answer(replace(answer, hits=(hit,)), ZH))
        text = hit.citation.document.text
        (quote,) = reading.of("blockquote")
        assert quote.text == hit.citation.quote == text[hit.citation.start : hit.citation.end]
        sentence = "".join(element.text for element in reading.of("mark", "sentence"))
        assert sentence == "".join(text[slice(*hit.why.sentence)])
        words = "".join(element.text for element in reading.of("b", "word"))
        assert words == "".join(text[a:b] for a, b in hit.words)
    assert any(hit.words for hit in answer.hits)


def test_a_card_opens_its_passage(answer: Answer) -> None:
    reading = read(render_answer(answer, ZH))
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


def test_where_a_document_comes_from_is_shown(answer: Answer) -> None:
    hit = next(hit for hit in answer.hits if "望澜桥" in hit.citation.document.title)
    (shown,) = read(render_answer(replace(answer, hits=(hit,)), ZH)).of("p", "origin")
    assert "2021-03-05" in shown.text
    assert "澜川市交通局" in shown.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_that_a_document_says_becomes_html(room: ReadingRoom, language: Language) -> None:
    answer = room.ask('<img src=x onerror=alert("q")> 危险的桥段落 ${alert(1)} {{x}}', 5)
    html = render_answer(answer, TEXTS[language])
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


def test_confidence_is_shown_in_words_or_not_at_all(answer: Answer) -> None:
    assert confidence_words(None, ZH) == ""
    shown = [confidence_words(value, EN) for value in (0.95, 0.6, 0.1)]
    assert shown == [EN.confidence_high, EN.confidence_middle, EN.confidence_low]
    every = (EN.confidence_high, EN.confidence_middle, EN.confidence_low)
    silent = replace(
        answer,
        confidence=None,
        hits=tuple(replace(hit, confidence=None) for hit in answer.hits),
    )
    assert not any(words in render_answer(silent, EN) for words in every)
    sure = replace(silent, confidence=0.9)
    assert render_answer(sure, EN).count(EN.confidence_high) == 1


def test_an_unanswered_question_says_so_above_the_nearest_passages(answer: Answer) -> None:
    reading = read(render_answer(replace(answer, answered=False, confidence=0.1), EN))
    assert EN.nothing_answers in reading.of("div", "notice")[0].text
    assert len(reading.of("article")) == len(answer.hits)
    assert EN.confidence_low not in reading.of("p", "lead")[0].text
    none = read(render_answer(replace(answer, answered=False, hits=()), EN))
    assert none.text == EN.nothing_found


def test_the_reasons_are_in_words_and_the_cosine_is_no_percentage(answer: Answer) -> None:
    reading = read(render_answer(answer, ZH))
    whys = reading.of("details", "why")
    assert len(whys) == len(answer.hits)
    assert all("open" not in why.attributes for why in whys)
    assert "%" not in "".join(why.text for why in whys)
    nearest = max(answer.hits, key=lambda hit: hit.why.dense)
    assert ZH.why_meaning_first in whys[nearest.rank - 1].text
    bare = replace(answer.hits[0], why=replace(answer.hits[0].why, lexical=0.0, words=()))
    assert ZH.why_no_words in render_answer(replace(answer, hits=(bare,)), ZH)
    pieces = replace(bare, why=replace(bare.why, lexical=0.1))
    assert ZH.why_pieces in render_answer(replace(answer, hits=(pieces,)), ZH)
