"""The pictures in the READMEs, taken of the real page: `python -m tests.browser.screenshots`.

Needs Chromium, chromedriver and a font with Han characters. The page shows where its files are, so
the sample is read from a temporary folder.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from embeddings import SentenceEncoder
from qa import Collection, index_paths
from tests.browser.conftest import served
from tests.browser.steps import QUESTION, ask, choose, click, one, tab, until
from tests.conftest import ROOT, SAMPLE

PICTURES = ROOT / "docs" / "pictures"
A, B = "2023年澜川市政府工作报告", "2024年澜川市政府工作报告"


def main() -> None:
    """Take every picture in both languages."""
    with tempfile.TemporaryDirectory(prefix="wenju-") as folder:
        documents = shutil.copytree(SAMPLE / "documents", Path(folder) / "documents")
        with Collection.open(Path(folder) / "collection", create=True) as collection:
            index_paths(collection, SentenceEncoder.open(), [documents])
        with served(Path(folder) / "collection") as address:
            for language in ("zh", "en"):
                _take_all(address, language)


def _take_all(address: str, language: str) -> None:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1360,900"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    browser = webdriver.Chrome(options)
    try:
        browser.get(address)
        one(browser, f"#language input[value={language}]").click()
        ask(browser, QUESTION)
        until(browser, "return document.querySelectorAll('.hit').length === 5")
        for number in (0, 1):
            click(browser, "[data-collect]", number)
            until(browser, f"return document.querySelectorAll('.basket li').length > {number}")
        click(browser, ".hit details.why > summary")
        browser.execute_script("document.querySelector('.lead').scrollIntoView()")
        _save(browser, "ask", language)
        click(browser, ".basket [data-empty]")
        browser.execute_script("scrollTo(0, 0)")
        click(browser, ".hit button.open")
        until(browser, "return document.querySelector('.source .text')")
        _save(browser, "source", language)
        click(browser, "[data-close]")
        tab(browser, "compare")
        for side, title in (("a", A), ("b", B)):
            choose(browser, side, title)
        until(browser, "return document.querySelectorAll('#comparison del').length > 0")
        _save(browser, "compare", language)
        tab(browser, "library")
        until(browser, "return document.querySelectorAll('[data-document]').length > 5")
        _save(browser, "library", language)
        tab(browser, "map")
        until(browser, "return document.querySelectorAll('#map circle').length > 100", 120)
        _save(browser, "map", language)
    finally:
        browser.quit()


def _save(browser: Any, name: str, language: str) -> None:
    """A picture of few colours, which is a quarter of the size."""
    from io import BytesIO

    from PIL import Image

    until(browser, "return document.fonts.status === 'loaded'")
    time.sleep(1)  # what moves has come to rest
    picture = Image.open(BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    PICTURES.mkdir(parents=True, exist_ok=True)
    few = picture.quantize(128, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.{language}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
