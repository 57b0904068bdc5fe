"""The six functions as tools of the Model Context Protocol, over streamable HTTP.

Gradio's own MCP server is not used: it answers with Python's notation instead of JSON, and does not
ask for a password.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations

from ..version import VERSION
from .checked import checked
from .programs import Programs

_INSTRUCTIONS = (
    "Wenju finds the passages of a collection of documents that answer a question and quotes them "
    "verbatim with their places. Ask in any language; cite what you use by title, section and "
    "paragraph; where `answered` is false, say that the documents do not answer."
)


class McpServer(NamedTuple):
    """An ASGI application, and what has to run as long as it does."""

    application: Any
    running: Callable[[], AbstractAsyncContextManager[None]]


def mcp_server(programs: Programs) -> McpServer:
    """Each call stands for itself; who may call is for the gate before it to decide."""
    server: MCPServer[Any] = MCPServer(
        "wenju", "问据 Wenju", instructions=_INSTRUCTIONS, version=VERSION, log_level="WARNING"
    )
    for function in programs.functions:
        writes = function.__name__ == "index"
        hints = ToolAnnotations(
            read_only_hint=not writes, destructive_hint=False, open_world_hint=False
        )
        server.add_tool(checked(function, ToolError), annotations=hints)
    application = server.streamable_http_app(
        streamable_http_path="/mcp",
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return McpServer(application, server.session_manager.run)
