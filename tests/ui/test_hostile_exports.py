"""A document that would be a formula, a link, a picture or another direction stays text."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from qa import Answer, Collection, index_paths
from tests.small_encoder import SmallEncoder
from tests.ui.reading import read
from ui import ReadingRoom
from ui.api.passage import passage_json
from ui.exports import export
from ui.translations import TEXTS

TODAY = date(2026, 1, 2)
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
DOCUMENT = """---
title: '=HYPERLINK("http://evil.example","看") \u202egnp.exe'
author: "@SUM(1+1)*cmd|' /C calc'!A0"
source: "-2+3"
date: "+1"
url: javascript:alert(1)
---
=1+1 危险的公式，<script>alert(1)</script> [点我](javascript:alert(1)) ![图](http://evil.example/x.png)
\u202e反过来的字\u202c，\u2066隔开的字，
http://evil.example/ 和 <!-- 注 --> 以及 <img src=x onerror=alert(1)>
"""


@pytest.fixture
def room(tmp_path: Path, collection: Collection, small_encoder: SmallEncoder) -> ReadingRoom:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "=cmd|' !A0 <b onclick=alert(1)>.md").write_text(DOCUMENT, "utf-8")
    index_paths(collection, small_encoder, [folder])
    return ReadingRoom(collection, small_encoder)


@pytest.fixture
def answer(room: ReadingRoom) -> Answer:
    found = room.ask("=危险的公式 <script>alert(1)</script>", 3)
    (hit,) = found.hits
    assert hit.citation.document.title.startswith("=HYPERLINK")
    assert "\u202e反过来的字" in hit.citation.quote
    return found


def _data(answer: Answer, format_: str) -> bytes:
    made = export(answer, TEXTS["zh"], format_, TODAY)
    assert made is not None
    return made.data


def test_no_cell_is_a_formula(answer: Answer) -> None:
    text = _data(answer, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(FORMULAS)]
    whole = "".join(rows[1])
    for value in ('\'=HYPERLINK("http://evil.example","看")', "'@SUM(1+1)", "'-2+3", "'+1"):
        assert value in whole
    assert f"'{answer.hits[0].citation.quote}" in rows[1]


def test_a_word_file_has_neither_links_nor_fields_nor_pictures(answer: Answer) -> None:
    data = _data(answer, "word")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(parts.read(name))
                names = {etree.QName(one).localname for one in tree.iter(etree.Element)}
                assert not names & {"hyperlink", "fldSimple", "instrText", "drawing", "object"}
                assert not tree.xpath("//*[@TargetMode='External']")
        assert not [name for name in parts.namelist() if "media" in name or "vba" in name]
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    shown = "".join(one.text for one in paragraphs)
    for text in (
        "<script>alert(1)</script>",
        "![图](http://evil.example/x.png)",
        "\u202e反过来的字",
    ):
        assert text in shown
    (heading,) = (one.text for one in paragraphs if one.style.name == "Heading 2")
    assert "看" in heading and "\u202e" not in heading  # no title turns its line


@pytest.mark.parametrize("flavour", ["commonmark", "gfm-like"])
def test_markdown_has_neither_links_nor_pictures_nor_html(answer: Answer, flavour: str) -> None:
    written = _data(answer, "markdown").decode("utf-8")
    parser = MarkdownIt(flavour, {"linkify": False, "html": True})
    shown = read(parser.render(written))
    assert {element.tag for element in shown.elements} <= {"h1", "h2", "p", "blockquote", "br"}
    for text in ("<script>alert(1)</script>", "[点我](javascript:alert(1))", "<!-- 注 -->"):
        assert text in shown.text
    headings = [line for line in written.splitlines() if line.startswith("#")]
    assert "看" in headings[1] and "\u202e" not in headings[1]


def test_no_citation_has_a_link_to_a_script(room: ReadingRoom, answer: Answer) -> None:
    place = room.find(answer.hits[0].passage.id)
    assert place is not None
    found = passage_json(place, room.neighbours(place.passage.id), TEXTS["zh"], TODAY)
    citations = found["citations"]
    shown = read(MarkdownIt("commonmark").render(citations["markdown"]))
    assert not shown.of("a") and not shown.of("img") and not shown.of("script")
    for style in ("gb_t_7714", "bibtex"):
        assert "javascript" not in citations[style] and "\u202e" not in citations[style]
    assert found["document"]["metadata"]["url"] == "javascript:alert(1)"  # data, as the file has it
