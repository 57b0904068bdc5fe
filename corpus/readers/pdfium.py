"""PDF files to pieces of text with their places on each page: PDFium.

The only place that knows PDFium, which is not safe to use from two threads at once.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from ..errors import ReadError
from ..said import said
from .cjk import is_cjk
from .radicals import as_written

_ONE_AT_A_TIME = threading.Lock()
_REPLACEMENT = "\ufffd"
_LINE_BREAKS = (0x0A, 0x0D)
_SPACES = (0x20, 0xA0, 0x09)
_HYPHEN = 0x02  # what PDFium gives for a hyphen that ends a line
_CELL_GAP = 1.5  # heights; a wider gap divides columns or cells
_WORD_GAP = 0.6  # heights; Han characters nearer than that are one word


class Piece(NamedTuple):
    """A stretch of a line, in points from the lower left corner of the page as it is shown.

    `upright` is False for what is turned against the rest of the page, such as a watermark.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    upright: bool = True

    @property
    def height(self) -> float:
        return self.top - self.bottom


class Page(NamedTuple):
    """`unmapped` counts the characters of a font that does not say what they are; `pictures`
    whether there are any on the page."""

    pieces: tuple[Piece, ...]
    unmapped: int
    pictures: bool


class PdfFile(NamedTuple):
    """`properties` are Title, Author, CreationDate and the like, as they stand in the file."""

    pages: tuple[Page, ...]
    properties: Mapping[str, str]


class _Char(NamedTuple):
    char: str
    left: float
    bottom: float
    right: float
    top: float
    quarter: int  # turns against the page, 0 to 3


def load(data: bytes) -> PdfFile:
    """Every page's text.

    Raises:
        ReadError: the file is encrypted or damaged.
    """
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise ReadError(
                    said("it is encrypted; save it without its password first")
                ) from error
            raise ReadError(
                said("it is damaged: it has no readable pages; get it again")
            ) from error
        try:
            pages = tuple(_page(document, number) for number in range(len(document)))
            return PdfFile(pages, document.get_metadata_dict(skip_empty=True))
        except pdfium.PdfiumError as error:
            raise ReadError(said("it is damaged ({error}); get it again", error=error)) from error
        finally:
            document.close()


def _page(document: Any, number: int) -> Page:
    page = document[number]
    text = page.get_textpage()
    try:
        chars = list(_chars(text.raw, text.count_chars()))
        written = [char for char in chars if char is not None]
        unmapped = sum(char.char == _REPLACEMENT for char in written)
        pictures = any(
            raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, index))
            in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
            for index in range(raw.FPDFPage_CountObjects(page.raw))
        )
        return Page(tuple(_pieces(chars)), unmapped, pictures)
    finally:
        text.close()
        page.close()


def _chars(text: Any, count: int) -> Iterator[_Char | None]:
    """The characters in the order of the file; None where PDFium sees a line end."""
    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    high = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _LINE_BREAKS:
            yield None
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        if raw.FPDFText_HasUnicodeMapError(text, index) == 1 or code in (0, 0xFFFE, 0xFFFF):
            code = 0xFFFD
        raw.FPDFText_GetLooseCharBox(text, index, place)
        quarter = round(-raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4  # clockwise
        char = "-" if code == _HYPHEN else " " if code in _SPACES else chr(code)
        yield _Char(char, box.left, box.bottom, box.right, box.top, quarter)


def _pieces(chars: Iterable[_Char | None]) -> Iterator[Piece]:
    """Characters that stand one after the other on a line, as one piece."""
    chars = list(chars)
    turns = Counter(char.quarter for char in chars if char is not None and char.char != " ")
    upright = turns.most_common(1)[0][0] if turns else 0
    held: list[_Char] = []
    space = False
    for given in chars:
        if given is None or given.char == " ":
            space = True
            continue
        char = _turned(given, given.quarter)
        if held and not _goes_on(held[-1], char):
            yield _piece(held, upright)
            held = []
        elif held and space and not _one_word(held[-1], char):
            held.append(_Char(" ", held[-1].right, char.bottom, char.left, char.top, char.quarter))
        held.append(char)
        space = False
    if held:
        yield _piece(held, upright)


def _turned(char: _Char, quarter: int) -> _Char:
    """With the axes turned so that its line runs from left to right."""
    left, bottom, right, top = char.left, char.bottom, char.right, char.top
    for _ in range(quarter):
        left, bottom, right, top = bottom, -right, top, -left
    return _Char(char.char, left, bottom, right, top, char.quarter)


def _goes_on(last: _Char, char: _Char) -> bool:
    if last[1:] == char[1:]:  # the letters of a ligature have one box
        return True
    height = max(last.top - last.bottom, char.top - char.bottom, 0.1)
    overlap = min(last.top, char.top) - max(last.bottom, char.bottom)
    smaller = max(min(last.top - last.bottom, char.top - char.bottom), 0.1)
    return (
        last.quarter == char.quarter
        and overlap > 0.4 * smaller
        and -0.5 * height < char.left - last.right < _CELL_GAP * height
    )


def _one_word(last: _Char, char: _Char) -> bool:
    near = char.left - last.right < _WORD_GAP * (char.top - char.bottom)
    return near and is_cjk(last.char) and is_cjk(char.char)


def _piece(chars: list[_Char], upright: int) -> Piece:
    written = [char for char in chars if char.char != " "]
    return Piece(
        as_written("".join(char.char for char in chars)),
        min(char.left for char in written),
        min(char.bottom for char in written),
        max(char.right for char in written),
        max(char.top for char in written),
        written[0].quarter == upright,
    )
