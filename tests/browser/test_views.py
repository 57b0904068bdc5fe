"""Two documents side by side, what the collection shares, and the map, in Chromium."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.steps import (
    EN,
    QUESTION,
    WIDTHS,
    ZH,
    ask,
    choose,
    choose_english,
    escape_key,
    look,
    one,
    tab,
    texts,
    until,
)

pytestmark = pytest.mark.browser

A, B = "2023年澜川市政府工作报告", "2024年澜川市政府工作报告"


def test_two_documents_stand_side_by_side(browser: Any, page: str) -> None:
    browser.get(page)
    tab(browser, "compare")
    choose(browser, "a", A)
    choose(browser, "b", B)
    until(browser, "return document.querySelectorAll('#comparison del').length > 0")
    shown = texts(browser, "#comparison")[0]
    assert A in shown and B in shown
    assert "2023年" in shown and "2024年" in shown
    assert ZH.kind_reworded in shown
    one(browser, "#swap").click()
    until(
        browser,
        f"return document.querySelector('#comparison').textContent.indexOf('{B}')"
        f" < document.querySelector('#comparison').textContent.indexOf('{A}')",
    )


def test_the_map_draws_the_question_and_no_tab_twice(browser: Any, page: str) -> None:
    browser.get(page)
    ask(browser, QUESTION)
    until(browser, "return document.querySelectorAll('.hit').length === 5")
    tab(browser, "map")
    until(browser, "return document.querySelectorAll('#map circle').length > 100", 60)
    assert QUESTION in texts(browser, "#map")[0]
    assert texts(browser, "#views [role=tablist] [role=tab]") == [
        ZH.tab_ask,
        ZH.tab_compare,
        ZH.tab_library,
        ZH.tab_map,
    ]
    choose_english(browser)
    until(browser, "return document.querySelector('#map-tab-button').textContent === 'Map'")


def _press(browser: Any, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def _overlap(browser: Any) -> None:
    one(browser, "#whole button.label-wrap").click()
    one(browser, "#find-overlap").click()
    until(browser, "return document.querySelectorAll('.overlap td button').length > 10", 60)


def test_a_sentence_opens_in_its_source_and_the_focus_comes_back(browser: Any, page: str) -> None:
    browser.get(page)
    tab(browser, "compare")
    choose(browser, "a", A)
    choose(browser, "b", B)
    until(browser, "return document.querySelectorAll('.comparison .row').length > 10")
    cell = browser.find_elements("css selector", ".comparison .cell.b[data-side]")[2]
    sentence = cell.find_element("css selector", ".text").text
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", cell)
    cell.find_element("css selector", ".text").click()
    marked = "[...document.querySelectorAll('.source mark.passage')].map(m => m.textContent)"
    shown = until(browser, f"return {marked}.join('')")
    assert shown.strip() == sentence
    assert texts(browser, ".source .standing") == [ZH.standing_verified]
    escape_key(browser)
    until(browser, "return document.activeElement.matches('.comparison .cell.b button.open')")


def test_a_cell_of_the_heat_map_opens_its_pair(browser: Any, page: str) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get(page)
    tab(browser, "compare")
    _overlap(browser)
    columns = "thead th:not(:first-child)"
    assert len(texts(browser, f".overlap {columns}")) == len(texts(browser, ".overlap tbody tr"))
    stops = browser.find_elements("css selector", ".overlap td button[tabindex='0']")
    assert len(stops) == 1
    browser.execute_script("arguments[0].focus()", stops[0])
    label = stops[0].get_attribute("aria-label")
    _press(browser, Keys.ARROW_RIGHT)
    until(browser, f"return document.activeElement.ariaLabel !== {label!r}")
    picked = browser.switch_to.active_element.get_attribute("aria-label")
    _press(browser, Keys.ENTER)
    until(browser, "return document.querySelectorAll('.comparison .row').length > 0")
    a, b = (
        browser.find_element("css selector", f"#document-{side} input").get_attribute("value")
        for side in "ab"
    )
    assert f"《{a}》" in picked and picked.endswith(f"《{b}》")
    seen = "document.querySelector('#comparison').getBoundingClientRect()"
    until(browser, f"return {seen}.top >= 0 && {seen}.top < innerHeight / 2")
    choose_english(browser)
    until(
        browser, f"return document.querySelector('#comparison').innerText.includes('{EN.only_a}')"
    )
    assert EN.most_shared in texts(browser, ".overlap")[0]


def test_a_place_of_a_shared_sentence_opens(browser: Any, page: str) -> None:
    browser.get(page)
    tab(browser, "compare")
    _overlap(browser)
    first = browser.find_element("css selector", ".overlap .shared > li")
    quote = first.find_element("css selector", "q").text
    browser.execute_script("arguments[0].querySelector('details').open = true", first)
    first.find_element("css selector", "details button").click()
    marked = "[...document.querySelectorAll('.source mark.passage')].map(m => m.textContent)"
    assert until(browser, f"return {marked}.join('')") == quote


def test_the_map_is_walked_and_opened_by_keyboard(browser: Any, page: str) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get(page)
    ask(browser, QUESTION)
    until(browser, "return document.querySelectorAll('.hit').length === 5")
    tab(browser, "map")
    until(browser, "return document.querySelectorAll('#map circle.hit').length === 5", 60)
    stops = browser.find_elements("css selector", "#map circle[tabindex='0']")
    assert len(stops) == 1
    browser.execute_script("arguments[0].focus()", stops[0])
    first = stops[0].get_attribute("aria-label")
    assert "".join(texts(browser, "#map .tip > *")) == first.replace("\n", "")
    _press(browser, Keys.ARROW_LEFT)
    label = until(
        browser, f"const l = document.activeElement.ariaLabel; return l !== {first!r} && l"
    )
    _press(browser, Keys.ENTER)
    until(browser, "return document.querySelectorAll('.source').length === 1")
    assert label.split("\n")[0] == texts(browser, ".source h2")[0]
    escape_key(browser)
    until(browser, "return document.activeElement.matches('#map circle')")


@pytest.mark.parametrize("width", WIDTHS)
def test_both_fit_every_screen(browser: Any, page: str, width: int) -> None:
    look(browser, width)
    fits = "return document.documentElement.scrollWidth <= innerWidth"
    browser.get(page)
    tab(browser, "compare")
    _overlap(browser)
    browser.find_element("css selector", ".overlap .alike button").click()
    until(browser, "return document.querySelectorAll('.comparison .row').length > 10")
    assert browser.execute_script(fits)
    beside = """
    const [a, b] = ['a', 'b'].map(side =>
      document.querySelector(`.comparison .row .cell.${side}`).getBoundingClientRect());
    return b.left >= a.right"""
    assert browser.execute_script(beside) == (width >= 600)
    tab(browser, "map")
    until(browser, "return document.querySelectorAll('#map circle').length > 100", 60)
    assert browser.execute_script(fits)
