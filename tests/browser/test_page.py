"""Clicks through the real page, with the real model, in Chromium."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from embeddings import SentenceEncoder
from qa import Collection, index_paths
from tests.browser.conftest import served
from tests.browser.steps import (
    ANSWER,
    EN,
    NOTICE,
    QUESTION,
    WIDTHS,
    ZH,
    ask,
    choose_english,
    escape_key,
    first_title_is,
    look,
    one,
    texts,
    until,
)
from tests.conftest import ROOT
from tests.ui.conftest import HOSTILE

pytestmark = pytest.mark.browser

_MARKED = (
    "return [...document.querySelectorAll('.source mark.passage')].map(m => m.textContent).join('')"
)
_QUOTE = "return document.querySelector('.hit.opened blockquote').textContent"
_IN_VIEW = """
const seen = document.querySelector('.source .scroll').getBoundingClientRect();
const marks = [...document.querySelectorAll('.source mark.passage')];
return marks.length > 0 && marks.every(mark => [...mark.getClientRects()].every(box =>
  box.top >= seen.top && box.bottom <= Math.min(seen.bottom, innerHeight)
  && box.left >= seen.left && box.right <= seen.right));
"""


def _open_first(browser: Any) -> None:
    one(browser, ".hit:first-child button.open").click()
    one(browser, ".source")
    until(browser, _IN_VIEW)


def test_from_a_question_to_its_source_and_back(browser: Any, page: str) -> None:
    browser.get(page)
    ask(browser, QUESTION)
    first_title_is(browser, NOTICE)
    assert len(texts(browser, ".hit")) == 5
    assert ANSWER in texts(browser, ".hit mark.sentence")[0]
    assert texts(browser, ".hit .place")[0].endswith("段")

    _open_first(browser)
    assert browser.execute_script(_MARKED) == browser.execute_script(_QUOTE)
    assert ANSWER in browser.execute_script(_MARKED)
    assert texts(browser, ".source .standing") == [ZH.standing_verified]
    assert browser.switch_to.active_element.get_attribute("class") == "source"

    choose_english(browser)
    until(browser, f"return document.body.innerText.includes({json.dumps(EN.standing_verified)})")
    assert texts(browser, ".hit button.open") == [EN.open_source] * 5
    assert texts(browser, "#ask") and EN.ask in texts(browser, "#ask")[0]
    assert browser.execute_script(_IN_VIEW)

    escape_key(browser)
    until(browser, "return document.querySelectorAll('.source').length === 0")
    assert len(texts(browser, ".hit")) == 5
    assert "open" in browser.switch_to.active_element.get_attribute("class")

    ask(browser, "How many people did the North Sea flood of 1953 kill in the Netherlands?")
    first_title_is(browser, "How Tides Reach a River City")
    assert "eighteen hundred people" in texts(browser, ".hit mark.sentence")[0]


def test_an_example_asks_itself_and_more_passages_can_be_shown(browser: Any, page: str) -> None:
    browser.get(page)
    until(browser, "return document.querySelectorAll('#examples .example').length === 5")
    browser.find_elements("css selector", "#examples .example")[0].click()
    until(browser, "return document.querySelectorAll('.hit').length === 5")
    assert one(browser, "#question textarea").get_attribute("value") == QUESTION
    one(browser, "#count input[value='10']").click()
    until(browser, "return document.querySelectorAll('.hit').length === 10")


def test_an_empty_question_gets_a_friendly_message(browser: Any, page: str) -> None:
    browser.get(page)
    one(browser, "#ask").click()
    assert one(browser, "#results .notice").text == ZH.empty_question


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_every_screen(browser: Any, page: str, width: int) -> None:
    look(browser, width)
    fits = "return document.documentElement.scrollWidth <= innerWidth"
    browser.get(page)
    ask(browser, QUESTION)
    until(browser, "return document.querySelectorAll('.hit').length === 5")
    assert browser.execute_script(fits)
    _open_first(browser)
    assert browser.execute_script(fits)
    one(browser, ".source [data-close]").click()
    until(browser, "return document.querySelectorAll('.source').length === 0")
    assert not browser.execute_script("return document.querySelector('#results').inert")


def test_the_page_asks_nothing_of_any_other_machine(browser: Any, page: str) -> None:
    browser.get(page)
    ask(browser, QUESTION)
    until(browser, "return document.querySelectorAll('.hit').length === 5")
    _open_first(browser)
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme.startswith(("h", "w"))}
    assert hosts == {"127.0.0.1"}
    errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert not errors


def test_two_tabs_do_not_disturb_each_other(browser: Any, page: str) -> None:
    browser.get(page)
    ask(browser, QUESTION)
    first_title_is(browser, NOTICE)
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(page)
    choose_english(browser)
    ask(browser, "毕昇做活字为什么不用木头？")
    first_title_is(browser, "活字印刷術")
    browser.switch_to.window(first)
    _open_first(browser)
    assert ANSWER in browser.execute_script(_MARKED)
    assert texts(browser, ".source .standing") == [ZH.standing_verified]


def test_a_passage_that_is_not_there_gets_a_friendly_message(browser: Any, page: str) -> None:
    browser.get(page)
    ask(browser, QUESTION)
    until(browser, "return document.querySelectorAll('.hit').length === 5")
    forge = "document.querySelector('.hit button.open').dataset.passage = '<img src=x>-1'"
    browser.execute_script(forge)
    one(browser, ".hit:first-child button.open").click()
    until(browser, f"return document.body.innerText.includes({json.dumps(ZH.unknown_passage)})")
    assert not browser.find_elements("css selector", ".source")


def test_a_hostile_document_does_nothing(
    browser: Any, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    path = tmp_path / "hostile <img src=x onerror=document.title='path'>.md"
    path.write_text(HOSTILE.replace("alert(", "(x=>document.title=x)("), "utf-8")
    folder = tmp_path / "collection"
    with Collection.open(folder, create=True) as collection:
        index_paths(collection, encoder, [path])
    with served(folder) as address:
        browser.get(address)
        ask(browser, "危险的桥段落 <img src=x onerror=document.title='asked'> ${document.title=1}")
        until(browser, "return document.querySelectorAll('.hit').length > 0")
        _open_first(browser)
        shown = texts(browser, ".source .text")[0]
        assert "${(x=>document.title=x)('dollar')}" in shown
        assert "{{(x=>document.title=x)('braces')}}" in shown
        strange = ".hit :is(script, img, svg), .source :is(script, img, svg), [href^=javascript]"
        assert not browser.find_elements("css selector", strange)
        assert browser.title == "问据 Wenju"


def test_a_port_in_use_is_said_in_one_line(page: str, sample_collection: Path) -> None:
    port = str(urlsplit(page).port)
    command = [sys.executable, "app.py", "--collection", str(sample_collection), "--port", port]
    ended = subprocess.run(
        [*command, "--no-browser"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_page_speaks_one_language(browser: Any, page: str) -> None:
    browser.execute_cdp_cmd("Network.enable", {})
    english = {"headers": {"Accept-Language": "en"}}
    browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", english)
    browser.get(page)
    words = "[...document.querySelectorAll('#views [role=tab], #ask')].map(e => e.innerText).join()"
    everything = f"{EN.tab_ask},{EN.tab_compare},{EN.tab_library},{EN.tab_map},{EN.ask}"
    until(browser, f"return {words} === '{everything}'")
    time.sleep(2)  # what came too late would have changed it back by then
    assert browser.execute_script(f"return {words}") == everything
