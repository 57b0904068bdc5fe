"""Who comes in, what can be read, and how the server ends."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import httpx2
import pytest
from gradio_client import Client
from mcp import Client as McpClient
from mcp.client.streamable_http import streamable_http_client

from qa.collection.collection import STORE_FILE
from tests.conftest import ROOT
from tests.ui.serving.conftest import PASSWORD, SMALL, Server, made_collection, serving

SECRET = "不得外传"


def test_the_health_of_the_server(closed_server: Server) -> None:
    """No login is needed, and nothing of a document is told."""
    told = closed_server.get("/health")
    assert told.status_code == 200
    assert set(told.json()) == {"status", "documents", "passages", "model", "version"}
    assert told.json()["documents"] == 2


# Who comes in


@pytest.mark.parametrize(
    "path", ["/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=a"]
)
def test_nobody_comes_in_without_a_password(closed_server: Server, path: str) -> None:
    assert closed_server.get(path).status_code == 401


def test_the_page_shows_nothing_before_the_login(closed_server: Server) -> None:
    page = closed_server.get("/").text
    assert "auth_required" in page and str(closed_server.collection) not in page


@pytest.mark.parametrize("path", ["call/v2/ask", "queue/join", "upload", "component_server"])
def test_nothing_is_sent_without_a_password(closed_server: Server, path: str) -> None:
    address = f"{closed_server.address}/gradio_api/{path}"
    assert httpx.post(address, json={"question": "桥"}).status_code == 401


def test_a_wrong_password(closed_server: Server) -> None:
    for login in ({"username": "甲", "password": "x"}, {"username": "乙", "password": PASSWORD}):
        assert httpx.post(f"{closed_server.address}/login", data=login).status_code == 400


def test_the_right_password_and_reading_only(closed_server: Server) -> None:
    client = Client(
        closed_server.address, auth=("甲", PASSWORD), download_files=False, verbose=False
    )
    assert client.predict(question="桥", top=1, api_name="/ask")["hits"]
    with pytest.raises(Exception, match="--read-only"):
        client.predict(paths=["通告.txt"], api_name="/index")


def test_the_password_over_mcp(closed_server: Server) -> None:
    async def documents(**headers: str) -> Any:
        async with httpx2.AsyncClient(headers=headers) as http:
            transport = streamable_http_client(f"{closed_server.address}/mcp", http_client=http)
            async with McpClient(transport) as client:
                return (await client.call_tool("documents", {})).structured_content

    key = base64.b64encode(f"甲:{PASSWORD}".encode()).decode()
    assert asyncio.run(documents(authorization=f"Basic {key}"))["total"] == 2
    with pytest.raises(BaseExceptionGroup):
        asyncio.run(documents(authorization="Basic eDp5"))


def test_texts_are_in_the_log_only_if_asked_for(server: Server, closed_server: Server) -> None:
    Client(server.address, download_files=False, verbose=False).predict(
        question="只问一次的话", api_name="/ask"
    )
    client = Client(
        closed_server.address, auth=("甲", PASSWORD), download_files=False, verbose=False
    )
    client.predict(question="只问一次的话", api_name="/ask")
    assert any("只问一次的话" in line for line in closed_server.log)
    assert any("wenju.requests: ask:" in line for line in server.log)
    assert not any("只问一次的话" in line for line in server.log)
    assert not any("Traceback" in line for line in [*server.log, *closed_server.log])


def test_a_server_for_one_machine_goes_by_no_other_name(
    server: Server, closed_server: Server
) -> None:
    assert server.get("/health", headers={"host": "evil.example"}).status_code == 421
    assert closed_server.get("/health", headers={"host": "wenju.example"}).status_code == 200
    for one in (server, closed_server):
        answer = one.get("/health", headers={"origin": "https://evil.example"})
        assert answer.status_code == 403


# What can be read


def _outside(server: Server) -> list[Path]:
    """Files that the server's account can read and nobody may ask for."""
    return [
        server.collection.parent / "secret.txt",
        server.collection / STORE_FILE,
        Path("app.py").absolute(),
        Path("/etc/passwd"),
    ]


ROUTES = [
    *("/gradio_api/file=", "/gradio_api/file/", "/file=", "/file/", "/gradio_api/proxy="),
    *("/static/", "/assets/", "/svelte/", "/static/../", "/assets/..%2f..%2f", "/"),
    *("/gradio_api/custom_component/a/client/b/", "/gradio_api/stream/", "/?deep_link="),
]


@pytest.mark.parametrize("route", ROUTES)
def test_no_route_gives_a_file(server: Server, route: str) -> None:
    for file in _outside(server):
        content = file.read_bytes()
        for name in (str(file), f"/{file}", f"../../../../..{file}", f"file://{file}", file.name):
            for written in (name, quote(name, safe="")):
                answer = server.get(f"{route}{written}")
                assert content[:200] not in answer.content, f"{route}{written}"
                if "file" in route:
                    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["compare", "passage", "ask", "documents", "related", "index"])
def test_no_endpoint_gives_a_file(server: Server, name: str) -> None:
    client = Client(server.address, download_files=False, verbose=False)
    for file in _outside(server):
        path: Any
        for path in (str(file), {"path": str(file), "meta": {"_type": "gradio.FileData"}}):
            arguments: dict[str, Any] = {
                "ask": {"question": path, "documents": [path]},
                "related": {"passage_id": path},
                "compare": {"a": path, "b": path},
                "documents": {"search": path},
                "passage": {"passage_id": path},
                "index": {"paths": [path]},
            }[name]
            try:
                found = json.dumps(
                    client.predict(api_name=f"/{name}", **arguments), ensure_ascii=False
                )
            except Exception as error:
                found = str(error)
            assert SECRET not in found and "root:" not in found and "def main" not in found


def test_links_lead_nowhere(server: Server) -> None:
    folder = server.collection.parent / "more" / "linked"
    folder.mkdir()
    (folder / "a.txt").symlink_to(server.collection.parent / "secret.txt")
    try:
        client = Client(server.address, download_files=False, verbose=False)
        with pytest.raises(Exception, match="link that leads out"):
            client.predict(paths=[str(folder)], api_name="/index")
    finally:
        shutil.rmtree(folder)


def test_an_upload_is_limited_and_cannot_be_read_by_others(server: Server) -> None:
    address = f"{server.address}/gradio_api/upload"
    (path,) = httpx.post(address, files={"files": ("../../a.txt", b"x")}).json()
    assert Path(path).name == "a.txt" and "wenju-" in path
    assert server.get(f"/gradio_api/file={path}").status_code == 404
    large = httpx.post(address, files={"files": ("b.txt", b"x" * (2 << 20))})
    assert large.status_code == 413
    left = Path(path).parent.parent.rglob("*")
    assert sum(one.stat().st_size for one in left if one.is_file()) < 1 << 20


# Visitors


def _as_visitor(server: Server, session: str, event: str, sent: Any = None, **typed: str) -> str:
    """What the browser of a visitor does: join the queue, wait for the result.

    `typed` is what stands in a component, by its `elem_id`; the others are as they began.
    """
    config = server.get("/config").json()
    (dependency,) = (one for one in config["dependencies"] if one["api_name"] == event)
    props = {one["id"]: one["props"] for one in config["components"]}
    inputs = [props[number] for number in dependency["inputs"]]
    body = {
        "fn_index": dependency["id"],
        "session_hash": session,
        "data": [typed.get(one.get("elem_id") or "", one.get("value")) for one in inputs],
        "event_data": sent,
    }
    httpx.post(f"{server.address}/gradio_api/queue/join", json=body).raise_for_status()
    address = f"{server.address}/gradio_api/queue/data?session_hash={session}"
    with httpx.stream("GET", address, timeout=60) as stream:
        for line in stream.iter_lines():
            message = json.loads(line.removeprefix("data: ")) if line else {}
            if message.get("msg") == "process_completed":
                assert message["success"], message
                return json.dumps(message["output"]["data"], ensure_ascii=False)
    raise AssertionError("the queue ended without a result")


def test_visitors_see_only_their_own(server: Server) -> None:
    """State is kept by the server, and what the browser sends instead of it does not count."""
    again = {"number": 0}
    shown = _as_visitor(server, "visitor-a", "ask_1", question="甲先生问过的桥")
    assert "甲先生问过的桥" in shown
    assert "甲先生问过的桥" in _as_visitor(server, "visitor-a", "ask_past", again)
    assert "甲先生" not in _as_visitor(server, "visitor-b", "ask_past", again)
    shown = _as_visitor(server, "visitor-b", "ask_1", question="乙女士问过的河")
    assert "乙女士问过的河" in shown and "甲先生" not in shown
    shown = _as_visitor(server, "visitor-a", "ask_past", again)
    assert "甲先生" in shown and "乙女士" not in shown


# How it ends


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_server_stops_at_once_and_leaves_nothing_behind(
    tmp_path: Path, how: signal.Signals
) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    collection = made_collection(tmp_path)
    with serving(collection, TMPDIR=str(scratch)) as server:
        assert list(scratch.glob("wenju-*"))
        with httpx.stream("GET", f"{server.address}/gradio_api/heartbeat/a") as stream:
            next(stream.iter_bytes())
            assert server.stop(how) == 0
    assert "Traceback" not in "".join(server.log)
    assert not list(scratch.glob("wenju-*"))
    assert not (collection / f"{STORE_FILE}-wal").exists()  # the collection was closed


def test_a_port_that_is_taken_is_one_line(server: Server, tmp_path: Path) -> None:
    port = server.address.rpartition(":")[2]
    command = [sys.executable, *SMALL, "--collection", str(tmp_path / "c"), "--port", port]
    command.append("--no-browser")
    ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert f"wenju: cannot serve on 127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr and not ended.stdout


def test_strangers_are_warned_of(tmp_path: Path) -> None:
    with serving(made_collection(tmp_path), "--host", "0.0.0.0") as server:
        assert any("WARNING" in line and "--auth" in line for line in server.log)
