"""Filters, reasons, what is near, citations, files to keep and the history, in Chromium."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from tests.browser.steps import (
    ANSWER,
    EN,
    NOTICE,
    OTHER_QUESTION,
    OTHER_TITLE,
    QUESTION,
    ZH,
    answered,
    ask,
    choose_english,
    first_title_is,
    quoted,
    unfold,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_question_can_be_narrowed_and_widened_again(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    page.click("#filters > button")
    documents = page.locator("#filter-documents input")
    documents.press_sequentially("How Tides")
    documents.press("Enter")
    documents.press("Tab")
    first_title_is(page, "How Tides Reach a River City")
    assert set(page.locator(".hit h2").all_text_contents()) == {"How Tides Reach a River City"}
    expect(page.locator(".narrowed")).to_contain_text(ZH.narrowed_to)

    page.click("#filter-clear")
    first_title_is(page, NOTICE)
    expect(page.locator(".narrowed")).to_have_count(0)

    since = page.locator("#filter-since :is(input, textarea)")
    since.fill("2050")
    since.press("Enter")
    expect(page.locator("#results")).to_contain_text(ZH.nothing_left)
    expect(page).to_have_url(re.compile("[?&]from=2050"))
    page.click("#filter-clear")
    first_title_is(page, NOTICE)


def test_by_keyboard_the_first_passage_is_three_keys_from_the_box(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    expect(page.locator("#skip button")).to_be_hidden()  # there is nothing to go to yet
    answered(page, address)
    page.locator("#question textarea").focus()
    for key in ("Tab", "Tab"):
        page.keyboard.press(key)
    expect(page.locator("#skip button")).to_be_focused()
    expect(page.locator("#skip button")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator(".hit button.open").first).to_be_focused()


def test_the_reasons_unfold(page: Page, address: str) -> None:
    answered(page, address)
    why = page.locator(".hit .why").first
    unfold(why)
    said = why.text_content() or ""
    for part in (ZH.answering_sentence, ANSWER, ZH.part_sentence, "停留"):
        assert part in said
    bars = why.locator(".bar").evaluate_all("bars => bars.map(bar => bar.offsetWidth)")
    assert min(bars) > 0


@pytest.mark.parametrize("kind", ["neighbours", "related"])
def test_what_is_near_is_loaded_when_it_is_unfolded_and_opens(
    page: Page, address: str, kind: str
) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    choose_english(page)
    first = page.locator(".hit").first
    near = first.locator(f".{kind}")
    expect(near).to_contain_text(EN.neighbours if kind == "neighbours" else EN.related)
    expect(page.locator(".loaded button")).to_have_count(0)
    unfold(near)
    expected = EN.passage_before if kind == "neighbours" else EN.related_passages
    expect(near).to_contain_text(expected)
    opener = near.locator("button.elsewhere").first
    opener.click()
    expect(page.locator(".source .standing")).to_have_text(EN.standing_verified)
    assert "opened" not in (first.get_attribute("class") or "")
    page.keyboard.press("Escape")
    expect(page.locator(".source")).to_have_count(0)
    expect(opener).to_be_focused()


def test_more_and_less_like_this(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    quotes = page.locator(".hit > blockquote")
    quote = quotes.first.text_content() or ""
    page.locator("[data-feedback=less]").first.click()
    expect(page.locator(".moved")).to_contain_text(ZH.moved_less.format(count=1))
    assert quote not in quotes.all_text_contents()
    page.locator("[data-feedback=more]").first.click()
    expect(page.locator(".moved")).to_contain_text(ZH.moved_more.format(count=1))
    page.click(".moved button")
    expect(page.locator(".moved")).to_have_count(0)
    assert quotes.first.text_content() == quote


def test_a_phrase_that_stands_nowhere_is_named_above_the_nearest(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address, "望澜桥上“并无此语”吗？")
    missing = ZH.missing_phrases.format(phrases="“并无此语”")
    expect(page.locator("#results .notice")).to_contain_text(missing)
    assert page.locator(".hit .only-near").all_text_contents() == [ZH.only_nearest] * 5


def test_a_citation_is_copied(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    cite = page.locator(".hit .cite").first
    unfold(cite)
    buttons = cite.locator(".style button.copy")
    expect(buttons).to_have_count(4)
    buttons.nth(1).click()
    expect(buttons.nth(1)).to_have_text(ZH.copied)
    assert page.evaluate("navigator.clipboard.readText()") == f"{NOTICE}[Z]. 2022-09-20."


def test_an_answer_is_kept_as_a_file(page: Page, address: str) -> None:
    answered(page, address)

    def kept(format_: str, ending: str) -> bytes:
        with page.expect_download() as download:
            page.click(f"[data-export={format_}]")
        assert download.value.suggested_filename.endswith(f".{ending}")
        return Path(download.value.path()).read_bytes()

    quote = quoted(page.locator(".hit").first)
    assert ANSWER in kept("markdown", "md").decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(kept("csv", "csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == 5 and rows[0][ZH.quote] == quote
    word = docx.Document(io.BytesIO(kept("word", "docx")))
    assert ANSWER in "".join(paragraph.text for paragraph in word.paragraphs)


def test_the_history_asks_again_and_is_the_visitors_own(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    ask(page, OTHER_QUESTION)
    first_title_is(page, OTHER_TITLE)
    unfold(page.locator(".past"))
    past = page.locator(".past button")
    expect(past).to_have_text([OTHER_QUESTION, QUESTION])
    past.nth(1).click()
    first_title_is(page, NOTICE)
    expect(page.locator("#question textarea")).to_have_value(QUESTION)
    expect(past.first).to_have_text(QUESTION)

    second = page.context.new_page()
    second.goto(address)
    expect(second.locator("#examples .example")).to_have_count(5)
    expect(second.locator(".past")).to_have_count(0)
