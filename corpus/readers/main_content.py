"""What of a web page is its main content, and what the page says about itself: trafilatura.

Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and
Extraction", ACL 2021.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a failed page is no news to a user
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_DATES = {"original_date": True, "extensive_search": False}
_LARGEST = 3_000_000  # characters; beyond it the extraction takes minutes, and the page is a book
_LONG_ENOUGH = 8  # characters; a shorter line may stand in a text by chance


@dataclass(frozen=True, slots=True)
class MainContent:
    """`lines` is the main content, empty where none was found; `metadata` has title, author, date
    (ISO 8601), source and url where the page gives them."""

    lines: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


def main_content(page: str) -> MainContent:
    """The main content of an HTML page; nothing for one that is too large or breaks."""
    if len(page) > _LARGEST:
        return MainContent()
    from trafilatura import bare_extraction  # takes a quarter of a second to import
    from trafilatura.settings import Document as Extracted

    try:
        found = bare_extraction(page, with_metadata=True, date_extraction_params=_DATES)
    except Exception:  # a page that breaks the extraction is read whole
        return MainContent()
    if not isinstance(found, Extracted):
        return MainContent()
    lines = [line for body in (found.text, found.comments) for line in (body or "").split("\n")]
    fields = {
        "title": found.title,
        "author": found.author,
        "date": found.date,
        "source": found.sitename,
        "url": found.url,
    }
    metadata = {name: value.strip() for name, value in fields.items() if value and value.strip()}
    return MainContent(tuple(line for line in lines if line.strip()), metadata)


def belongs(lines: Sequence[str], main: Sequence[str]) -> list[bool]:
    """For each line of a page, whether it is one of the main content's.

    Lines are matched in order. One that differs (the extraction joins or divides lines) belongs
    where it is part of the main content, or has a line of it as a part.
    """
    page = [_normalised(line) for line in lines]
    wanted = [_normalised(line) for line in main]
    matched = [False] * len(page)
    unused = set(range(len(wanted)))
    for a, b, size in SequenceMatcher(None, page, wanted).get_matching_blocks():
        matched[a : a + size] = [True] * size
        unused -= set(range(b, b + size))
    rest = [wanted[i] for i in sorted(unused)]
    joined = "\n".join(rest)
    parts = [text for text in rest if len(text) >= _LONG_ENOUGH]
    return [
        known
        or (len(line) >= _LONG_ENOUGH and line in joined)
        or any(part in line for part in parts)
        for known, line in zip(matched, page, strict=True)
    ]


def _normalised(line: str) -> str:
    """Without white space and the marks that the extraction puts around cells and items."""
    return "".join(unicodedata.normalize("NFC", line).replace("|", " ").split()).lstrip("-")
