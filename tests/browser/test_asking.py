"""Filters, reasons, what is near, citations, files to keep and the history, in Chromium."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path
from typing import Any

import docx
import pytest

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

pytestmark = pytest.mark.browser

FIVE = "return document.querySelectorAll('.hit').length === 5"


def _asked(browser: Any, page: str, question: str = QUESTION) -> None:
    browser.get(page)
    ask(browser, question)
    until(browser, FIVE)


def _unfold(browser: Any, selector: str) -> None:
    """By keyboard, as a reader without a mouse would."""
    from selenium.webdriver.common.keys import Keys

    summary = browser.find_element("css selector", f"{selector} > summary")
    browser.execute_script("arguments[0].focus()", summary)
    summary.send_keys(Keys.ENTER)
    until(browser, f"return document.querySelector({selector!r}).open")


def test_a_question_can_be_narrowed_and_widened_again(browser: Any, page: str) -> None:
    from selenium.webdriver.common.keys import Keys

    _asked(browser, page)
    one(browser, "#filters > button").click()
    until(browser, "return document.querySelector('#filter-documents input')?.offsetParent")
    one(browser, "#filter-documents input").send_keys("How Tides", Keys.ENTER, Keys.TAB)
    first_title_is(browser, "How Tides Reach a River City")
    assert set(texts(browser, ".hit h2")) == {"How Tides Reach a River City"}
    assert texts(browser, ".narrowed")[0].startswith(ZH.narrowed_to)

    one(browser, "#filter-clear").click()
    first_title_is(browser, NOTICE)
    assert not texts(browser, ".narrowed")

    one(browser, "#filter-since :is(input, textarea)").send_keys("2050", Keys.ENTER)
    until(browser, f"return document.body.innerText.includes({json.dumps(ZH.nothing_left)})")
    one(browser, "#filter-clear").click()
    first_title_is(browser, NOTICE)


def test_the_reasons_unfold(browser: Any, page: str) -> None:
    _asked(browser, page)
    _unfold(browser, ".hit:first-child .why")
    (why,) = texts(browser, ".hit:first-child .why")
    for part in (ZH.answering_sentence, ANSWER, ZH.part_sentence, "停留"):
        assert part in why
    bars = "return [...document.querySelectorAll('.hit:first-child .bar')].map(b => b.offsetWidth)"
    assert min(browser.execute_script(bars)) > 0


@pytest.mark.parametrize("kind", ["neighbours", "related"])
def test_what_is_near_is_loaded_when_it_is_unfolded_and_opens(
    browser: Any, page: str, kind: str
) -> None:
    _asked(browser, page)
    choose_english(browser)
    until(browser, f"return document.body.innerText.includes({json.dumps(EN.neighbours)})")
    assert not texts(browser, ".loaded button")
    _unfold(browser, f".hit:first-child .{kind}")
    button = f".hit:first-child .{kind} button.elsewhere"
    until(browser, f"return document.querySelector({button!r})")
    expected = EN.passage_before if kind == "neighbours" else EN.related_passages
    assert expected in texts(browser, f".hit:first-child .{kind}")[0]
    opener = browser.find_element("css selector", button)
    opener.click()
    one(browser, ".source")
    assert texts(browser, ".source .standing") == [EN.standing_verified]
    assert not texts(browser, ".hit:first-child.opened")
    escape_key(browser)
    until(browser, "return document.querySelectorAll('.source').length === 0")
    until(browser, f"return document.activeElement === document.querySelector({button!r})")


def test_more_and_less_like_this(browser: Any, page: str) -> None:
    _asked(browser, page)
    quote = texts(browser, ".hit:first-child blockquote")[0]
    one(browser, ".hit:first-child [data-feedback=less]").click()
    until(browser, "return document.querySelector('.moved')")
    assert quote not in texts(browser, ".hit > blockquote")
    one(browser, ".hit:first-child [data-feedback=more]").click()
    more = ZH.moved_more.format(count=1)
    until(browser, f"return document.body.innerText.includes({json.dumps(more)})")
    one(browser, ".moved button").click()
    until(browser, "return !document.querySelector('.moved')")
    assert texts(browser, ".hit:first-child > blockquote") == [quote]


def test_a_phrase_that_stands_nowhere_is_named_above_the_nearest(browser: Any, page: str) -> None:
    _asked(browser, page, "望澜桥上“并无此语”吗？")
    shown = texts(browser, "#results .notice")[0]
    assert ZH.missing_phrases.format(phrases="“并无此语”") in shown
    assert texts(browser, ".hit .only-near") == [ZH.only_nearest] * 5


def test_a_citation_is_copied(browser: Any, page: str) -> None:
    grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.execute_cdp_cmd("Browser.grantPermissions", {"origin": page.rstrip("/"), **grant})
    _asked(browser, page)
    _unfold(browser, ".hit:first-child .cite")
    buttons = browser.find_elements("css selector", ".hit:first-child .style button.copy")
    assert len(buttons) == 4
    buttons[1].click()
    until(browser, f"return document.body.innerText.includes({json.dumps(ZH.copied)})")
    read = "navigator.clipboard.readText().then(arguments[0])"
    assert browser.execute_async_script(read) == f"{NOTICE}[Z]. 2022-09-20."


def test_an_answer_is_kept_as_a_file(browser: Any, page: str, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    where = {"behavior": "allow", "downloadPath": str(folder)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    _asked(browser, page)

    def kept(format_: str, ending: str) -> bytes:
        one(browser, f"[data-export={format_}]").click()
        for _ in range(200):
            found = list(folder.glob(f"*.{ending}"))
            if found and found[0].stat().st_size:
                return found[0].read_bytes()
            time.sleep(0.05)
        pytest.fail(f"no {ending} arrived")

    quote = texts(browser, ".hit:first-child > blockquote")[0]
    assert ANSWER in kept("markdown", "md").decode("utf-8")
    rows = list(csv.reader(io.StringIO(kept("csv", "csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == 6 and rows[1][13] == quote
    word = docx.Document(io.BytesIO(kept("word", "docx")))
    assert ANSWER in "".join(paragraph.text for paragraph in word.paragraphs)
    errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert not errors


def test_the_history_asks_again_and_is_the_visitors_own(browser: Any, page: str) -> None:
    _asked(browser, page)
    ask(browser, "毕昇做活字为什么不用木头？")
    first_title_is(browser, "活字印刷術")
    _unfold(browser, ".past")
    assert texts(browser, ".past button") == ["毕昇做活字为什么不用木头？", QUESTION]
    browser.find_elements("css selector", ".past button")[1].click()
    first_title_is(browser, NOTICE)
    until(browser, f"return document.querySelector('#question textarea').value === {QUESTION!r}")
    assert texts(browser, ".past button")[0] == QUESTION

    browser.switch_to.new_window("tab")
    browser.get(page)
    until(browser, "return document.querySelectorAll('#examples .example').length === 5")
    assert not texts(browser, ".past")


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_unfolded_fits_every_screen(browser: Any, page: str, width: int) -> None:
    look(browser, width)
    _asked(browser, page)
    one(browser, "#filters > button").click()
    unfold = (
        "document.querySelectorAll('.hit:first-child details, .past').forEach(d => d.open = true)"
    )
    browser.execute_script(unfold)
    until(browser, "return document.querySelectorAll('.loaded button').length > 3")
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
