"""Clicks through the real page, with the real model, in Chromium."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from embeddings import SentenceEncoder
from qa import Collection, index_paths
from tests.browser.conftest import served
from tests.conftest import ROOT
from tests.ui.conftest import HOSTILE
from ui.translations import TEXTS

pytestmark = pytest.mark.browser

ZH, EN = TEXTS["zh"], TEXTS["en"]
QUESTION = "望澜桥上最多允许多少人同时停留？"
NOTICE = "关于望澜桥恢复通行及周边交通管理的通告"
ANSWER = "桥上同时停留的人数不得超过一千二百人"
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


def _until(browser: Any, script: str, seconds: float = 20) -> Any:
    """What the script returns, once that is true."""
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, seconds, 0.05).until(
        lambda driver: driver.execute_script(script), message=script
    )


def _one(browser: Any, selector: str) -> Any:
    _until(browser, f"return document.querySelectorAll({selector!r}).length === 1")
    return browser.find_element("css selector", selector)


def _texts(browser: Any, selector: str) -> list[str]:
    script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)"
    return list(browser.execute_script(script, selector))


def _ask(browser: Any, question: str) -> None:
    from selenium.webdriver.common.keys import Keys

    box = _one(browser, "#question textarea")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(question, Keys.ENTER)


def _first_title_is(browser: Any, title: str) -> None:
    shown = "document.querySelector('.hit h2')?.textContent"
    _until(browser, f"return {shown} === {json.dumps(title)}")


def _escape(browser: Any) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    ActionChains(browser).send_keys(Keys.ESCAPE).perform()


def _open_first(browser: Any) -> None:
    _one(browser, ".hit:first-child button.open").click()
    _one(browser, ".source")
    _until(browser, _IN_VIEW)


def _choose_english(browser: Any) -> None:
    _one(browser, "#language input[value=en]").click()
    _until(browser, "return document.documentElement.lang === 'en'")


def test_from_a_question_to_its_source_and_back(browser: Any, page: str) -> None:
    browser.get(page)
    _ask(browser, QUESTION)
    _first_title_is(browser, NOTICE)
    assert len(_texts(browser, ".hit")) == 5
    assert ANSWER in _texts(browser, ".hit mark.sentence")[0]
    assert _texts(browser, ".hit .place")[0].endswith("段")

    _open_first(browser)
    assert browser.execute_script(_MARKED) == browser.execute_script(_QUOTE)
    assert ANSWER in browser.execute_script(_MARKED)
    assert _texts(browser, ".source .standing") == [ZH.standing_verified]
    assert browser.switch_to.active_element.get_attribute("class") == "source"

    _choose_english(browser)
    _until(browser, f"return document.body.innerText.includes({json.dumps(EN.standing_verified)})")
    assert _texts(browser, ".hit button.open") == [EN.open_source] * 5
    assert _texts(browser, "#ask") and EN.ask in _texts(browser, "#ask")[0]
    assert browser.execute_script(_IN_VIEW)

    _escape(browser)
    _until(browser, "return document.querySelectorAll('.source').length === 0")
    assert len(_texts(browser, ".hit")) == 5
    assert "open" in browser.switch_to.active_element.get_attribute("class")

    _ask(browser, "How many people did the North Sea flood of 1953 kill in the Netherlands?")
    _first_title_is(browser, "How Tides Reach a River City")
    assert "eighteen hundred people" in _texts(browser, ".hit mark.sentence")[0]


def test_an_example_asks_itself_and_more_passages_can_be_shown(browser: Any, page: str) -> None:
    browser.get(page)
    _until(browser, "return document.querySelectorAll('#examples .example').length === 5")
    browser.find_elements("css selector", "#examples .example")[0].click()
    _until(browser, "return document.querySelectorAll('.hit').length === 5")
    assert _one(browser, "#question textarea").get_attribute("value") == QUESTION
    _one(browser, "#count input[value='10']").click()
    _until(browser, "return document.querySelectorAll('.hit').length === 10")


def test_an_empty_question_gets_a_friendly_message(browser: Any, page: str) -> None:
    browser.get(page)
    _one(browser, "#ask").click()
    assert _one(browser, "#results .notice").text == ZH.empty_question


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1440, 900)])
def test_it_fits_every_screen(browser: Any, page: str, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    fits = "return document.documentElement.scrollWidth <= innerWidth"
    browser.get(page)
    _ask(browser, QUESTION)
    _until(browser, "return document.querySelectorAll('.hit').length === 5")
    assert browser.execute_script(fits)
    _open_first(browser)
    assert browser.execute_script(fits)
    _one(browser, ".source [data-close]").click()
    _until(browser, "return document.querySelectorAll('.source').length === 0")
    assert not browser.execute_script("return document.querySelector('#results').inert")


def test_the_page_asks_nothing_of_any_other_machine(browser: Any, page: str) -> None:
    browser.get(page)
    _ask(browser, QUESTION)
    _until(browser, "return document.querySelectorAll('.hit').length === 5")
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
    _ask(browser, QUESTION)
    _first_title_is(browser, NOTICE)
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(page)
    _choose_english(browser)
    _ask(browser, "毕昇做活字为什么不用木头？")
    _first_title_is(browser, "活字印刷術")
    browser.switch_to.window(first)
    _open_first(browser)
    assert ANSWER in browser.execute_script(_MARKED)
    assert _texts(browser, ".source .standing") == [ZH.standing_verified]


def test_a_passage_that_is_not_there_gets_a_friendly_message(browser: Any, page: str) -> None:
    browser.get(page)
    _ask(browser, QUESTION)
    _until(browser, "return document.querySelectorAll('.hit').length === 5")
    forge = "document.querySelector('.hit button.open').dataset.passage = '<img src=x>-1'"
    browser.execute_script(forge)
    _one(browser, ".hit:first-child button.open").click()
    _until(browser, f"return document.body.innerText.includes({json.dumps(ZH.unknown_passage)})")
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
        _ask(browser, "危险的桥段落 <img src=x onerror=document.title='asked'> ${document.title=1}")
        _until(browser, "return document.querySelectorAll('.hit').length > 0")
        _open_first(browser)
        shown = _texts(browser, ".source .text")[0]
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
