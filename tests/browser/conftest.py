"""A served page and a browser to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_PATIENCE = 40_000  # milliseconds; two cores may have other work
_LEFT = ("AbortError", "Connection errored out")  # what Gradio says when a page is left
_LOCALES = {"zh": "zh-CN", "en": "en-US"}


def chromium_path() -> str | None:
    """The system's Chromium; none is downloaded."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


@contextmanager
def chromium_running() -> Iterator[Browser]:
    """Headless Chromium; what is opened in it waits for `_PATIENCE`."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium_path(),
            args=["--no-sandbox", "--disable-background-networking"],
        )


def visitor(browser: Browser, width: int, language: str = "zh", dark: bool = False) -> Page:
    """A page of a visitor of its own, as seen on a screen of that width."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        is_mobile=width < 500,
        locale=_LOCALES[language],
        color_scheme="dark" if dark else "light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(_PATIENCE)
    return context.new_page()


@pytest.fixture(scope="package")  # its event loop would be in the way of tests elsewhere
def chromium() -> Iterator[Browser]:
    pytest.importorskip("playwright", reason="it drives the browser")
    if chromium_path() is None:
        if os.environ.get("WENJU_TEST_EVERYTHING"):
            pytest.fail("Chromium is missing, and nothing may be skipped here")
        pytest.skip("Chromium is not on this machine")
    with chromium_running() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`visit(width=1440, language="zh", dark=False)` is a page of a visitor of its own.

    Whatever a test does: no request leaves this machine, and no script fails.
    """
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    failures: list[str] = []

    def visit(width: int = 1440, language: str = "zh", dark: bool = False) -> Page:
        page = visitor(chromium, width, language, dark)
        context = page.context
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: failures.append(str(error.error)))
        context.on(
            "console", lambda said: failures.append(said.text) if said.type == "error" else None
        )
        return page

    yield visit
    for context in contexts:
        context.close()
    split = [urlsplit(url) for url in asked]
    hosts = {url.hostname for url in split if url.scheme not in {"data", "blob", "about"}}
    assert hosts <= {"127.0.0.1"}
    assert [one for one in failures if not any(left in one for left in _LEFT)] == []


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A wide page of a visitor who reads Chinese."""
    return visit()


@contextmanager
def served(collection: Path) -> Iterator[str]:
    """`python app.py` over a collection; gives the page's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "--collection", str(collection), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--no-browser"], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout
        line = process.stdout.readline()  # printed when it is ready; empty when it has failed
        address = f"http://127.0.0.1:{port}/"
        assert address in line, f"app.py said {line!r}"
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="package")
def address(sample_collection: Path) -> Iterator[str]:
    """Of the page over the sample collection."""
    with served(sample_collection) as address:
        yield address
