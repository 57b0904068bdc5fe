"""The body of a Word document to lines: paragraphs, tables and text boxes in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from .docx_headings import W, outline_level, value_of
from .docx_numbers import Numbering
from .lines import Line, row_lines
from .xml import Element

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CONTENTS = "table of contents"
_TEXT = {f"{W}t", f"{_M}t"}
_WRITTEN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Deleted text, the readings of ruby text, what fields are computed from, and the second form of
# what is there in two forms.
_UNSEEN = {f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}instrText", f"{W}pPr", f"{_MC}Fallback"}
_BOX = f"{W}txbxContent"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(frozen=True, slots=True)
class BodyReader:
    """`levels`: the heading level of each style; `contents`: the styles of a table of contents;
    `numbering`: the document's automatic numbers."""

    levels: Mapping[str, int]
    contents: Set[str]
    numbering: Numbering

    def lines(self, container: Element) -> list[Line]:
        """The lines of a body, a cell, a note or a text box."""
        lines: list[Line] = []
        for element in _content(container):
            if element.tag == f"{W}p":
                lines += self._paragraph(element)
            else:
                lines += self._table(element)
        return lines

    def note_lines(self, notes: Element) -> list[Line]:
        """The lines of footnotes or endnotes, without the rule above them."""
        return [
            line._replace(level=0)
            for note in notes
            if note.get(f"{W}type") not in _SEPARATORS
            for line in self.lines(note)
        ]

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        boxes: list[Element] = []
        text = "".join(_texts(paragraph, boxes))
        properties = paragraph.find(f"{W}pPr")
        style = value_of(properties, "pStyle") or ""
        number = self.numbering.next(properties, style)
        if text.strip():
            aside = CONTENTS if style in self.contents else ""
            own = outline_level(properties)
            level = self.levels.get(style, 0) if own is None else own
            parts = (number + text.lstrip()).split("\n") if number else text.split("\n")
            if level and not aside:
                yield Line(" ".join(parts), level)
            else:
                yield from (Line(part, 0, aside) for part in parts)
        for box in boxes:
            yield from self.lines(box)

    def _table(self, table: Element) -> Iterator[Line]:
        for row in table.iter(f"{W}tr"):
            if _owner(row, f"{W}tbl") is table:
                cells = [cell for cell in row.iter(f"{W}tc") if _owner(cell, f"{W}tr") is row]
                nested = next(row.iter(f"{W}tbl"), None) is not None
                yield from row_lines([self.lines(cell) for cell in cells], nested)


def _content(container: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those inside of content controls and insertions."""
    for element in container:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag not in _UNSEEN:
            yield from _content(element)


def _texts(element: Element, boxes: list[Element]) -> Iterator[str]:
    """The visible text inside; text boxes are put aside, as they stand beside the text."""
    for child in element:
        if child.tag == _BOX:
            boxes.append(child)
        elif child.tag in _TEXT:
            yield child.text or ""
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag not in _UNSEEN and not _is_hidden(child):
            yield from _texts(child, boxes)


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false")


def _owner(element: Element, tag: str) -> Element | None:
    return next(element.iterancestors(tag), None)
