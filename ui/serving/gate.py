"""What the server answers at all: the page and its endpoints, asked for by its own pages."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_PAGES: Final = {
    *("", "assets", "config", "favicon.ico", "gradio_api", "health", "login", "logout"),
    *("manifest.json", "mcp", "pwa_icon", "robots.txt", "static", "svelte", "theme.css"),
}
# Of Gradio's own routes, those that the page and its clients use. Among the others are some that
# serve files, fetch addresses for the caller, convert media or edit the program.
_ROUTES: Final = {
    *("app_id", "call", "cancel", "component_server", "heartbeat", "info", "login_check"),
    *("openapi.json", "queue", "reset", "startup-events", "theme.css", "token", "upload"),
    *("upload_progress", "user"),
}
_LARGEST: Final = 10_000_000  # bytes of what is no upload
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Refusal(NamedTuple):
    """A status of HTTP, and why."""

    status: int
    why: str


class Gate:
    """ASGI middleware that turns away what nobody here would ask for.

    Args:
        endpoints: names of those that are public; the page's own events are not called by name.
        hosts: what a server for this machine alone is called, so that no page of the web can reach
            it by another name (DNS rebinding); none where anyone may come.
    """

    def __init__(
        self, application: Application, endpoints: Collection[str], hosts: Collection[str]
    ) -> None:
        self._application = application
        self._endpoints = endpoints
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._application(scope, receive, send)
        else:
            await _answer(send, refusal)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        if self._hosts and _address(f"//{host}").name not in self._hosts:
            return Refusal(421, "this server is for its own machine; ask for it at 127.0.0.1")
        if origin is not None and _address(origin).place != host.lower():
            return Refusal(403, "pages of other sites cannot use this server")
        if _too_large(scope["path"], headers.get(b"content-length", "")):
            return Refusal(413, "this is more than an endpoint takes; send files as an upload")
        return self._closed(scope["method"], scope["path"].strip("/").split("/"))

    def _closed(self, method: str, steps: list[str]) -> Refusal | None:
        page, *rest = steps
        if page not in _PAGES:
            return Refusal(404, "there is no such page")
        if page != "gradio_api" or not rest:
            return None
        if rest[0] not in _ROUTES:
            return Refusal(404, "there is no such endpoint")
        return self._misnamed(method, rest[1:]) if rest[0] == "call" else None

    def _misnamed(self, method: str, steps: list[str]) -> Refusal | None:
        """An endpoint is called with its arguments by name: Gradio would write into the log what it
        gets where there are too few of them."""
        by_name = steps[:1] == ["v2"]
        name = "".join(steps[1:2] if by_name else steps[:1])
        if name not in self._endpoints:
            there = ", ".join(self._endpoints)
            return Refusal(404, f"there is no endpoint of that name; there are {there}")
        if method == "POST" and not by_name:
            return Refusal(404, f"send the arguments by name to /gradio_api/call/v2/{name}")
        return None


def _too_large(path: str, length: str) -> bool:
    upload = path.rstrip("/").endswith("/upload")
    return not upload and length.isdecimal() and int(length) > _LARGEST


class _Address(NamedTuple):
    """The name in an address, and the name with its port; both empty where it is none."""

    name: str
    place: str


def _address(url: str) -> _Address:
    try:
        parts = urlsplit(url.lower())
        return _Address(parts.hostname or "", parts.netloc)
    except ValueError:
        return _Address("", "")


async def _answer(send: Send, refusal: Refusal) -> None:
    body = json.dumps({"detail": refusal.why}).encode("ascii")
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
