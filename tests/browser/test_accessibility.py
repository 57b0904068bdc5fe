"""What axe-core finds in every view, light and dark, wide and narrow."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from tests.browser.steps import QUESTION, ask, click, look, one, tab, until

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def axe() -> str:
    pytest.importorskip("axe_playwright_python", reason="it brings axe-core's script")
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def violations(browser: Any, axe: str) -> list[str]:
    """What is wrong with the page as it stands, the serious part of it."""
    browser.set_script_timeout(60)
    browser.execute_script(axe)
    found = browser.execute_async_script("axe.run().then(arguments[0])")
    assert len(found["passes"]) > 10  # it did look
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def test_axe_sees_what_is_wrong(browser: Any, axe: str, page: str) -> None:
    browser.get(page)
    one(browser, "#question textarea")
    browser.execute_script("document.querySelector('#results').innerHTML = '<button></button>'")
    assert any(one.startswith("button-name") for one in violations(browser, axe))


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (768, True), (390, True)])
def test_no_view_has_a_serious_violation(
    browser: Any, axe: str, page: str, width: int, dark: bool
) -> None:
    look(browser, width, dark=dark)
    browser.get(page)
    one(browser, "#question textarea")
    assert violations(browser, axe) == []
    ask(browser, QUESTION)
    until(browser, "return document.querySelectorAll('.hit').length === 5")
    for folded in browser.find_elements("css selector", ".hit details > summary")[:4]:
        browser.execute_script("arguments[0].click()", folded)
    for number in (0, 1):
        click(browser, "[data-collect]", number)
        until(browser, f"return document.querySelectorAll('.basket li').length === {number + 1}")
    assert violations(browser, axe) == []
    click(browser, ".hit button.open")
    until(browser, "return document.querySelector('.source .text')")
    assert violations(browser, axe) == []
    click(browser, "[data-close]")
    click(browser, ".basket [data-lay]")
    until(browser, "return document.querySelector('#comparison h2')?.offsetParent")
    assert violations(browser, axe) == []
    tab(browser, "library")
    until(browser, "return document.querySelectorAll('#library-tab [data-document]').length > 5")
    assert violations(browser, axe) == []
    tab(browser, "map")
    until(browser, "return document.querySelectorAll('#map circle').length > 100", 60)
    assert violations(browser, axe) == []
