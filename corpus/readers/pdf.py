"""PDF: pages to paragraphs, each of which knows its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..document import Block
from ..errors import ReadError
from ..said import said
from .pdf_furniture import furniture
from .pdf_lines import PdfLine, columns, line, rows
from .pdf_paragraphs import goes_on, joiner, paragraphs
from .pdfium import PdfFile, Piece, load
from .properties import metadata_of, title_of
from .reading import Reading
from .signatures import kind_of

_END = b"%%EOF"
_TAIL = 2048  # bytes in which a whole file ends
_LEGIBLE = 0.5  # of the characters must be known
TURNED = "turned text"


@dataclass
class _Paragraph:
    """Its lines, or one line that is no part of the text."""

    lines: list[PdfLine] = field(default_factory=list)
    aside: str = ""


def read_pdf(data: bytes) -> list[Reading]:
    """The text of a PDF, a paragraph a line, column by column, with the page of each stretch.

    Running heads, feet and page numbers are asides. A paragraph that goes on over the end of a
    page is one line, and the asides between its parts stand after it.

    Raises:
        ReadError: it is encrypted, damaged, cut off, or scanned without a text layer.
    """
    _refuse_if_cut_off(data)
    file = load(data)
    _refuse_if_illegible(file)
    text, blocks = _lay_out(_paragraphs(file))
    properties = file.properties
    return [
        Reading(
            text,
            "pdf",
            "utf-8",
            sum(page.unmapped for page in file.pages),
            title_of(properties.get("Title")),
            metadata_of(properties.get("Author"), properties.get("CreationDate")),
            blocks,
            notes=_notes(file),
        )
    ]


def _refuse_if_cut_off(data: bytes) -> None:
    if b"%PDF-" not in data[:1024]:
        kind = kind_of(data) or said("something else")
        raise ReadError(said("it is no PDF but {kind}", kind=kind))
    if _END not in data.rstrip(b"\x00\r\n\t ")[-_TAIL:]:
        raise ReadError(said("it is cut off: the end of the file is missing; get it again"))


def _refuse_if_illegible(file: PdfFile) -> None:
    if not any(page.pieces for page in file.pages):
        if any(page.pictures for page in file.pages):
            raise ReadError(
                said(
                    "it is scanned: its pages are pictures and have no text layer; recognise the"
                    " text (OCR) and save it with that"
                )
            )
        raise ReadError(said("there is no text in it"))
    written = sum(len(piece.text) for page in file.pages for piece in page.pieces)
    if sum(page.unmapped for page in file.pages) > (1 - _LEGIBLE) * written:
        raise ReadError(
            said("its fonts do not say which characters they show; recognise them (OCR)")
        )


def _notes(file: PdfFile) -> tuple[str, ...]:
    scanned = [
        str(number)
        for number, page in enumerate(file.pages, start=1)
        if page.pictures and not page.pieces
    ]
    if not scanned:
        return ()
    numbers = ", ".join(scanned)
    return (
        said("pages that are pictures without a text layer are left out: {pages}", pages=numbers),
    )


def _paragraphs(file: PdfFile) -> list[_Paragraph]:
    pages = [rows([piece for piece in page.pieces if piece.upright]) for page in file.pages]
    lines = [[line(row, number) for row in page] for number, page in enumerate(pages, start=1)]
    found: list[_Paragraph] = []
    before: list[PdfLine] = []
    for page, whole, out in zip(pages, lines, furniture(lines), strict=True):
        heads = [index for index in sorted(out) if index < len(page) / 2]
        found += [_Paragraph([whole[index]], out[index]) for index in heads]
        body = [piece for index, row in enumerate(page) if index not in out for piece in row]
        for column in _columns(body, whole):
            _add(found, column, goes_on(before, column))
            before = column
        feet = [index for index in sorted(out) if index not in heads]
        found += [_Paragraph([whole[index]], out[index]) for index in feet]
    found += _turned(file)
    return found


def _columns(body: Sequence[Piece], whole: Sequence[PdfLine]) -> Iterator[list[PdfLine]]:
    for column in columns(body):
        yield [line(row, whole[0].page) for row in rows(column)]


def _add(found: list[_Paragraph], column: list[PdfLine], continued: bool) -> None:
    """Add a column's paragraphs, the first to the last one of the text where it goes on."""
    first, *rest = paragraphs(column)
    if continued:
        next(held for held in reversed(found) if not held.aside).lines.extend(first)
    else:
        found.append(_Paragraph(first))
    found.extend(_Paragraph(lines) for lines in rest)


def _turned(file: PdfFile) -> list[_Paragraph]:
    """Text across the page, such as a watermark."""
    return [
        _Paragraph([line([piece], number)], TURNED)
        for number, page in enumerate(file.pages, start=1)
        for piece in page.pieces
        if not piece.upright
    ]


def _lay_out(found: Sequence[_Paragraph]) -> tuple[str, tuple[Block, ...]]:
    texts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for paragraph in found:
        parts = _parts(paragraph.lines)
        for text, page in parts:
            _extend(blocks, Block(start, start + len(text), page=page, aside=paragraph.aside))
            start += len(text)
        texts.append("".join(text for text, _ in parts))
        start += 1
    return "\n".join(texts), tuple(blocks)


def _parts(lines: Sequence[PdfLine]) -> list[tuple[str, int]]:
    """The text of a paragraph in the parts that stand on one page each."""
    parts: list[tuple[str, int]] = []
    for current in lines:
        if not parts:
            parts.append((current.text, current.page))
            continue
        text, page = parts[-1]
        drop, between = joiner(text, current.text)
        text = text[: len(text) - drop] + between
        if page == current.page:
            parts[-1] = (text + current.text, page)
        else:
            parts[-1:] = [(text, page), (current.text, current.page)]
    return parts


def _extend(blocks: list[Block], block: Block) -> None:
    """Add a block, or let the last one reach over it where both are body text of one page."""
    last = blocks[-1] if blocks else None
    if last and not last.aside and not block.aside and last.page == block.page:
        blocks[-1] = Block(last.start, block.end, page=block.page)
    else:
        blocks.append(block)
