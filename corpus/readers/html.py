"""Web pages: all their visible text, with what is not main content set aside."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from ..encodings import Decoded, encoding_named
from ..errors import UsageError
from ..metadata import edge_metadata
from .decoding import decode_text, decoded_reading
from .lines import lay_out
from .main_content import MainContent, belongs, main_content
from .markup import PageLine, page_lines, page_title, parse_page
from .reading import Reading, refuse_if_too_long

_HEAD = 4096  # bytes in which a page declares its encoding
_CHARSET = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]+?encoding\s*=\s*["']([\w.:-]+)""")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->")
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOSTLY = 0.5  # of the text outside links: less, and what was extracted is not the page's content
_LEAST = 100  # characters of main content; a page with less is read whole
_AROUND = 6  # lines before and after the main content that may give its date and source


def read_html(data: bytes, encoding: str | None = None) -> list[Reading]:
    """A page's visible text, a line for each block element.

    What trafilatura leaves out is an `aside`, but only where its extraction covers the page and
    the line stands outside the content or is navigation by itself: what may be content stays.
    """
    decoded = decode_text(data, encoding) if encoding else decode_page(data)
    root = parse_page(decoded.text)
    page = page_lines(root) if root is not None else []
    main = main_content(decoded.text)
    reasons = asides(page, main)
    lines = [
        page_line.line._replace(aside=reason, level=0) if reason else page_line.line
        for page_line, reason in zip(page, reasons, strict=True)
    ]
    text, blocks = lay_out(lines)
    labelled = _labelled(page, reasons)
    metadata = {**main.metadata, **labelled}
    metadata.update({"date": main.metadata["date"]} if "date" in main.metadata else {})
    saved_from = _SAVED_FROM.search(decoded.text[:_HEAD])
    if saved_from:
        metadata.setdefault("url", saved_from[1])
    metadata.pop("title", None)
    title = _title(page_title(root) if root is not None else "", main.metadata.get("title", ""))
    reading = decoded_reading(decoded, "html", text)
    return [replace(reading, title=title, metadata=metadata, blocks=blocks)]


def _title(own: str, extracted: str) -> str | None:
    """The extracted title where the page's own <title> holds it, else what that says."""
    return extracted if extracted and (not own or extracted in own) else own or None


def decode_page(data: bytes) -> Decoded:
    """Decode with the byte order mark, as the page declares, or as `corpus.encodings` finds out."""
    declared = _CHARSET.search(data[:_HEAD]) or _XML_ENCODING.search(data[:_HEAD])
    if declared and not data.startswith(_BOMS):
        name = declared[1].decode("ascii", "replace").lower()
        # A declaration that one can read byte by byte is not in UTF-16, whatever it says.
        try:
            encoding = encoding_named("utf-8" if name.startswith("utf-16") else name)
            text = data.decode(encoding)
        except (UsageError, UnicodeError):
            return decode_text(data)
        refuse_if_too_long(len(text))
        return Decoded(text, encoding, 0)
    return decode_text(data)


def asides(page: list[PageLine], main: MainContent) -> list[str]:
    """For each line the reason why it is no main content; empty for what is or may be."""
    whole = [""] * len(page)
    kept = belongs([page_line.line.text for page_line in page], main.lines)
    if not any(kept):
        return whole
    own = [(1 - page_line.linked) * len(page_line.line.text) for page_line in page]
    covered = sum(length for length, known in zip(own, kept, strict=True) if known)
    if covered < _LEAST or covered < _MOSTLY * sum(own):
        return whole
    first, last = kept.index(True), len(kept) - kept[::-1].index(True)
    title = "".join(main.metadata.get("title", "").split())
    return [
        "" if known or _is_title(page_line, title) else _reason(page_line, first <= number < last)
        for number, (page_line, known) in enumerate(zip(page, kept, strict=True))
    ]


def _is_title(page_line: PageLine, title: str) -> bool:
    return page_line.line.level == 1 or "".join(page_line.line.text.split()) == title


def _reason(page_line: PageLine, inside: bool) -> str:
    """Why a line that was left out is no content; empty where it may be, inside of the content."""
    if page_line.furniture:
        return page_line.furniture
    if page_line.linked > 0.8:
        return "links"
    return "" if inside else "outside the main text"


def _labelled(page: list[PageLine], reasons: list[str]) -> dict[str, str]:
    """What the lines at the edges of the main content say of it: 来源, 作者 and the like."""
    body = [number for number, reason in enumerate(reasons) if not reason]
    if not body:
        return {}
    around = page[max(body[0] - _AROUND, 0) : body[-1] + 1 + _AROUND]
    found = edge_metadata("\n".join(page_line.line.text for page_line in around))
    found.pop("url", None)
    return found
