"""Everything that the page can do, clicked through in both languages and at three widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.steps import (
    ANSWER,
    NOTICE,
    QUESTION,
    WIDTHS,
    answered,
    ask,
    choose,
    collect,
    find_overlap,
    first_title_is,
    fits,
    map_drawn,
    open_first,
    tab,
    turn_to_a_new_collection,
    unfold,
)
from ui.translations import TEXTS, Language, Texts

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

A, B = "2023年澜川市政府工作报告", "2024年澜川市政府工作报告"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_feature(
    visit: Callable[..., Page], address: str, tmp_path: Path, width: int, language: Language
) -> None:
    page, texts = visit(width, language), TEXTS[language]
    answered(page, address)
    for use in (_cards, _filters, _source, _basket, _any_two, _map):
        use(page, texts)
        assert fits(page), use.__name__
    _library(page, texts, tmp_path)
    assert fits(page)


def _cards(page: Page, texts: Texts) -> None:
    from playwright.sync_api import expect

    card = page.locator(".hit").first
    expect(card.locator("mark.sentence").first).to_contain_text(ANSWER)
    expect(card.locator(".place")).not_to_be_empty()
    expect(card.locator(".origin")).to_contain_text("2022-09-20")
    unfold(card.locator(".why"))
    expect(card.locator(".why")).to_contain_text(texts.answering_sentence)
    unfold(card.locator(".neighbours"))
    expect(card.locator(".neighbours")).to_contain_text(texts.passage_after)
    unfold(card.locator(".related"))
    expect(card.locator(".related")).to_contain_text(texts.related_passages)
    unfold(card.locator(".cite"))
    for style in card.locator(".style").all():
        style.locator("button.copy").click()
        expect(style.locator("button.copy")).to_have_text(texts.copied)
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == style.locator("pre").text_content()
    for format_, ending in (("markdown", "md"), ("word", "docx"), ("csv", "csv")):
        with page.expect_download() as download:
            page.click(f"[data-export={format_}]")
        assert download.value.suggested_filename.endswith(ending)
    assert fits(page)
    page.locator("[data-feedback=more]").first.click()
    expect(page.locator(".moved")).to_contain_text(texts.moved_more.format(count=1))
    page.click(".moved button")
    expect(page.locator(".moved")).to_have_count(0)


def _filters(page: Page, texts: Texts) -> None:
    from playwright.sync_api import expect

    page.click("#filters > button")
    since = page.locator("#filter-since :is(input, textarea)")
    since.fill("2022")
    since.press("Enter")
    expect(page.locator(".narrowed")).to_contain_text("2022 – …")
    assert fits(page)
    page.click("#filter-clear")
    expect(page.locator(".narrowed")).to_have_count(0)
    page.click("#filters > button")
    ask(page, "望澜桥“并无此语”")
    expect(page.locator(".notice")).to_contain_text("并无此语")
    unfold(page.locator(".past"))
    page.locator(".past button").nth(1).click()
    first_title_is(page, NOTICE)


def _source(page: Page, texts: Texts) -> None:
    from playwright.sync_api import expect

    open_first(page)
    expect(page.locator(".source .standing")).to_have_text(texts.standing_verified)
    page.locator(".source .steps button").nth(1).click()
    expect(page.locator(".source .steps span")).to_have_text(
        texts.hit_number.format(rank=2, hits=5)
    )
    page.click(".source [data-turn]")
    expect(page.locator(".source")).to_have_attribute("data-view", "readable")
    unfold(page.locator(".source .outline"))
    page.locator(".outline li button").last.click()
    expect(page.locator(".source .text .heading").last).to_be_in_viewport()
    page.click(".source [data-jump]")
    expect(page.locator(".source mark.passage").first).to_be_in_viewport()
    assert fits(page)
    page.click(".source [data-close]")
    expect(page.locator(".source")).to_have_count(0)


def _basket(page: Page, texts: Texts) -> None:
    from playwright.sync_api import expect

    for number in (0, 1):
        collect(page, number, number + 1)
    page.click(".basket [data-lay]")
    expect(page.locator("#comparison")).to_contain_text(ANSWER)
    expect(page.locator("#comparison .side .place")).to_have_count(2)
    assert fits(page)
    page.click(".basket [data-empty]")
    expect(page.locator(".basket li")).to_have_count(0)


def _any_two(page: Page, texts: Texts) -> None:
    from playwright.sync_api import expect

    choose(page, "a", A)
    choose(page, "b", B)
    titles = page.locator("#comparison .side h2")
    expect(titles).to_contain_text([A, B])
    page.click("#swap")
    expect(titles).to_contain_text([B, A])
    page.click("[data-jump=reworded]")
    row = page.locator(".row.reworded").first
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text(texts.kind_reworded)
    beside = row.evaluate("""row => {
      const [a, b] = ['a', 'b'].map(side =>
        row.querySelector(`.cell.${side}`).getBoundingClientRect());
      return b.left >= a.right;
    }""")
    assert beside == (page.evaluate("innerWidth") >= 600)
    assert fits(page)
    unfold(page.locator(".fold > details").first)
    expect(page.locator(".fold .row").first).to_be_visible()
    assert fits(page)
    choose(page, "b", "石拱桥")
    expect(titles).to_contain_text([B, "石拱桥"])
    expect(page.locator("#comparison .lead")).to_contain_text(texts.nothing_in_common)
    expect(page.locator(".row.only-a").first).to_be_visible()
    assert fits(page)
    find_overlap(page)
    expect(page.locator(".overlap")).to_contain_text(texts.most_shared)
    page.locator(".overlap .alike button").first.click()
    expect(page.locator("#comparison .side").first).to_be_in_viewport()


def _map(page: Page, texts: Texts) -> None:
    from playwright.sync_api import expect

    map_drawn(page)
    expect(page.locator("#map")).to_contain_text(QUESTION)
    expect(page.locator("#map circle.hit")).to_have_count(5)
    page.locator("#map circle.hit").last.press("Enter")
    expect(page.locator(".source h2")).to_have_text(NOTICE)
    page.keyboard.press("Escape")
    expect(page.locator(".source")).to_have_count(0)
    page.locator("#map .zoom button").first.click()


def _library(page: Page, texts: Texts, folder: Path) -> None:
    """In a collection of its own: uploaded, read again, asked, removed."""
    from playwright.sync_api import expect

    turn_to_a_new_collection(page, folder / "collection")
    (folder / "灯塔.txt").write_text("守塔人每天日落时点灯，大雾天每两分钟鸣笛一次。", "utf-8")
    page.set_input_files(".drop input[type=file]", folder / "灯塔.txt")
    added = texts.count_of.format(what=texts.outcome_added, count=1)
    counts = page.locator("#run .counts").first
    expect(counts).to_contain_text(added, timeout=60_000)
    row = page.locator("#documents [data-document]")
    expect(row).to_have_count(1)
    unfold(row.locator(".read"))
    expect(row.locator(".read dl")).to_contain_text("utf-8")
    assert fits(page)
    row.locator("[data-update]").click()
    changed = texts.count_of.format(what=texts.outcome_changed, count=1)
    expect(counts).to_contain_text(changed)
    page.click("#run [data-ask]")
    expect(page.locator("#question textarea")).to_be_focused()
    ask(page, "大雾天多久鸣笛一次？")
    expect(page.locator(".hit mark.sentence").first).to_contain_text("两分钟")
    tab(page, "library")
    row.locator("[data-remove]").click()
    row.locator("[data-sure]").click()
    expect(row).to_have_count(0)
