from __future__ import annotations

import ast
import re
import string
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest

import corpus
import embeddings
import qa
import ui
from corpus import ReadError, read_file
from ui.translations import TEXTS, Texts, known_language, preferred_language, reason_words
from ui.translations.zh_reasons import ZH_REASONS

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


def _templates() -> set[str]:
    """Every sentence that the code makes with `said`."""
    return {
        call.args[0].value
        for package in (corpus, embeddings, qa, ui)
        for path in Path(str(package.__file__)).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "said"
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_reason_stands_in_chinese_with_the_same_blanks_and_no_other_does() -> None:
    assert _templates() == set(ZH_REASONS)
    for template, zh in ZH_REASONS.items():
        assert _placeholders(template) == _placeholders(zh)


def test_no_sentence_of_a_reader_is_put_together_without_said() -> None:
    readers = [*Path(corpus.__file__).parent.rglob("*.py")]
    calls = [
        call.args[0]
        for path in readers
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "ReadError"
    ]
    assert len(calls) > 20
    assert all(isinstance(said, ast.Call) for said in calls)


def test_a_reason_is_said_in_the_language_of_the_page(tmp_path: Path) -> None:
    packed = tmp_path / "资料.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("会议.doc", "x")
        archive.writestr("空.txt", "")
    with pytest.raises(ReadError) as raised:
        read_file(packed)
    assert reason_words(raised.value.said, TEXTS["zh"]) == (
        f"{packed}：其中没有能读的：略过 会议.doc：不支持 .doc 文件；请另存为 .docx；"
        "略过 空.txt：是空文件（0 字节）"
    )
    assert reason_words(raised.value.said, TEXTS["en"]) == str(raised.value)
