"""Paragraphs as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import docx
from docx.oxml.ns import qn

from .plain_markup import printable

_HAN_FONT = "SimSun"  # Word falls back where it is missing; without it Han gets a Japanese face


class Block(NamedTuple):
    """A paragraph and the name of its style in Word's own template."""

    style: str
    text: str


def word_file(blocks: Sequence[Block]) -> bytes:
    """A .docx of these paragraphs, text only; a line end within one is a line break."""
    document = docx.Document()
    known = document.core_properties  # those of the library's template
    known.author, known.comments, known.title = "", "", blocks[0].text if blocks else ""
    known.created = known.modified = datetime.now(UTC)
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _HAN_FONT)
    for block in blocks:
        lines = "\n".join(printable(block.text).splitlines())
        document.add_paragraph(lines, style=block.style)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
