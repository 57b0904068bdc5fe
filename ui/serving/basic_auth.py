"""HTTP Basic (RFC 7617) for programs that cannot fill in the page's login."""

from __future__ import annotations

import asyncio
import base64

from .gate import Application, Receive, Scope, Send
from .passwords import Passwords


class BasicAuth:
    """ASGI middleware that lets in who sends a name with its password."""

    def __init__(self, application: Application, passwords: Passwords) -> None:
        self._application = application
        self._passwords = passwords

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        header = dict(scope.get("headers", ())).get(b"authorization", b"")
        name, password = credentials(header.decode("latin-1"))
        if await asyncio.to_thread(self._passwords.allow, name, password):
            await self._application(scope, receive, send)
            return
        headers = [(b"www-authenticate", b'Basic realm="Wenju", charset="UTF-8"')]
        await send({"type": "http.response.start", "status": 401, "headers": headers})
        await send({"type": "http.response.body", "body": b"a name and a password are needed"})


def credentials(header: str) -> tuple[str, str]:
    """Name and password of an Authorization header; empty where it has none.

    >>> credentials("Basic 55Sy OmI="), credentials("Basic 55SyOmI=")
    (('', ''), ('甲', 'b'))
    """
    kind, _, sent = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(sent.strip(), validate=True).decode().partition(":")
    except ValueError:  # no base64, or no UTF-8
        return "", ""
    return name, password
