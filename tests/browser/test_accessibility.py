"""What axe-core finds in every view, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.steps import answered, collect, map_drawn, tab, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}


def violations(page: Page) -> list[str]:
    """What is wrong with the page as it stands, the serious part of it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    assert len(found["passes"]) > 10  # it did look
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def test_axe_sees_what_is_wrong(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#results").evaluate("e => e.innerHTML = '<button></button>'")
    assert any(one.startswith("button-name") for one in violations(page))


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (768, True), (390, True)])
def test_no_view_has_a_serious_violation(
    visit: Callable[..., Page], address: str, width: int, dark: bool
) -> None:
    from playwright.sync_api import expect

    page = visit(width, dark=dark)
    page.goto(address)
    page.locator("#question textarea").wait_for()
    assert violations(page) == []
    answered(page, address)
    for kind in ("why", "neighbours", "related", "cite"):
        unfold(page.locator(f".hit details.{kind}").first)
    for number in (0, 1):
        collect(page, number, number + 1)
    assert violations(page) == []
    page.locator(".hit button.open").first.click()
    page.locator(".source .text").wait_for()
    assert violations(page) == []
    page.click(".source [data-close]")
    page.click(".basket [data-lay]")
    expect(page.locator("#comparison h2").first).to_be_visible()
    assert violations(page) == []
    tab(page, "library")
    page.locator("#documents [data-document]").nth(5).wait_for()
    assert violations(page) == []
    map_drawn(page)
    assert violations(page) == []
