"""The page on a port: started with what it needs, stopped without leaving anything open."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from corpus import WenjuError

from ..api.programs import Programs
from ..page import launch_options
from .basic_auth import BasicAuth
from .gate import LOCAL, Gate
from .health import health
from .options import ServerOptions
from .passwords import Passwords

log = logging.getLogger("wenju")


def serve(
    page: gr.Blocks, programs: Programs, options: ServerOptions, passwords: Passwords | None
) -> None:
    """Serve until someone interrupts, and say where on standard output; then load the model.

    Raises:
        WenjuError: the address cannot be served on, or the model does not load.
    """
    warn(options)
    try:
        _, address, public = page.launch(
            server_name=options.host,
            server_port=options.port,
            inbrowser=options.browser,
            quiet=True,
            prevent_thread_lock=True,
            auth=_login(passwords) if passwords else None,
            app_kwargs=_application(programs, options, passwords),
            **{**launch_options(options.max_upload), "share": options.share},
        )
    except OSError as error:
        raise WenjuError(
            f"cannot serve on {options.host}:{options.port}; the port may be in use; "
            "take another with --port N 端口被占用时，请用 --port 换一个"
        ) from error
    try:
        print(f"Wenju 问据: {address} (Ctrl+C stops it)", flush=True)
        if public:
            print(f"Wenju 问据: {public}", flush=True)
        programs.room.warm_up()
        programs.room.fit_index()
        threading.Event().wait()
    finally:
        page.close(verbose=False)


def warn(options: ServerOptions) -> None:
    """Say where strangers could come in."""
    if not options.for_its_owner and options.auth is None:
        log.warning(
            "anyone who reaches %s can read the collection%s; give --auth FILE",
            "the public address" if options.share else f"{options.host}:{options.port}",
            "" if options.read_only else " and add to it",
        )


def _login(passwords: Passwords) -> Any:
    async def login(name: str, password: str) -> bool:
        return await asyncio.to_thread(passwords.allow, name, password)

    return login


def _application(
    programs: Programs, options: ServerOptions, passwords: Passwords | None
) -> dict[str, Any]:
    """What Gradio's application gets besides the page: routes, a gate, and how long they live."""
    names = [function.__name__ for function in programs.functions]
    hosts = LOCAL | {options.host} if options.for_its_owner else ()
    made: dict[str, Any] = {
        "middleware": [Middleware(Gate, names, hosts)],
        "exception_handlers": {TypeError: _wrong_arguments},
    }
    routes: list[BaseRoute] = [Route("/health", _health(programs))]
    if options.mcp:
        from ..api.mcp_server import mcp_server

        server = mcp_server(programs)
        tools = BasicAuth(server.application, passwords) if passwords else server.application
        routes.append(Route("/mcp", tools))

        @contextlib.asynccontextmanager
        async def lifespan(_: object) -> AsyncIterator[None]:
            async with server.running():
                yield

        made["lifespan"] = lifespan
    return {**made, "routes": routes}


def _health(programs: Programs) -> Any:
    def answer(_: Request) -> JSONResponse:
        status, found = health(programs.room)
        return JSONResponse(found, status)

    return answer


def _wrong_arguments(request: Request, error: Exception) -> JSONResponse:
    """Gradio raises where a call by name lacks an argument, or has one that there is not."""
    if "/call/v2/" not in request.url.path:
        raise error
    return JSONResponse({"detail": str(error).split(". ")[0]}, 422)
