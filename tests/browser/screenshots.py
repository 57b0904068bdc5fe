"""The pictures in the READMEs, taken of the real page: `python -m tests.browser.screenshots`.

Needs Chromium and a font with Han characters. The page shows where its files are, so
the sample is read from a temporary folder.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from embeddings import SentenceEncoder
from qa import Collection, index_paths
from tests.browser.conftest import chromium_running, served, visitor
from tests.browser.steps import answered, choose, collect, map_drawn, tab, unfold
from tests.conftest import ROOT, SAMPLE

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES = ROOT / "docs" / "pictures"
A, B = "2023年澜川市政府工作报告", "2024年澜川市政府工作报告"


def main() -> None:
    """Take every picture in both languages."""
    with tempfile.TemporaryDirectory(prefix="wenju-") as folder:
        documents = shutil.copytree(SAMPLE / "documents", Path(folder) / "documents")
        with Collection.open(Path(folder) / "collection", create=True) as collection:
            index_paths(collection, SentenceEncoder.open(), [documents])
        with served(Path(folder) / "collection") as address, chromium_running() as browser:
            for language in ("zh", "en"):
                _take_all(visitor(browser, 1360, language), address, language)


def _take_all(page: Page, address: str, language: str) -> None:
    answered(page, address)
    for number in (0, 1):
        collect(page, number, number + 1)
    unfold(page.locator(".hit details.why").first)
    page.locator(".lead").evaluate("lead => lead.scrollIntoView()")
    _save(page, "ask", language)
    page.click(".basket [data-empty]")
    page.evaluate("scrollTo(0, 0)")
    page.locator(".hit button.open").first.click()
    page.locator(".source .text").wait_for()
    _save(page, "source", language)
    page.click(".source [data-close]")
    tab(page, "compare")
    for side, title in (("a", A), ("b", B)):
        choose(page, side, title)
    page.locator("#comparison del").first.wait_for()
    _save(page, "compare", language)
    tab(page, "library")
    page.locator("#documents [data-document]").nth(5).wait_for()
    _save(page, "library", language)
    map_drawn(page)
    _save(page, "map", language)


def _save(page: Page, name: str, language: str) -> None:
    """A picture of few colours, which is a quarter of the size."""
    page.wait_for_timeout(1000)  # what moves has come to rest
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    PICTURES.mkdir(parents=True, exist_ok=True)
    few = picture.quantize(128, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.{language}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
