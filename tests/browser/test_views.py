"""Two documents side by side, what the collection shares, and the map, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.steps import (
    EN,
    QUESTION,
    ZH,
    answered,
    choose,
    choose_english,
    collect,
    find_overlap,
    map_drawn,
    marked,
    tab,
    turn_to_a_new_collection,
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


def test_a_count_leads_to_the_next_of_its_kind(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    _compared(page, address)
    rows = page.locator(".row.disagreeing")
    assert rows.count() > 1
    for row in (rows.nth(0), rows.nth(1)):
        page.click("[data-jump=disagreeing]")
        expect(row.locator(".cell.a button.open")).to_be_focused()
        expect(row).to_be_in_viewport()


def test_what_is_only_related_is_paired_by_a_switch(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    _compared(page, address)
    related, switch = page.locator(".row.related"), page.locator("[data-pairing]")
    expect(related).to_have_count(0)
    alone = page.locator(".row.only-a").count()
    page.click("[data-jump=only-a]")
    see = page.locator(".row.only-a .see:visible").first
    number = see.get_attribute("data-related")
    see.click()
    other = page.locator(f".row.only-b:has([data-related='{number}'])")
    expect(other.locator("button.open")).to_be_focused()
    switch.check()
    expect(related.first).to_be_attached()
    expect(switch).to_be_focused()
    assert page.locator(".row.only-a").count() < alone
    page.click("#swap")
    expect(page.locator("#comparison .side h2").first).to_contain_text(B)
    expect(switch).to_be_checked()


def test_a_comparison_is_linked_and_outlives_a_reload(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    tab(page, "compare")
    expect(page.locator("#document-a input")).to_have_attribute("placeholder", ZH.choose_one)
    choose(page, "a", A)
    choose(page, "b", B)
    expect(page).to_have_url(re.compile("[?&]q=.*&tab=compare&a=.*&b=."))
    link = page.url
    page.reload()
    titles = page.locator("#comparison .side h2")
    expect(titles).to_contain_text([A, B])
    expect(titles.first).to_be_visible()
    expect(page.locator("#document-b input")).to_have_value(B)
    expect(page.locator(".hit blockquote")).to_have_count(5)
    expect(page).to_have_url(link)
    tab(page, "library")
    expect(page).to_have_url(re.compile("tab=library"))
    expect(page).not_to_have_url(re.compile("[?&]a="))
    page.reload()
    expect(page.locator("#library")).to_be_visible()
    tab(page, "ask")
    expect(page).not_to_have_url(re.compile("tab="))


def test_a_link_is_followed_in_another_language_too(
    page: Page, visit: Callable[..., Page], address: str
) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    tab(page, "compare")
    choose(page, "a", A)
    choose(page, "b", B)
    expect(page).to_have_url(re.compile("tab=compare&a=.*&b=."))
    english = visit(language="en")
    english.goto(page.url)
    expect(english.locator("#comparison .side h2")).to_contain_text([A, B])
    expect(english.locator("#comparison")).to_contain_text("of the text is in B as well")


def test_passages_that_are_compared_are_put_by_where_a_link_leads_to_them(
    page: Page, address: str
) -> None:
    from playwright.sync_api import expect

    answered(page, address)
    for number in (0, 1):
        collect(page, number, number + 1)
    page.click(".basket [data-lay]")
    expect(page).to_have_url(re.compile("tab=compare"))
    chosen = page.input_value("#document-a input")
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator("#comparison .side .place")).to_have_count(2)
    expect(second.locator(".basket li")).to_have_count(2)
    expect(second.locator("#document-a input")).to_have_value(chosen)


@pytest.mark.parametrize(("query", "name"), [("tab=library", "library"), ("q=石桥&tab=map", "map")])
def test_a_link_leads_to_its_tab(page: Page, address: str, query: str, name: str) -> None:
    from playwright.sync_api import expect

    page.goto(f"{address}?{query}")
    expect(page.locator(f"#{name}-tab")).to_be_visible()
    expect(page).to_have_url(re.compile(f"tab={name}"))
    tab(page, "ask")
    expect(page).not_to_have_url(re.compile("tab="))


def test_a_link_to_what_there_is_not_leaves_the_choice(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(f"{address}?tab=compare&a=<b>&b=/etc/passwd")
    expect(page.locator("#comparison .hint")).to_be_visible()
    expect(page.locator("#document-a input")).to_have_value("")


def test_a_whole_sentence_is_copied_as_its_file_has_it(page: Page, address: str) -> None:
    _compared(page, address)
    text = page.locator(".comparison .text").first
    text.evaluate("text => { text.dataset.quote = '桥(qiáo)'; }")
    text.evaluate("text => getSelection().selectAllChildren(text)")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == "桥(qiáo)"


def test_what_is_chosen_below_the_heat_map_comes_into_view(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    tab(page, "compare")
    find_overlap(page)
    choose(page, "a", A)
    choose(page, "b", B)
    side = page.locator("#comparison .side").first
    expect(side).to_be_in_viewport()
    first = page.locator(".overlap .alike button").first
    for _ in range(2):  # also where that pair is shown already
        first.click()
        expect(side).to_be_in_viewport()


def test_the_heat_map_is_drawn_anew_when_documents_came(
    page: Page, address: str, tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    def add(*names: str) -> None:
        for name in names:
            (tmp_path / name).write_text(f"守塔人每天日落时点灯，大雾天每两分钟鸣笛一次。{name}")
        page.set_input_files(".drop input[type=file]", [tmp_path / name for name in names])
        added = ZH.count_of.format(what=ZH.outcome_added, count=len(names))
        expect(page.locator("#run .counts").first).to_contain_text(added, timeout=60_000)

    page.goto(address)
    turn_to_a_new_collection(page, tmp_path / "collection")
    add("一.txt", "二.txt", "三.txt")
    tab(page, "compare")
    find_overlap(page)
    expect(page.locator(".overlap tbody tr")).to_have_count(3)
    tab(page, "library")
    add("四.txt", "五.txt")
    tab(page, "compare")
    expect(page.locator(".overlap tbody tr")).to_have_count(5)


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
