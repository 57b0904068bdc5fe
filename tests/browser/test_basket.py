"""Passages put by and laid side by side, and links that lead back to a view."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.steps import (
    ANSWER,
    NOTICE,
    QUESTION,
    ZH,
    ask,
    click,
    first_title_is,
    one,
    tab,
    texts,
    until,
)

pytestmark = pytest.mark.browser


def _answered(browser: Any, page: str) -> None:
    browser.get(page)
    ask(browser, QUESTION)
    first_title_is(browser, NOTICE)


def _held(browser: Any, count: int) -> None:
    until(browser, f"return document.querySelectorAll('.basket li').length === {count}")


def test_passages_of_the_basket_lie_side_by_side(browser: Any, page: str) -> None:
    _answered(browser, page)
    for number in (0, 1):
        click(browser, "[data-collect]", number)
        _held(browser, number + 1)
    click(browser, "[data-collect]")
    until(
        browser, f"return document.querySelectorAll('.basket li')[1].innerText.includes('{NOTICE}')"
    )
    click(browser, ".basket [data-lay]")
    until(browser, f"return document.querySelector('#comparison')?.innerText.includes('{ANSWER}')")
    assert NOTICE in one(browser, "#document-b input").get_attribute("value")
    tab(browser, "ask")
    click(browser, ".basket [data-drop]")
    _held(browser, 1)
    assert not one(browser, ".basket [data-lay]").is_enabled()
    click(browser, ".basket [data-empty]")
    _held(browser, 0)


def test_a_related_passage_lies_beside_its_card(browser: Any, page: str) -> None:
    _answered(browser, page)
    click(browser, ".hit details.related > summary")
    until(browser, "return document.querySelector('.hit [data-beside]')")
    click(browser, ".hit [data-beside]")
    until(browser, f"return document.querySelector('#comparison')?.innerText.includes('{ANSWER}')")
    assert NOTICE in one(browser, "#document-a input").get_attribute("value")
    _held(browser, 2)


def test_another_visitor_has_a_basket_of_their_own(browser: Any, page: str) -> None:
    _answered(browser, page)
    click(browser, "[data-collect]")
    _held(browser, 1)
    browser.switch_to.new_window("tab")
    _answered(browser, page)
    _held(browser, 0)
    assert len(texts(browser, ".past li")) == 1


def test_a_link_reproduces_the_view(browser: Any, page: str) -> None:
    _answered(browser, page)
    one(browser, "#count input[value='3']").click()
    until(browser, "return document.querySelectorAll('.hit').length === 3")
    click(browser, ".hit button.open", 1)
    until(browser, "return new URLSearchParams(location.search).get('passage')")
    title = texts(browser, ".source h2")
    link = browser.current_url
    browser.switch_to.new_window("tab")
    browser.get(link)
    until(browser, "return document.querySelector('.source h2')")
    assert texts(browser, ".source h2") == title
    assert one(browser, "#question textarea").get_attribute("value") == QUESTION
    assert len(texts(browser, ".hit")) == 3
    assert browser.current_url == link


def test_going_back_asks_what_was_shown(browser: Any, page: str) -> None:
    _answered(browser, page)
    ask(browser, "毕昇做活字为什么不用木头？")
    until(browser, f"return document.querySelector('.hit h2').textContent !== '{NOTICE}'")
    until(browser, "return document.querySelectorAll('.past li').length === 2")
    browser.back()
    first_title_is(browser, NOTICE)
    until(browser, f"return document.querySelector('#question textarea').value === '{QUESTION}'")


def test_the_source_leads_through_hits_headings_and_views(browser: Any, page: str) -> None:
    _answered(browser, page)
    click(browser, ".hit button.open")
    until(browser, "return document.querySelector('.source [data-view], .source[data-view]')")
    assert texts(browser, ".steps span") == [ZH.hit_number.format(rank=1, hits=5)]
    verbatim = texts(browser, ".source .text")[0]
    click(browser, ".source [data-turn]")
    until(browser, "return document.querySelector('.source').dataset.view === 'readable'")
    readable = texts(browser, ".source .text")[0]
    assert ANSWER in readable and readable != verbatim
    click(browser, ".steps button", 1)
    second = "document.querySelectorAll('.hit')[1].dataset.of"
    until(browser, f"return document.querySelector('.source').dataset.shows === {second}")
    assert texts(browser, ".steps span") == [ZH.hit_number.format(rank=2, hits=5)]
    assert one(browser, ".source").get_attribute("data-view") == "readable"
    click(browser, ".outline > summary")
    last = len(texts(browser, ".outline li")) - 1
    click(browser, ".outline li button", last)
    place = (
        f"document.querySelectorAll('.text .heading')[{last}].getBoundingClientRect().top"
        " - document.querySelector('.scroll').getBoundingClientRect().top"
    )
    until(browser, f"return Math.abs({place}) < 60")
    click(browser, ".source [data-close]")
    until(browser, "return !new URLSearchParams(location.search).has('passage')")
