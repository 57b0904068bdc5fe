from pathlib import Path

import pytest


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in (
        ("a.txt", "甲文件的内容。"),
        ("b.txt", "乙文件的内容。"),
        ("c.md", "# 丙\n丙文件。"),
    ):
        (folder / name).write_text(text, "utf-8")
    return folder
