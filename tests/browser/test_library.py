"""Filling a collection in Chromium, with the real model: upload, watch, ask, remove, switch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import SAMPLE_FOLDER
from tests.browser.conftest import served
from tests.browser.steps import (
    EN,
    QUESTION,
    ZH,
    ask,
    choose_english,
    first_title_is,
    tab,
    turn_to_a_new_collection,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

BRIDGE = "\n".join(
    [
        "望澜桥通告",
        "第一条 为保护望澜桥，桥上同时停留的人数不得超过一千二百人。",
        "第二条 夜间十点以后，桥上不得摆摊。",
    ]
)
LIGHTHOUSE = "灯塔守则\n守塔人每天日落时点灯，大雾天每两分钟鸣笛一次。"
HOSTILE_NAME = "<img src=x onerror=document.title=1>.txt"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The page over a collection that is made when it starts."""
    with served(tmp_path / "collection") as address:
        yield address


def _files(folder: Path, contents: dict[str, str]) -> list[Path]:
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_text(content, "utf-8")
    return [folder / name for name in contents]


def _documents(page: Page, count: int, seconds: float = 60) -> list[str]:
    from playwright.sync_api import expect

    rows = page.locator("#documents [data-document]")
    expect(rows).to_have_count(count, timeout=1000 * seconds)
    return rows.locator("h2").all_text_contents()


def _sees_documents(later: Page, address: str) -> None:
    """What the first visitor saw is nothing to the next."""
    from playwright.sync_api import expect

    later.goto(address)
    expect(later.locator("#facts")).to_contain_text("2 篇文档")
    expect(later.locator("#results .notice")).to_have_count(0)
    later.close()


def test_from_an_empty_page_to_an_answer_and_back(page: Page, empty: str, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    sent = _files(
        tmp_path / "mine",
        {"桥.txt": BRIDGE, HOSTILE_NAME: LIGHTHOUSE, "照片.png": "no text"},
    )
    page.goto(empty)
    expect(page.locator("#results .notice")).to_contain_text(ZH.empty_collection)
    page.click("[data-begin=library]")
    expect(page.locator("#listing")).to_have_text(ZH.empty_collection)
    page.set_input_files(".drop input[type=file]", sent)
    assert sorted(_documents(page, 2)) == ["望澜桥通告", "灯塔守则"]
    report = page.inner_text("#run .run")
    assert f"{ZH.outcome_added} 2" in report and HOSTILE_NAME in report
    refused = page.inner_text("#library-said .notice")
    assert "照片.png" in refused and "OCR" in refused
    kept = tmp_path / "collection" / "uploads"
    assert {path.name for path in kept.iterdir()} == {"桥.txt", HOSTILE_NAME}

    tab(page, "ask")
    expect(page.locator("#facts")).to_contain_text("2 篇文档")
    expect(page.locator("#results .notice")).to_have_count(0)
    ask(page, "大雾天多久鸣笛一次？")
    first_title_is(page, "灯塔守则")
    page.locator(".hit button.open").first.click()
    expect(page.locator(".source .standing.verified")).to_have_count(1)
    page.click(".source [data-close]")
    expect(page.locator(".source")).to_have_count(0)

    _sees_documents(page.context.new_page(), empty)
    tab(page, "library")
    row = page.locator("#documents li", has=page.get_by_role("heading", name="灯塔守则"))
    row.locator("[data-remove]").click()
    expect(row.locator("[data-keep]")).to_be_focused()
    row.locator("[data-sure]").click()
    assert _documents(page, 1) == ["望澜桥通告"]
    expect(page.locator("#told")).to_have_text(ZH.removed.format(title="灯塔守则"))
    expect(page.locator("#told")).to_be_in_viewport()
    expect(page.locator("#run .each")).not_to_contain_text(HOSTILE_NAME)
    expect(page.locator("#run .each")).to_contain_text("桥.txt")
    expect(page.locator("#documents summary")).to_be_focused()
    assert not (kept / HOSTILE_NAME).exists() and (tmp_path / "mine" / HOSTILE_NAME).exists()
    tab(page, "ask")
    ask(page, "桥上最多可以停留多少人？")
    first_title_is(page, "望澜桥通告")
    assert "灯塔守则" not in page.locator(".hit h2").all_text_contents()

    tab(page, "library")
    sent[0].write_text(f"{BRIDGE}\n本通告已修订。", "utf-8")
    page.set_input_files(".drop input[type=file]", sent[:1])
    page.click("#run [data-replace]")
    expect(page.locator("#library-said")).to_have_text(ZH.in_place.format(name="桥.txt"))
    assert _documents(page, 1) == ["望澜桥通告"]
    assert {path.name for path in kept.iterdir()} == {"桥.txt"}
    expect(page).to_have_title("问据 Wenju")


def test_a_run_is_watched_stopped_and_gone_on_with(
    page: Page, address: str, tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    paragraph = "第{0}号文件第{1}段，" + "澜川市各区的社区食堂都在中午开放。" * 8 + "编号{0}之{1}。"
    contents = {
        f"{number:02}.txt": "\n".join(paragraph.format(number, line) for line in range(120))
        for number in range(12)
    }
    _files(tmp_path / "many", contents)
    page.goto(address)
    turn_to_a_new_collection(page, tmp_path / "collection")
    path = page.locator("#library-path :is(input, textarea)")
    path.fill(str(tmp_path / "many"))
    path.press("Enter")
    expect(page.locator("#indexing .files li")).to_have_count(12)
    expect(page.locator("#listing")).to_have_text(ZH.listed_when_done)
    expect(page.locator("#try-sample")).to_be_hidden()
    expect(page.locator("#indexing .files .added").first).to_be_visible(timeout=60_000)
    expect(page.locator("#indexing p").first).to_contain_text("约剩", timeout=60_000)
    expect(page.locator("#library-about dd").first).not_to_have_text("0")
    page.click("#stop")
    page.locator("#resume").wait_for(timeout=60_000)
    expect(page.locator("#listing")).to_be_empty()
    report = page.inner_text("#run .run")
    finished = int(report.split(f"{ZH.outcome_added} ")[1].split(ZH.new_passages)[0])
    assert 0 < finished < 12 and ZH.run_stopped.format(count=12 - finished) in report
    _documents(page, finished)
    choose_english(page)
    expect(page.locator("#resume")).to_have_text(EN.resume)
    page.click("#resume")
    counts = page.locator("#run .counts").first
    added = re.compile(rf"{EN.outcome_added}: {12 - finished}(?!\d)")
    expect(counts).to_contain_text(added, timeout=180_000)
    expect(counts).to_contain_text(f"{EN.outcome_unchanged}: {finished}")
    assert len(_documents(page, 12)) == 12


def test_the_sample_is_one_click_away_and_another_visitor_keeps_theirs(
    page: Page, address: str, sample_collection: Path
) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    tab(page, "library")
    page.click("#others button.label-wrap")
    known = page.locator("#known input")
    known.fill("我的")  # no Enter: a click on the button has to do
    mine = sample_collection.parent / "我的"
    page.click("#open-collection")
    said = page.locator("#others #turned")
    expect(said).to_have_text(ZH.no_collection_there.format(path=mine))
    expect(said).to_be_in_viewport()
    page.click("#new-collection")
    expect(said).to_have_text(ZH.turned_to.format(path=mine))
    expect(known).to_have_value(str(mine))
    expect(page.locator("#library-about")).to_contain_text(str(mine))
    tab(page, "ask")
    page.click("[data-begin=sample]")
    expect(page.locator("#library-tab")).to_be_visible()
    files = len(list((SAMPLE_FOLDER / "documents").iterdir()))
    _documents(page, files, 180)
    tab(page, "ask")
    expect(page.locator("#examples .example")).to_have_count(5)
    ask(page, QUESTION)
    expect(page.locator(".hit")).to_have_count(5)
    second = page.context.new_page()
    second.goto(address)
    expect(second.locator("#facts")).to_contain_text("篇文档")
    expect(second.locator("#facts")).not_to_contain_text(str(mine))


def test_what_was_read_is_told_and_removing_can_be_thought_over(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address)
    tab(page, "library")
    page.locator("#documents [data-document]").nth(5).wait_for()
    page.fill("#find :is(input, textarea)", "民國二十年")
    _documents(page, 1)
    page.click("#documents .read summary")
    expect(page.locator("#documents .read dl")).to_contain_text("big5")
    page.click("#documents [data-remove]")
    page.click("#documents [data-keep]")
    expect(page.locator("#documents [data-remove]")).to_be_focused()


def test_the_frame_stays_in_its_place_and_buttons_stand_beside_their_fields(
    page: Page, address: str
) -> None:
    page.goto(address)
    places = []
    for name in ("ask", "compare", "map", "library"):
        tab(page, name)
        boxes = [page.locator(one).bounding_box() for one in ("#masthead", "#ask-tab-button")]
        places.append([(box["x"], box["width"]) for box in boxes if box])
    assert len(places[0]) == 2
    assert [one[0] for one in places] == [places[0][0]] * 4
    assert {one[1][0] for one in places} == {places[0][1][0]}
    for button, field in (("#read-in", "#library-path"), ("#update", "#find")):
        stands = page.locator(button).bounding_box()
        beside = page.locator(f"{field} :is(input, textarea)").bounding_box()
        assert stands and beside
        assert (stands["y"], stands["height"]) == pytest.approx((beside["y"], beside["height"]))
