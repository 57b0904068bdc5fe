"""Filling a collection in Chromium, with the real model: upload, watch, ask, remove, switch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import SAMPLE_FOLDER
from tests.browser.conftest import served
from tests.browser.steps import (
    EN,
    QUESTION,
    WIDTHS,
    ZH,
    ask,
    choose_english,
    look,
    one,
    tab,
    texts,
    until,
)

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


def _files(folder: Path, contents: dict[str, str]) -> list[str]:
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_text(content, "utf-8")
    return [str(folder / name) for name in contents]


def _upload(browser: Any, paths: list[str]) -> None:
    one(browser, ".drop input[type=file]").send_keys("\n".join(paths))


def _documents(browser: Any, count: int, seconds: float = 60) -> list[str]:
    until(
        browser,
        f"return document.querySelectorAll('#documents [data-document]').length === {count}",
        seconds,
    )
    return texts(browser, "#documents [data-document] h2")


def test_from_an_empty_page_to_an_answer_and_back(browser: Any, empty: str, tmp_path: Path) -> None:
    sent = _files(
        tmp_path / "mine",
        {"桥.txt": BRIDGE, HOSTILE_NAME: LIGHTHOUSE, "照片.png": "no text"},
    )
    browser.get(empty)
    assert ZH.empty_collection in one(browser, "#results .notice").text
    one(browser, "[data-begin=library]").click()
    until(browser, "return document.querySelector('#library-tab')?.offsetParent !== null")
    _upload(browser, sent)
    assert sorted(_documents(browser, 2)) == ["望澜桥通告", "灯塔守则"]
    report = one(browser, "#run .run").text
    assert f"{ZH.outcome_added} 2" in report and HOSTILE_NAME in report
    refused = one(browser, "#library-said .notice").text
    assert "照片.png" in refused and "OCR" in refused
    kept = tmp_path / "collection" / "uploads"
    assert {path.name for path in kept.iterdir()} == {"桥.txt", HOSTILE_NAME}

    tab(browser, "ask")
    until(browser, "return document.querySelector('#facts')?.textContent.includes('2 篇文档')")
    assert not texts(browser, "#results .notice")
    ask(browser, "大雾天多久鸣笛一次？")
    until(browser, "return document.querySelector('.hit h2')?.textContent === '灯塔守则'")
    one(browser, ".hit:first-child button.open").click()
    until(browser, "return document.querySelectorAll('.source .standing.verified').length === 1")
    one(browser, ".source [data-close]").click()
    until(browser, "return document.querySelectorAll('.source').length === 0")

    tab(browser, "library")
    row = "#documents li:has(.paths bdi):nth-child({})"
    place = texts(browser, "#documents h2").index("灯塔守则") + 1
    one(browser, f"{row.format(place)} [data-remove]").click()
    assert "data-keep" in browser.switch_to.active_element.get_attribute("outerHTML")
    one(browser, f"{row.format(place)} [data-sure]").click()
    assert _documents(browser, 1) == ["望澜桥通告"]
    until(browser, "return document.activeElement.matches('#documents summary')")
    assert not (kept / HOSTILE_NAME).exists() and (tmp_path / "mine" / HOSTILE_NAME).exists()
    tab(browser, "ask")
    ask(browser, "桥上最多可以停留多少人？")
    until(browser, "return document.querySelector('.hit h2')?.textContent === '望澜桥通告'")
    assert "灯塔守则" not in texts(browser, ".hit h2")
    assert browser.title == "问据 Wenju"


def test_a_run_is_watched_stopped_and_gone_on_with(
    browser: Any, empty: str, tmp_path: Path
) -> None:
    from selenium.webdriver.common.keys import Keys

    paragraph = "第{0}号文件第{1}段，" + "澜川市各区的社区食堂都在中午开放。" * 8 + "编号{0}之{1}。"
    contents = {
        f"{number:02}.txt": "\n".join(paragraph.format(number, line) for line in range(40))
        for number in range(12)
    }
    _files(tmp_path / "many", contents)
    browser.get(empty)
    tab(browser, "library")
    box = one(browser, "#library-path :is(input, textarea)")
    box.send_keys(str(tmp_path / "many"), Keys.ENTER)
    until(browser, "return document.querySelectorAll('#indexing .files li').length === 12")
    until(browser, "return document.querySelectorAll('#indexing .files .added').length > 0", 60)
    until(browser, "return /约剩/.test(document.querySelector('#indexing p')?.textContent)", 60)
    one(browser, "#stop").click()
    until(browser, "return document.querySelector('#resume')?.offsetParent", 60)
    report = one(browser, "#run .run").text
    finished = int(report.split(f"{ZH.outcome_added} ")[1].split(ZH.new_passages)[0])
    assert 0 < finished < 12 and ZH.run_stopped.format(count=12 - finished) in report
    _documents(browser, finished)
    choose_english(browser)
    until(browser, f"return document.querySelector('#resume').textContent.trim() === '{EN.resume}'")
    one(browser, "#resume").click()
    until(
        browser,
        f"return /{EN.outcome_added}: {12 - finished}/.test("
        "document.querySelector('#run .counts')?.textContent)",
        180,
    )
    assert f"{EN.outcome_unchanged}: {finished}" in texts(browser, "#run .counts")[0]
    assert len(_documents(browser, 12)) == 12


def test_the_sample_is_one_click_away_and_another_visitor_keeps_theirs(
    browser: Any, page: str, tmp_path: Path
) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get(page)
    tab(browser, "library")
    one(browser, "#others button.label-wrap").click()
    box = one(browser, "#known input")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(str(tmp_path / "mine"), Keys.ENTER)
    one(browser, "#open-collection").click()
    missing = ZH.no_collection_there.format(path=tmp_path / "mine")
    until(browser, "return document.querySelectorAll('#library-said .notice').length === 1")
    assert one(browser, "#library-said").text.strip() == missing
    one(browser, "#new-collection").click()
    until(
        browser,
        f"return document.querySelector('#library-about').textContent.includes({str(tmp_path)!r})",
    )
    tab(browser, "ask")
    one(browser, "[data-begin=sample]").click()
    until(browser, "return document.querySelector('#library-tab')?.offsetParent !== null")
    files = len(list((SAMPLE_FOLDER / "documents").iterdir()))
    _documents(browser, files, 180)
    tab(browser, "ask")
    until(browser, "return document.querySelectorAll('#examples .example').length === 5")
    ask(browser, QUESTION)
    until(browser, "return document.querySelectorAll('.hit').length === 5")
    browser.switch_to.new_window("tab")
    browser.get(page)
    until(browser, "return document.querySelector('#facts')?.textContent.includes('篇文档')")
    assert str(tmp_path) not in one(browser, "#facts").text


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_every_screen_and_says_what_was_read(browser: Any, page: str, width: int) -> None:
    look(browser, width)
    browser.get(page)
    tab(browser, "library")
    box = one(browser, "#find :is(input, textarea)")
    box.send_keys("民國二十年")
    until(browser, "return document.querySelectorAll('#documents [data-document]').length === 1")
    one(browser, "#documents .read summary").click()
    until(browser, "return document.querySelectorAll('#documents .read dl').length === 1")
    assert "big5" in one(browser, "#documents .read dl").text
    one(browser, "#documents [data-remove]").click()
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    one(browser, "#documents [data-keep]").click()
    until(browser, "return document.activeElement.matches('[data-remove]')")
