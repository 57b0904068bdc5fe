"""Clicks through the real page, with the real model, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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
    marked,
    open_first,
    quoted,
    tab,
    turn_to_a_new_collection,
)
from tests.ui.conftest import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_from_a_question_to_its_source_and_back(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    first_title_is(page, NOTICE)
    first = page.locator(".hit").first
    expect(first.locator("mark.sentence").first).to_contain_text(ANSWER)
    assert (first.locator(".place").text_content() or "").endswith("段")

    open_first(page)
    assert marked(page) == quoted(page.locator(".hit.opened"))
    assert ANSWER in marked(page)
    standing = page.locator(".source .standing")
    expect(standing).to_have_text(ZH.standing_verified)
    expect(page.locator(".source")).to_be_focused()

    choose_english(page)
    expect(standing).to_have_text(EN.standing_verified)
    assert page.locator(".hit button.open").all_text_contents() == [EN.open_source] * 5
    expect(page.locator("#ask")).to_contain_text(EN.ask)
    expect(page.locator(".source mark.passage").first).to_be_in_viewport()

    page.keyboard.press("Escape")
    expect(page.locator(".source")).to_have_count(0)
    expect(page.locator(".hit")).to_have_count(5)
    expect(first.locator("button.open")).to_be_focused()

    ask(page, "How many people did the North Sea flood of 1953 kill in the Netherlands?")
    first_title_is(page, "How Tides Reach a River City")
    expect(first.locator("mark.sentence").first).to_contain_text("eighteen hundred people")


def test_an_example_asks_itself_and_more_passages_can_be_shown(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    examples = page.locator("#examples .example")
    expect(examples).to_have_count(5)
    examples.first.click()
    expect(page.locator(".hit")).to_have_count(5)
    expect(page.locator("#question textarea")).to_have_value(QUESTION)
    page.click("#count input[value='10']")
    expect(page.locator(".hit")).to_have_count(10)


def test_an_empty_question_gets_a_friendly_message(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    page.click("#ask")
    expect(page.locator("#results .notice")).to_have_text(ZH.empty_question)


def test_the_page_asks_nothing_of_any_other_machine(page: Page, address: str) -> None:
    """The fixtures hold every test to it; this one sees that they see the requests."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answered(page, address)
    open_first(page)
    assert sum(url.startswith(address) for url in asked) > 10
    assert {urlsplit(url).hostname for url in asked if url.startswith("http")} == {"127.0.0.1"}


def test_two_tabs_do_not_disturb_each_other(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    second = page.context.new_page()
    second.goto(address)
    choose_english(second)
    ask(second, OTHER_QUESTION)
    first_title_is(second, OTHER_TITLE)
    page.bring_to_front()
    open_first(page)
    assert ANSWER in marked(page)
    expect(page.locator(".source .standing")).to_have_text(ZH.standing_verified)


def test_a_passage_that_is_not_there_gets_a_friendly_message(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    opener = page.locator(".hit button.open").first
    opener.evaluate("button => button.dataset.passage = '<img src=x>-1'")
    opener.click()
    expect(page.get_by_text(ZH.unknown_passage)).to_be_visible()
    expect(page.locator(".source")).to_have_count(0)


def test_a_hostile_document_does_nothing(page: Page, address: str, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    path = tmp_path / "hostile <img src=x onerror=document.title='path'>.md"
    path.write_text(HOSTILE.replace("alert(", "(x=>document.title=x)("), "utf-8")
    page.goto(address)
    turn_to_a_new_collection(page, tmp_path / "collection")
    page.set_input_files(".drop input[type=file]", path)
    expect(page.locator("#documents [data-document]")).to_have_count(1)
    tab(page, "ask")
    ask(page, "危险的桥段落 <img src=x onerror=document.title='asked'> ${document.title=1}")
    open_first(page)
    shown = page.text_content(".source .text") or ""
    assert "${(x=>document.title=x)('dollar')}" in shown
    assert "{{(x=>document.title=x)('braces')}}" in shown
    places = (".hit", ".source", "#documents", "#run")
    strange = ", ".join(f"{one} :is(script, img, svg)" for one in places)
    expect(page.locator(f"{strange}, [href^=javascript]")).to_have_count(0)
    expect(page).to_have_title("问据 Wenju")


def test_the_page_speaks_one_language(visit: Callable[..., Page], address: str) -> None:
    from playwright.sync_api import expect

    page = visit(language="en")
    page.goto(address)
    words = page.locator("#views [role=tablist] [role=tab]:visible, #ask")
    everything = [EN.tab_ask, EN.tab_compare, EN.tab_library, EN.tab_map, EN.ask]
    expect(words).to_have_text(everything)
    page.wait_for_timeout(2000)  # what came too late would have changed it back by then
    expect(words).to_have_text(everything)
