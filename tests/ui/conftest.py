from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa import Collection, index_paths
from tests.small_encoder import SmallEncoder
from ui import ReadingRoom
from ui.library import Library
from ui.open_collections import OpenCollections

BRIDGE = """望澜桥通告

来源：澜川市交通局  2021-03-05

第一条 为保护望澜桥，桥上同时停留的人数不得超过一千二百人。
\u3000\u3000遇到大风、大雨时，管理人员可以暂停放行。救护车不受限制。

第二条 夜间十点以后，桥上不得摆摊。违反规定的，由城管部门处理。
"""
HOSTILE = """---
title: <script>alert('title')</script>
author: "><img src=x onerror=alert('author')>
source: [点我](javascript:alert(1))
url: javascript:alert('url')
${constructor}: {{constructor}}
---
# <svg onload=alert('heading')>

危险的桥段落 <script>alert('text')</script> ${alert('dollar')} {{alert('braces')}} `反引号` \\u003c
![图](javascript:alert(1)) <!-- 注释 -->
</blockquote></article></aside> &lt;b&gt; ]]> <桥 & "桥" '桥'
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    (made / "通告.txt").write_bytes(BRIDGE.replace("\n", "\r\n").encode("gb18030"))
    (made / "hostile <b>&\"'${x}.md").write_text(HOSTILE, "utf-8")
    return made


@pytest.fixture
def room(folder: Path, collection: Collection, small_encoder: SmallEncoder) -> ReadingRoom:
    """A reading room over one plain and one hostile document."""
    index_paths(collection, small_encoder, [folder])
    return ReadingRoom(collection, small_encoder)


@pytest.fixture
def received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, bytes], Any]:
    """What the browser sends of a file, after Gradio has put it into its folder."""
    folder = tmp_path / "gradio"
    folder.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))

    def send(name: str, content: bytes) -> dict[str, str]:
        path = folder / f"{len(list(folder.iterdir()))}"
        path.write_bytes(content)
        return {"path": str(path), "name": name}

    return send


@pytest.fixture
def shelves(room: ReadingRoom) -> Library:
    return Library(OpenCollections(room))
