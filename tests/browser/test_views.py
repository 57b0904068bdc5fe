"""Two documents side by side, what the collection shares, and the map, in Chromium."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.steps import QUESTION, ZH, ask, choose_english, one, texts, until

pytestmark = pytest.mark.browser

A, B = "2023年澜川市政府工作报告", "2024年澜川市政府工作报告"


def _tab(browser: Any, name: str) -> None:
    one(browser, f"#{name}-tab-button").click()
    until(browser, f"return document.querySelector('#{name}-tab')?.offsetParent !== null")


def _choose(browser: Any, side: str, title: str) -> None:
    from selenium.webdriver.common.keys import Keys

    box = one(browser, f"#document-{side} input")
    box.click()
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(title)
    until(browser, f"return document.querySelectorAll('#document-{side} [role=option]').length > 0")
    box.send_keys(Keys.ENTER)


def test_two_documents_stand_side_by_side(browser: Any, page: str) -> None:
    browser.get(page)
    _tab(browser, "compare")
    _choose(browser, "a", A)
    _choose(browser, "b", B)
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
    _tab(browser, "map")
    until(browser, "return document.querySelectorAll('#map circle').length > 100", 60)
    assert QUESTION in texts(browser, "#map")[0]
    assert texts(browser, "#views [role=tablist] [role=tab]") == [
        ZH.tab_ask,
        ZH.tab_compare,
        ZH.tab_map,
    ]
    choose_english(browser)
    until(browser, "return document.querySelector('#map-tab-button').textContent === 'Map'")
