"""HTML and XHTML to the lines that a browser shows."""

from __future__ import annotations

import re
from html.entities import html5
from itertools import pairwise
from typing import NamedTuple

from lxml import etree, html

from ..errors import ReadError
from .cjk import CJK
from .lines import Line, row_lines
from .xml import Element, parse_xml

_UNSEEN = re.compile(
    "head|script|style|template|noscript|noframes|iframe|object|embed|audio|video|canvas|svg|map"
    "|datalist|rt|rp|rtc|area|param|source|track"
)
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|h[1-6]|header|hgroup|hr|html|legend|li|main|menu|nav"
    "|ol|optgroup|option|p|pre|section|select|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HEADING = re.compile("h([1-6])")
_FURNITURE = {"nav": "navigation", "footer": "page footer"}
_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_XHTML = "http://www.w3.org/1999/xhtml"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")  # of an encoding that the decoded text is not in
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BROKEN_LINE = re.compile(rf"(?<={CJK})[ \t]*\r?\n\s*(?={CJK})")  # in the source, not in the text
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_XML_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


class PageLine(NamedTuple):
    """A line that a browser shows. `linked` is the share of it that stands in links, 0 to 1;
    `furniture` is the reason where an element says that it is no main content."""

    line: Line
    linked: float
    furniture: str


def parse_page(text: str) -> Element | None:
    """The root of a page, as XML where it is well-formed XHTML, else leniently; None if empty."""
    text = text.replace("\x00", "")
    says_xml = text.lstrip().startswith("<?xml") or _XHTML in text[:2000]
    if says_xml and "<!ENTITY" not in text:
        try:
            return parse_xml(_NAMED_ENTITY.sub(_character, _DECLARATION.sub("", text)).encode())
        except ReadError:
            pass
    lenient = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=lenient)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def page_title(root: Element) -> str:
    """What the page's <title> says."""
    named = next((node for node in root.iter("{*}title") if node.text), None)
    return " ".join((named.text or "").split()) if named is not None else ""


def _character(match: re.Match[str]) -> str:
    known = match[1] not in _XML_ENTITIES and match[1] in html5
    return html5[match[1]] if known else match[0]


def page_lines(root: Element) -> list[PageLine]:
    """All visible text in order: a line for each block element and each row of a table.

    What a browser does not show is left out, and so are the readings of ruby text.
    """
    writer = _Writer()
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if _is_hidden(element):
                walk.skip_subtree()
            else:
                writer.open(element)
        elif event == "end" and not _is_hidden(element):
            writer.close(element)
        if event != "start" and element is not root:
            writer.write(element.tail)
    writer.end_line()
    return writer.lines


def tag_of(element: Element) -> str:
    """An element's name in lower case, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()  # etree.QName refuses what broken pages have


def _is_hidden(element: Element) -> bool:
    hides = element.get("hidden") is not None or _HIDING_STYLE.search(element.get("style") or "")
    return (
        bool(hides) or bool(_UNSEEN.fullmatch(tag_of(element))) or element.get("type") == "hidden"
    )


class _Row:
    """A table's row that is being read: where its lines begin and where its cells do."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.cells: list[int] = []
        self.holds_table = False


class _Writer:
    """Puts text into lines as elements open and close.

    Keeps no stack of its own beyond counts, so that the depth of a page does not matter.
    """

    def __init__(self) -> None:
        self.lines: list[PageLine] = []
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0
        self._levels: list[int] = []
        self._furniture: list[str] = []
        self._verbatim = 0
        self._rows: list[_Row] = []

    def open(self, element: Element) -> None:
        tag = tag_of(element)
        if _BLOCK.fullmatch(tag):
            self.end_line()
        self._enter(tag)
        if tag == "table" and self._rows:
            self._rows[-1].holds_table = True
        elif tag == "tr":
            self._rows.append(_Row(len(self.lines)))
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].cells.append(len(self.lines))
        self.write(element.text)

    def close(self, element: Element) -> None:
        tag = tag_of(element)
        if _BLOCK.fullmatch(tag) and tag != "br":
            self.end_line()
        self._enter(tag, -1)
        if tag == "tr" and self._rows:
            self._end_row(self._rows.pop())

    def _enter(self, tag: str, step: int = 1) -> None:
        """Count an element in, or with a step of -1 out again."""
        if tag == "a":
            self._links += step
        elif tag == "pre":
            self._verbatim += step
        elif _HEADING.fullmatch(tag):
            self._levels.append(int(tag[1])) if step > 0 else self._levels.pop()
        elif tag in _FURNITURE:
            self._furniture.append(_FURNITURE[tag]) if step > 0 else self._furniture.pop()

    def write(self, text: str | None) -> None:
        if not text:
            return
        if self._verbatim:
            first, *rest = text.split("\n")
            self._put(first)
            for part in rest:
                self.end_line()
                self._put(part)
        else:
            self._put(text)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        if self._links:
            self._linked += len(text.strip())

    def end_line(self) -> None:
        text = "".join(self._parts)
        if not self._verbatim:
            text = _SPACE.sub(" ", _BROKEN_LINE.sub("", text))
        text = text.replace("\r", "").strip(" \n\u3000\xa0")
        if text.strip():
            line = Line(text, self._levels[-1] if self._levels else 0)
            furniture = self._furniture[-1] if self._furniture else ""
            self.lines.append(PageLine(line, min(self._linked / len(text), 1.0), furniture))
        self._parts = []
        self._linked = 0

    def _end_row(self, row: _Row) -> None:
        """Join the lines of the row's cells, unless the table only arranges the page."""
        lines = self.lines[row.first :]
        bounds = [*row.cells, len(self.lines)]
        cells = [
            [page_line.line for page_line in self.lines[start:end]]
            for start, end in pairwise(bounds)
        ]
        heads = any(page_line.line.level for page_line in lines)
        joined = row_lines(cells, row.holds_table or heads)
        if len(joined) == 1 and len(lines) > 1:
            linked = sum(line.linked * len(line.line.text) for line in lines)
            share = linked / max(sum(len(line.line.text) for line in lines), 1)
            self.lines[row.first :] = [PageLine(joined[0], share, lines[0].furniture)]
