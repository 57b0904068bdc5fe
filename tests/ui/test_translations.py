from __future__ import annotations

import re
import string
from dataclasses import fields
from pathlib import Path

import pytest

import ui
from ui.translations import TEXTS, Texts, known_language, preferred_language

NAMES = [field.name for field in fields(Texts)]
FOLDER = Path(ui.__file__).parent


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", NAMES)
def test_every_string_stands_in_both_languages_with_the_same_blanks(name: str) -> None:
    zh, en = getattr(TEXTS["zh"], name), getattr(TEXTS["en"], name)
    assert zh.strip() and en.strip()
    assert _placeholders(zh) == _placeholders(en)
    assert not re.search(r"[\u3400-\u9fff]", en)


@pytest.mark.parametrize("name", NAMES)
def test_every_string_is_used(name: str) -> None:
    code = [path.read_text("utf-8") for path in FOLDER.glob("*.py")]
    used = re.compile(rf"\b(?:texts|words)\.{name}\b")
    assert any(used.search(text) for text in code)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("en;q=0.3,zh;q=0.3", "zh"),
        ("ja,en;q=0.5", "en"),
        ("fr", "zh"),
        ("en;q=oops, ;;;,*", "zh"),
    ],
)
def test_the_language_is_the_one_that_the_browser_prefers(
    header: str | None, language: str
) -> None:
    assert preferred_language(header) == language


def test_a_language_from_outside_is_one_of_ours() -> None:
    assert [known_language(value) for value in ("en", "zh", "<b>", None, 3)] == [
        "en",
        "zh",
        "zh",
        "zh",
        "zh",
    ]
