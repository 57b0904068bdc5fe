"""Real servers on free ports, over the small and hostile collection."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa import Collection, index_paths
from tests.conftest import ROOT
from tests.small_encoder import SmallEncoder
from tests.ui.conftest import BRIDGE, HOSTILE
from ui.serving.passwords import password_line

PASSWORD = "口令 with: everything"
SMALL = ("-m", "tests.ui.serving.small_server")
REAL = ("app.py",)


@dataclass
class Server:
    """A process that serves; `log` is what it wrote to standard error so far."""

    address: str
    collection: Path
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", timeout=60, **options)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(timeout=60)


@contextmanager
def serving(
    collection: Path, *options: str, program: tuple[str, ...] = SMALL, **environment: str
) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, *program, "--collection", str(collection)),
            *("--port", str(port), "--no-browser", *options),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    server = Server(f"http://127.0.0.1:{port}", collection, process)
    assert process.stdout and process.stderr
    reader = threading.Thread(target=lambda: server.log.extend(iter(process.stderr.readline, "")))
    reader.start()
    try:
        line = process.stdout.readline()
        assert f":{port}/" in line, f"{line}{''.join(server.log)}"
        yield server
    finally:
        server.stop()
        reader.join(timeout=30)


def made_collection(folder: Path) -> Path:
    """One plain and one hostile document, in the collection's own folder of uploads."""
    uploads = folder / "collection" / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "通告.txt").write_bytes(BRIDGE.replace("\n", "\r\n").encode("gb18030"))
    (uploads / "hostile <b>&\"'${x}.md").write_text(HOSTILE, "utf-8")
    with Collection.open(folder / "collection", create=True) as collection:
        index_paths(collection, SmallEncoder(), [uploads])
    return folder / "collection"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """For this machine alone: no login, MCP, indexing allowed in two folders."""
    folder = tmp_path_factory.mktemp("open")
    collection = made_collection(folder)
    (folder / "secret.txt").write_text("秘密：不得外传的一句话。", "utf-8")
    (folder / "more").mkdir()
    allowed = (
        "--allow-folder",
        str(collection / "uploads"),
        "--allow-folder",
        str(folder / "more"),
    )
    with serving(collection, "--mcp", "--max-upload", "1", *allowed) as made:
        yield made


@pytest.fixture(scope="session")
def closed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With a login and read-only, told by the environment; it logs what is asked."""
    folder = tmp_path_factory.mktemp("closed")
    passwords = folder / "passwords"
    passwords.write_text(f"# 名单\n\n{password_line('甲', PASSWORD)}\n", "utf-8")
    told = dict.fromkeys(("WENJU_READ_ONLY", "WENJU_MCP", "WENJU_LOG_TEXT"), "1")
    with serving(made_collection(folder), **told, WENJU_AUTH=str(passwords)) as made:
        yield made
