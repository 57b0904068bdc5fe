"""gradio_client, curl and an MCP client ask, compare and list on a real server."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import Client as McpClient

from tests.ui.serving.conftest import Server

QUESTION = "望澜桥上同时停留的人数不得超过多少？"
NAMES = ["ask", "related", "compare", "documents", "passage", "index"]
Call = Callable[..., dict[str, Any]]


class RefusedError(Exception):
    """What a client was told."""


def _by_gradio_client(server: Server) -> Call:
    client = Client(server.address, download_files=False, verbose=False)

    def call(name: str, **arguments: Any) -> dict[str, Any]:
        try:
            return dict(client.predict(api_name=f"/{name}", **arguments))
        except AppError as error:
            raise RefusedError(str(error)) from error

    return call


def _by_curl(server: Server) -> Call:
    if shutil.which("curl") is None:
        if os.environ.get("WENJU_TEST_EVERYTHING"):
            pytest.fail("curl is missing, and nothing may be skipped here")
        pytest.skip("curl is not on this machine")

    def call(name: str, **arguments: Any) -> dict[str, Any]:
        address = f"{server.address}/gradio_api/call/v2/{name}"
        sent = ["-H", "Content-Type: application/json", "-d", json.dumps(arguments)]
        event = json.loads(_curl(address, *sent))["event_id"]
        kind, data = _curl("-N", f"{address}/{event}").strip().split("\n")
        found = json.loads(data.removeprefix("data: "))
        if kind != "event: complete":
            raise RefusedError(found["error"])
        return dict(found[0])

    return call


def _curl(*arguments: str) -> str:
    command = ["curl", "--silent", "--show-error", "--max-time", "60", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _by_mcp(server: Server) -> Call:
    def call(name: str, **arguments: Any) -> dict[str, Any]:
        result = asked(server, lambda client: client.call_tool(name, arguments))
        text = result.content[0].text
        if result.is_error:
            raise RefusedError(text)
        assert json.loads(text) == result.structured_content
        return dict(result.structured_content)

    return call


def asked(server: Server, what: Callable[[McpClient], Awaitable[Any]]) -> Any:
    async def ask() -> Any:
        async with McpClient(f"{server.address}/mcp") as client:
            return await what(client)

    return asyncio.run(ask())


CLIENTS = [_by_gradio_client, _by_curl, _by_mcp]


@pytest.fixture(params=CLIENTS, ids=lambda client: client.__name__.removeprefix("_by_"))
def call(request: pytest.FixtureRequest, server: Server) -> Call:
    client: Call = request.param(server)
    return client


def test_each_client_asks_compares_and_lists(call: Call) -> None:
    answer = call("ask", question=QUESTION, top=2, documents=["通告"])
    first, second = answer["hits"]
    assert "一千二百人" in first["quote"]
    comparison = call("compare", a=first["passage_id"], b=second["passage_id"])
    assert {comparison["a"]["title"], comparison["b"]["title"]} == {"望澜桥通告"}
    listed = call("documents", search="望瀾橋")
    assert [one["title"] for one in listed["documents"]] == ["望澜桥通告"]
    related = call("related", passage_id=first["passage_id"], top=3)
    assert {"near_duplicates", "related"} == set(related)
    passage = call("passage", passage_id=first["passage_id"], language="en")
    assert (passage["quote"], passage["standing"]) == (first["quote"], "verified")


@pytest.mark.parametrize(
    ("name", "sent", "told"),
    [
        ("ask", {"question": ""}, "the question is empty"),
        ("ask", {"question": "桥", "top": 0}, "a number from 1 to 100 is expected"),
        ("ask", {"question": "桥", "documents": ["没有这一篇"]}, "no document is left by"),
        ("compare", {"a": "x", "b": "y"}, "no passage, document or indexed file is called x"),
        ("passage", {"passage_id": "x"}, "there is no passage x"),
        ("index", {"paths": ["/etc/passwd"]}, "outside the folders that may be indexed"),
        ("index", {"paths": ["../secret.txt"]}, "is no path; write it without '..'"),
    ],
)
def test_each_client_is_told_what_is_wrong(
    call: Call, name: str, sent: dict[str, Any], told: str
) -> None:
    with pytest.raises(RefusedError, match=told):
        call(name, **sent)


def test_each_client_indexes_in_the_folders_that_are_allowed(
    call: Call, server: Server, request: pytest.FixtureRequest
) -> None:
    words = {"gradio_client": "渡口的船", "curl": "山上的塔", "mcp": "城里的钟"}
    (said,) = (text for name, text in words.items() if f"[{name}]" in request.node.name)
    new = server.collection.parent / "more" / f"{said}.txt"
    new.write_text(f"这里只说{said}，说了{said}又说。", "utf-8")
    report = call("index", paths=[str(new)])
    assert (report["added"], report["passages"]) == ([str(new)], 1)
    assert said in call("ask", question=said, top=1)["hits"][0]["quote"]
    assert call("index", paths=[str(new.parent)])["added"] == []


def test_exactly_these_are_public(server: Server) -> None:
    told = server.get("/gradio_api/info").json()
    assert list(told["named_endpoints"]) == [f"/{name}" for name in NAMES]
    assert told["unnamed_endpoints"] == {}
    ask = told["named_endpoints"]["/ask"]
    assert ask["description"].startswith("Ask the documents a question")
    assert "since: Only documents dated from then" in ask["description"]
    types = {one["parameter_name"]: one["python_type"]["type"] for one in ask["parameters"]}
    assert types["question"] == "str" and types["top"] == "int"
    assert types["where"] == "None | list[str]"
    assert [one["python_type"]["type"] for one in ask["returns"]] == ["dict(str, Any)"]
    paths = server.get("/gradio_api/openapi.json").json()["paths"]
    assert {path.rsplit("/", 1)[1] for path in paths} <= {*NAMES, "{event_id}", "upload"}


def test_the_events_of_the_page_are_called_by_nobody_else(server: Server) -> None:
    events = server.get("/config").json()["dependencies"]
    private = {one["api_name"] for one in events if one["api_visibility"] == "private"}
    assert len(private) > 10
    for name in private:
        for path in (f"call/{name}", f"call/v2/{name}", f"run/{name}", f"api/{name}"):
            assert _post(server, path, {"data": []}) == 404


@pytest.mark.parametrize("sent", [{}, {"question": "桥", "bogus": 1}, {"data": ["桥"]}])
def test_arguments_that_there_are_not(server: Server, sent: dict[str, Any]) -> None:
    assert _post(server, "call/v2/ask", sent) == 422


def _post(server: Server, path: str, sent: dict[str, Any]) -> int:
    return httpx.post(f"{server.address}/gradio_api/{path}", json=sent).status_code


def test_the_tools_are_the_same_six_and_say_what_they_do(server: Server) -> None:
    tools = asked(server, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == NAMES
    assert all(tool.description and "Args:" in tool.description for tool in tools)
    assert tools[0].input_schema["required"] == ["question"]
    assert [tool.annotations.read_only_hint for tool in tools] == [True] * 5 + [False]


def test_wrong_types_are_told_over_mcp(server: Server) -> None:
    with pytest.raises(RefusedError, match="top"):
        _by_mcp(server)("ask", question="桥", top="many")
    with pytest.raises(RefusedError, match="question"):
        _by_mcp(server)("ask")


def test_mcp_asks_for_the_password_of_the_page(closed_server: Server, server: Server) -> None:
    assert httpx.post(f"{server.address}/mcp", json={}).status_code == 400
    assert httpx.post(f"{closed_server.address}/mcp", json={}).status_code == 401
