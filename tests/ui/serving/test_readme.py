"""The examples of the READMEs as they stand there, on the sample collection with the real model."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from tests.conftest import ROOT
from tests.ui.serving.conftest import REAL, Server, serving

READMES = ["README.md", "README.zh.md"]
ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def real_server(sample_collection: Path) -> Iterator[Server]:
    """`python app.py` with the model that users get; it ends cleanly."""
    with serving(sample_collection, "--mcp", program=REAL) as server:
        yield server
        assert server.stop() == 0
    assert "Traceback" not in "".join(server.log)


def _blocks(readme: str, kind: str, server: Server) -> list[str]:
    """Code blocks that ask a running server, asking this one."""
    text = (ROOT / readme).read_text("utf-8")
    found = re.findall(rf"```{kind}\n(.*?)```", text, re.S)
    return [block.replace(ADDRESS, server.address) for block in found if ADDRESS in block]


@pytest.mark.parametrize("readme", READMES)
def test_curl(readme: str, real_server: Server) -> None:
    if shutil.which("curl") is None:
        if os.environ.get("WENJU_TEST_EVERYTHING"):
            pytest.fail("curl is missing, and nothing may be skipped here")
        pytest.skip("curl is not on this machine")
    (block,) = (one for one in _blocks(readme, "sh", real_server) if "curl" in one)
    start, *lines = block.splitlines()
    assert start.startswith("python app.py ") and "--mcp" in start
    ran = subprocess.run(
        ["sh", "-eu", "-c", "\n".join(lines)], check=True, capture_output=True, text=True
    )
    *_, event, data = ran.stdout.strip().splitlines()
    assert event == "event: complete"
    (answer,) = json.loads(data.removeprefix("data: "))
    assert len(answer["hits"]) == 3 and answer["answered"]


@pytest.mark.parametrize("readme", READMES)
def test_gradio_client(readme: str, real_server: Server) -> None:
    (block,) = _blocks(readme, "python", real_server)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(block, readme, "exec"), {})
    *_, shared, reports = said.getvalue().splitlines()
    assert 0 <= float(shared) <= 1
    assert int(reports) == 2


@pytest.mark.parametrize("readme", READMES)
def test_an_mcp_client(readme: str, real_server: Server) -> None:
    (block,) = _blocks(readme, "json", real_server)

    async def ask(url: str) -> tuple[Any, Any, Any]:
        async with Client(url) as client:
            answer = await client.call_tool("ask", {"question": "望澜桥修缮花了多少钱？"})
            a, b, *_ = (hit["passage_id"] for hit in answer.structured_content["hits"])
            compared = await client.call_tool("compare", {"a": a, "b": b})
            listed = await client.call_tool("documents", {"search": "工作报告"})
            return answer, compared, listed

    url = json.loads(block)["mcpServers"]["wenju"]["url"]
    answer, compared, listed = (one.structured_content for one in asyncio.run(ask(url)))
    assert answer["answered"]
    assert compared["a"]["id"] in {hit["document"]["id"] for hit in answer["hits"]}
    assert listed["total"] == 2
