"""Which requests come through."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest

from ui.serving.basic_auth import BasicAuth, credentials
from ui.serving.gate import LOCAL, Gate
from ui.serving.passwords import Passwords, password_line

OPEN = 200


async def _inner(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": OPEN, "headers": []})


def _status(application: Any, path: str = "/", method: str = "GET", **headers: str) -> int:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = {"host": "127.0.0.1:7860", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
    }
    asyncio.run(application(scope, None, send))
    return int(sent[0]["status"])


@pytest.fixture
def gate() -> Gate:
    return Gate(_inner, ["ask", "compare"], LOCAL)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/health",
            "/mcp",
            "/config",
            "/assets/index.js",
            "/theme.css",
            "/login",
            "/pwa_icon",
        ),
        *("/gradio_api/info", "/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api"),
        *("/gradio_api/call/v2/ask", "/gradio_api/call/ask/0123", "/gradio_api/call/v2/ask/0123"),
    ],
)
def test_what_the_page_and_programs_use(gate: Gate, path: str) -> None:
    assert _status(gate, path) == OPEN


@pytest.mark.parametrize(
    "path",
    [
        *("/docs", "/redoc", "/monitoring", "/monitoring/key", "/file=/etc/passwd", "/ui/page.py"),
        *("/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd", "/gradio_api/run/ask"),
        *("/gradio_api/proxy=http://example.org", "/gradio_api/stream/a/b/c/playlist.m3u8"),
        *("/gradio_api/vibe-edit", "/gradio_api/process_recording", "/gradio_api/api/ask"),
        *("/gradio_api/custom_component/a/b/c/d", "/gradio_api/dev/reload", "/gradio_api/runs"),
        *("/gradio_api/call/v2/translate", "/gradio_api/call/translate", "/gradio_api/call"),
        *("/gradio_api/call/v2", "//gradio_api//file=/etc/passwd", "/gradio_api/./file=/etc/hosts"),
    ],
)
def test_what_nobody_here_asks_for(gate: Gate, path: str) -> None:
    assert _status(gate, path) == 404


def test_arguments_come_by_name(gate: Gate) -> None:
    assert _status(gate, "/gradio_api/call/v2/ask", "POST") == OPEN
    assert _status(gate, "/gradio_api/call/ask", "POST") == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:7860", "[::1]:7860", "LOCALHOST"])
def test_a_server_for_one_machine_has_its_names(gate: Gate, host: str) -> None:
    assert _status(gate, host=host) == OPEN


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "192.0.2.1"]
)
def test_a_server_for_one_machine_has_no_other_name(gate: Gate, host: str) -> None:
    assert _status(gate, host=host) == 421


def test_a_server_for_others_has_any_name() -> None:
    assert _status(Gate(_inner, [], ()), host="wenju.example") == OPEN


def test_only_pages_of_this_server_use_it(gate: Gate) -> None:
    assert _status(gate, origin="http://127.0.0.1:7860") == OPEN
    for origin in (
        "http://127.0.0.1:1",
        "https://evil.example",
        "null",
        "http://[",
        "http://localhost:7860",
    ):
        assert _status(gate, origin=origin) == 403


def test_only_uploads_are_large(gate: Gate) -> None:
    large = {"content-length": "10000001"}
    assert _status(gate, "/gradio_api/queue/join", "POST", **large) == 413
    assert _status(gate, "/gradio_api/upload", "POST", **large) == OPEN
    assert _status(gate, "/gradio_api/queue/join", "POST", **{"content-length": "10"}) == OPEN


def _basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_a_name_and_its_password() -> None:
    auth = BasicAuth(_inner, Passwords.read([password_line("甲", "a:b")], ""))
    assert _status(auth, authorization=_basic("甲", "a:b")) == OPEN
    assert _status(auth, authorization=_basic("甲", "a")) == 401
    assert _status(auth, authorization=_basic("乙", "a:b")) == 401
    assert _status(auth) == 401


@pytest.mark.parametrize(
    "header", ["", "Basic", "Bearer eA==", "Basic ?", "Basic /w==", "Basic 中"]
)
def test_a_header_that_says_nothing(header: str) -> None:
    assert credentials(header) == ("", "")
