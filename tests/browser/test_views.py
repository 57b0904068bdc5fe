"""Two documents side by side, what the collection shares, and the map, in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.steps import (
    EN,
    QUESTION,
    ZH,
    answered,
    choose,
    choose_english,
    find_overlap,
    map_drawn,
    marked,
    tab,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

A, B = "2023年澜川市政府工作报告", "2024年澜川市政府工作报告"


def _compared(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    tab(page, "compare")
    choose(page, "a", A)
    choose(page, "b", B)
    expect(page.locator("#comparison del").first).to_be_visible()


def test_two_documents_stand_side_by_side(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    _compared(page, address)
    titles = page.locator("#comparison .side h2")
    expect(titles.first).to_contain_text(A)
    expect(titles.last).to_contain_text(B)
    expect(page.locator("#comparison .kind").first).to_be_visible()
    expect(page.locator("#comparison")).to_contain_text(ZH.kind_reworded)
    page.click("#swap")
    expect(titles.first).to_contain_text(B)
    expect(titles.last).to_contain_text(A)


def test_a_sentence_opens_in_its_source_and_the_focus_comes_back(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    _compared(page, address)
    cell = page.locator(".comparison .row:visible .cell.b[data-side]").nth(2)
    sentence = cell.locator(".text").inner_text()
    cell.locator(".text").click()
    expect(page.locator(".source .standing")).to_have_text(ZH.standing_verified)
    assert marked(page).strip() == sentence
    page.keyboard.press("Escape")
    expect(cell.locator("button.open")).to_be_focused()


def test_a_cell_of_the_heat_map_opens_its_pair(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    tab(page, "compare")
    find_overlap(page)
    columns = page.locator(".overlap thead th:not(:first-child)").count()
    assert columns == page.locator(".overlap tbody tr").count()
    stop = page.locator(".overlap td button[tabindex='0']")
    expect(stop).to_have_count(1)
    label = stop.get_attribute("aria-label") or ""
    stop.press("ArrowRight")
    focused = page.locator(".overlap td button:focus")
    expect(focused).not_to_have_attribute("aria-label", label)
    picked = focused.get_attribute("aria-label") or ""
    focused.press("Enter")
    page.locator(".comparison .row").first.wait_for()
    a, b = (page.input_value(f"#document-{side} input") for side in "ab")
    assert f"《{a}》" in picked and picked.endswith(f"《{b}》")
    expect(page.locator("#comparison .side").first).to_be_in_viewport()
    choose_english(page)
    expect(page.locator("#comparison")).to_contain_text(EN.only_a)
    expect(page.locator(".overlap")).to_contain_text(EN.most_shared)


def test_a_place_of_a_shared_sentence_opens(page: Page, address: str) -> None:
    page.goto(address)
    tab(page, "compare")
    find_overlap(page)
    first = page.locator(".overlap .shared > li").first
    quote = first.locator("q").inner_text()
    first.locator("summary").click()
    first.locator("details button").first.click()
    page.locator(".source mark.passage").first.wait_for()
    assert marked(page) == quote


def test_the_map_draws_the_question_and_no_tab_twice(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    map_drawn(page)
    expect(page.locator("#map")).to_contain_text(QUESTION)
    tabs = page.locator("#views [role=tablist] [role=tab]")
    assert tabs.all_text_contents() == [ZH.tab_ask, ZH.tab_compare, ZH.tab_library, ZH.tab_map]
    choose_english(page)
    expect(page.locator("#map-tab-button")).to_have_text(EN.tab_map)


def test_the_map_is_walked_and_opened_by_keyboard(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    map_drawn(page)
    expect(page.locator("#map circle.hit")).to_have_count(5)
    stop = page.locator("#map circle[tabindex='0']")
    expect(stop).to_have_count(1)
    first = stop.get_attribute("aria-label") or ""
    stop.focus()
    tip = "".join(page.locator("#map .tip > *").all_text_contents())
    assert tip == first.replace("\n", "")
    stop.press("ArrowLeft")
    focused = page.locator("#map circle:focus")
    expect(focused).not_to_have_attribute("aria-label", first)
    label = focused.get_attribute("aria-label") or ""
    focused.press("Enter")
    expect(page.locator(".source h2")).to_have_text(label.split("\n")[0])
    page.keyboard.press("Escape")
    expect(focused).to_be_visible()
