"""Passages put by and laid side by side, and links that lead back to a view."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.steps import (
    ANSWER,
    NOTICE,
    OTHER_QUESTION,
    OTHER_TITLE,
    QUESTION,
    ZH,
    answered,
    ask,
    choose,
    collect,
    first_title_is,
    open_first,
    tab,
    unfold,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_passages_of_the_basket_lie_side_by_side(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    held = page.locator(".basket li")
    for number in (0, 1):
        collect(page, number, number + 1)
    collect(page, 0, 2)
    expect(held.nth(1)).to_contain_text(NOTICE)
    page.click(".basket [data-lay]")
    expect(page.locator("#comparison")).to_contain_text(ANSWER)
    assert NOTICE in page.input_value("#document-b input")
    tab(page, "ask")
    page.locator(".basket [data-drop]").first.click()
    expect(held).to_have_count(1)
    expect(page.locator(".basket [data-lay]")).to_be_disabled()
    page.click(".basket [data-empty]")
    expect(held).to_have_count(0)


def test_what_is_compared_stays_when_the_basket_is_emptied(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    for number in (0, 1):
        collect(page, number, number + 1)
    page.click(".basket [data-lay]")
    titles, chosen = page.locator("#comparison .side h2"), page.locator("#document-a input")
    expect(titles).to_have_count(2)
    other = page.input_value("#document-b input")
    page.click(".basket [data-empty]")
    expect(page.locator(".basket li")).to_have_count(0)
    page.click("#swap")
    expect(chosen).to_have_value(other)
    choose(page, "b", "石拱桥")
    expect(titles.last).to_contain_text("石拱桥")
    expect(chosen).to_have_value(other)


def test_a_related_passage_lies_beside_its_card(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    unfold(page.locator(".hit .related").first)
    page.locator(".hit [data-beside]").first.click()
    expect(page.locator("#comparison")).to_contain_text(ANSWER)
    assert NOTICE in page.input_value("#document-a input")
    expect(page.locator(".basket li")).to_have_count(2)


def test_another_visitor_has_a_basket_of_their_own(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    collect(page, 0, 1)
    second = page.context.new_page()
    answered(second, address)
    expect(second.locator(".basket li")).to_have_count(0)
    expect(second.locator(".past li")).to_have_count(1)


def test_a_link_reproduces_the_view(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    page.click("#count input[value='3']")
    expect(page.locator(".hit")).to_have_count(3)
    page.locator(".hit button.open").nth(1).click()
    expect(page).to_have_url(re.compile("[?&]passage=."))
    title = page.text_content(".source h2") or ""
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator(".source h2")).to_have_text(title)
    expect(second.locator("#question textarea")).to_have_value(QUESTION)
    expect(second.locator(".hit")).to_have_count(3)
    assert second.url == page.url


def test_going_back_asks_what_was_shown(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    ask(page, OTHER_QUESTION)
    first_title_is(page, OTHER_TITLE)
    expect(page.locator(".past li")).to_have_count(2)
    page.go_back()
    first_title_is(page, NOTICE)
    expect(page.locator("#question textarea")).to_have_value(QUESTION)


def test_going_back_closes_a_source_that_covers_the_page(
    visit: Callable[..., Page], address: str
) -> None:
    from playwright.sync_api import expect

    page = visit(width=390)
    answered(page, address)
    asked = page.url
    for leave in (page.go_back, lambda: page.keyboard.press("Escape")):
        open_first(page)
        expect(page).to_have_url(re.compile("[?&]passage=."))
        leave()
        expect(page.locator(".source")).to_have_count(0)
        expect(page).to_have_url(asked)
        expect(page.locator(".hit")).to_have_count(5)


def test_the_source_leads_through_hits_headings_and_views(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    page.locator(".hit button.open").first.click()
    source, text, step = (page.locator(f".source{part}") for part in ("", " .text", " .steps span"))
    expect(step).to_have_text(ZH.hit_number.format(rank=1, hits=5))
    verbatim = text.text_content()
    page.click(".source [data-turn]")
    expect(source).to_have_attribute("data-view", "readable")
    expect(text).to_contain_text(ANSWER)
    assert text.text_content() != verbatim
    page.locator(".source .steps button").nth(1).click()
    second = page.locator(".hit").nth(1).get_attribute("data-of") or ""
    expect(source).to_have_attribute("data-shows", second)
    expect(step).to_have_text(ZH.hit_number.format(rank=2, hits=5))
    expect(source).to_have_attribute("data-view", "readable")
    unfold(page.locator(".source .outline"))
    last = page.locator(".outline li button").last
    last.click()
    expect(page.locator(".source .text .heading").last).to_be_in_viewport()
    page.click(".source [data-close]")
    expect(page).not_to_have_url(re.compile("passage="))
