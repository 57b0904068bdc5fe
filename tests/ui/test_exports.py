"""The files that an answer is kept as, read again."""

from __future__ import annotations

import base64
import csv
import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from markdown_it import MarkdownIt

from qa import Answer
from tests.ui.reading import read
from ui import ReadingRoom
from ui.asked import Asked
from ui.exports import FORMATS, export
from ui.handlers import Outcome, render_export
from ui.translations import TEXTS

ZH, EN = TEXTS["zh"], TEXTS["en"]
TODAY = date(2026, 1, 2)


@pytest.fixture
def answer(room: ReadingRoom) -> Answer:
    """Over one plain and one hostile document, to a hostile question."""
    found = room.ask("危险的桥 <script>alert(1)</script> [a](javascript:alert(1))", 10)
    assert any("alert('text')" in hit.citation.quote for hit in found.hits)
    return replace(
        found, hits=(replace(found.hits[0], also_in=(found.hits[-1].citation,)), *found.hits[1:])
    )


def _data(answer: Answer, format_: str) -> bytes:
    made = export(answer, ZH, format_, TODAY)
    assert made is not None
    assert made.name == f"危险的桥-script-alert-1-script-a-j-2026-01-02.{FORMATS[format_][1]}"
    return made.data


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_markdown_holds_every_quote_and_nothing_of_it_is_html(answer: Answer) -> None:
    shown = read(MarkdownIt("commonmark").render(_data(answer, "markdown").decode("utf-8")))
    assert {element.tag for element in shown.elements} <= {"h1", "h2", "p", "blockquote", "br"}
    quotes = [_squeezed(element.text) for element in shown.of("blockquote")]
    assert quotes == [_squeezed(hit.citation.quote) for hit in answer.hits]
    assert shown.of("h1")[0].text == answer.question
    assert "<script>alert('title')</script>" in shown.text
    assert ZH.also_in in shown.text


def test_csv_has_a_row_for_each_passage(answer: Answer) -> None:
    data = _data(answer, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [int(row[ZH.rank]) for row in rows] == [hit.rank for hit in answer.hits]
    for row, hit in zip(rows, answer.hits, strict=True):
        start, end = int(row[ZH.quote_start]), int(row[ZH.quote_end])
        assert row[ZH.quote].removeprefix("'") == hit.citation.document.text[start:end]
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_word_holds_the_same_as_text(answer: Answer) -> None:
    paragraphs = docx.Document(io.BytesIO(_data(answer, "word"))).paragraphs
    assert paragraphs[0].text == answer.question
    quotes = [_squeezed(one.text) for one in paragraphs if one.style.name == "Quote"]
    assert quotes == [_squeezed(hit.citation.quote) for hit in answer.hits]


def test_control_characters_do_not_break_a_word_file(answer: Answer) -> None:
    hit = answer.hits[0]
    strange = replace(hit, citation=replace(hit.citation, quote="a\0b\x0bc\ud800"))
    paragraphs = docx.Document(io.BytesIO(_data(replace(answer, hits=(strange,)), "word")))
    assert any(one.text.startswith("a\ufffdb") for one in paragraphs.paragraphs)


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_said_above_the_passages_is_kept_too(answer: Answer, format_: str) -> None:
    def text(kept: Answer) -> str:
        made = export(kept, EN, format_, TODAY)
        assert made is not None
        if format_ == "word":
            return "".join(p.text for p in docx.Document(io.BytesIO(made.data)).paragraphs)
        return made.data.decode("utf-8-sig")

    sure = replace(answer, hits=tuple(replace(hit, confidence=0.9) for hit in answer.hits))
    assert text(sure).count(EN.confidence_very_likely) == len(answer.hits)
    assert text(sure).count(EN.answering_sentence) == (0 if format_ == "csv" else len(answer.hits))
    less = replace(sure, hits=tuple(replace(hit, confidence=0.05) for hit in answer.hits))
    assert text(less).count(EN.answering_sentence) == (0 if format_ == "csv" else 1)
    unanswered = text(replace(sure, answered=False))
    assert unanswered.count(EN.only_nearest) == len(answer.hits)
    assert EN.confidence_very_likely not in unanswered
    assert EN.answering_sentence not in unanswered
    if format_ == "csv":  # it has rows for passages only
        return
    assert EN.nothing_answers in unanswered
    missing = text(replace(answer, answered=False, missing=("四个自信",)))
    assert EN.missing_phrases.format(phrases="“四个自信”") in missing
    both = text(replace(answer, answered=False, missing=("四个自信", "桥")))
    assert EN.missing_together.format(phrases="“四个自信”, “桥”") in both


def test_the_link_to_a_file_holds_the_file(answer: Answer) -> None:
    outcome = Outcome(Asked("桥"), answer)
    (link,) = read(render_export(outcome, "markdown", ZH)).of("a")
    kind, _, data = link.attributes["href"].partition(";base64,")
    assert kind == "data:text/markdown"
    assert answer.hits[0].citation.quote.split()[0] in base64.b64decode(data).decode("utf-8")
    assert link.attributes["download"].endswith(".md")


@pytest.mark.parametrize("format_", [None, "exe", "<b>", ["csv"]])
def test_no_other_file_is_made(answer: Answer, format_: object) -> None:
    assert render_export(Outcome(Asked("桥"), answer), format_, ZH) == ""
    assert render_export(None, "csv", ZH) == ""
