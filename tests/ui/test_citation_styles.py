"""Each form is worked out by hand from the standard it follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.ui.reading import read
from ui.citation_styles import (
    Reference,
    bibtex,
    gb_t_7714,
    markdown_citation,
    one_line,
    plain_text,
    reference,
)
from ui.plain_markup import cell, markdown, markdown_quote, printable

FULL = Reference(
    key="ab12-3",
    quote="桥上不得超过一千二百人。",
    title="望澜桥通告",
    place="第一条 › 第 3 段",
    cited=date(2026, 1, 2),
    author="张三",
    source="澜川日报",
    date="2021-03-05",
    url="https://example.org/a_b?c=1%2F2",
    page=4,
)
BARE = Reference("k", "引文", "石桥", "", date(2026, 1, 2))
LINES = st.text(
    st.one_of(
        st.sampled_from("<>&\\`*_[]()#+-.!|~$^:=1 \t桥aw/@"),
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (
            FULL,
            "张三. 望澜桥通告[EB/OL]. 澜川日报, 2021: 4(2021-03-05)[2026-01-02]. "
            "https://example.org/a_b?c=1%2F2.",
        ),
        (
            replace(FULL, source="", page=None, url="https://e.org"),
            "张三. 望澜桥通告[EB/OL]. (2021-03-05)[2026-01-02]. https://e.org.",
        ),
        (
            replace(BARE, url="https://e.org"),
            "石桥[EB/OL]. [2026-01-02]. https://e.org.",
        ),
        (replace(FULL, url=""), "张三. 望澜桥通告[Z]. 澜川日报, 2021-03-05: 4."),
        (replace(FULL, url="", date=""), "张三. 望澜桥通告[Z]. 澜川日报: 4."),
        (BARE, "石桥[Z]."),
    ],
)
def test_gb_t_7714(known: Reference, expected: str) -> None:
    assert gb_t_7714(known) == expected


def test_plain_text() -> None:
    assert plain_text(FULL, "，") == (
        "“桥上不得超过一千二百人。”\n—— 张三，望澜桥通告，澜川日报，2021-03-05，"
        "第一条 › 第 3 段，https://example.org/a_b?c=1%2F2"
    )
    assert plain_text(BARE) == "“引文”\n—— 石桥"


def test_markdown() -> None:
    assert markdown_citation(replace(FULL, quote="甲*\n<b>")) == (
        "> 甲\\*  \n> \\<b\\>\n>\n> — 张三, [望澜桥通告](<https://example.org/a_b?c=1%2F2>), "
        "澜川日报, 2021-03-05, 第一条 › 第 3 段"
    )


def test_bibtex() -> None:
    assert bibtex(replace(FULL, title="50% & {桥}_")) == (
        "@misc{ab12-3,\n"
        "  author = {{张三}},\n"
        "  title = {{50\\% \\& \\{桥\\}\\_}},\n"
        "  howpublished = {澜川日报},\n"
        "  year = {2021},\n"
        "  month = {3},\n"
        "  day = {5},\n"
        "  url = {https://example.org/a_b?c=1\\%2F2},\n"
        "  urldate = {2026-01-02},\n"
        "  pages = {4},\n"
        "  note = {第一条 › 第 3 段}\n"
        "}"
    )


def test_a_year_alone_has_no_month() -> None:
    entry = bibtex(replace(BARE, date="2021"))
    assert "year = {2021}" in entry and "month" not in entry and "day" not in entry


@given(st.text(max_size=30))
def test_braces_of_an_entry_always_balance(title: str) -> None:
    entry = bibtex(replace(FULL, title=one_line(title)))
    depth = 0
    for before, char in zip(" " + entry, entry, strict=False):
        if before != "\\":
            depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


def test_only_what_is_known_and_makes_sense_is_taken() -> None:
    metadata = {"author": "a\u202e\nb", "date": "昨天", "url": "javascript:alert(1)", "tags": "x"}
    one = reference("k", "q\n\u202e", "题\r\n目", "¶ 1", date(2026, 1, 2), metadata)
    assert (one.author, one.date, one.url, one.title) == ("a b", "", "", "题 目")
    assert one.quote == "q\n\u202e"


@given(LINES)
def test_markdown_shows_a_line_as_it_stands(line: str) -> None:
    shown = read(MarkdownIt("commonmark").enable("table").render(markdown(line)))
    assert {element.tag for element in shown.elements} <= {"p"}
    assert " ".join(shown.text.split()) == " ".join(line.split())


@given(st.lists(LINES, max_size=4))
def test_a_quote_in_markdown_is_only_a_quote(lines: list[str]) -> None:
    shown = read(MarkdownIt("commonmark").render(markdown_quote("\n".join(lines))))
    assert {element.tag for element in shown.elements} <= {"blockquote", "p", "br"}
    assert "".join(shown.text.split()) == "".join("".join(lines).split())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "  =1", "＝1", "\t=1", "\r=1"])
def test_a_spreadsheet_computes_nothing(text: str) -> None:
    assert cell(text).startswith("'")


def test_what_no_file_can_hold_is_replaced() -> None:
    assert printable("a\0b\x1bc\n\t\ud800") == "a\ufffdb\ufffdc\n\t\ufffd"
