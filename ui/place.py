"""Where a passage stands, and in which file, in words."""

from __future__ import annotations

import re
from pathlib import PurePath

from corpus import Document, Passage, Source
from qa import Hit

from .translations import Texts

_BEFORE = 200  # characters; more of a paragraph stands before a part of it
_SAID = re.compile(r".{11}[。；：！!.:]$")  # ends as a sentence does


def breadcrumb(hit: Hit, texts: Texts) -> list[str]:
    """Where a hit stands, the title first: title, sections, paragraph, page."""
    document = hit.citation.document
    return [document.title, *steps(hit.passage, document, texts)]


def steps(passage: Passage, document: Document, texts: Texts) -> list[str]:
    """Sections and paragraph of a passage within its document, the later parts of a long paragraph
    told from its beginning.

    A sentence that stands over others like a heading says where they stand, but is none to cite.
    """
    sections = [
        name for name in passage.section if name != document.title and not _SAID.search(name)
    ]
    words = texts.paragraph_continued if _goes_on(passage, document) else texts.paragraph
    numbers = [words.format(number=passage.paragraph)]
    if passage.page is not None:
        numbers.append(texts.page.format(number=passage.page))
    return [*sections, " · ".join(numbers)]


def place(passage: Passage, document: Document, texts: Texts) -> str:
    """The same in one line."""
    return " › ".join(steps(passage, document, texts))


def _goes_on(passage: Passage, document: Document) -> bool:
    """Whether its paragraph began before it."""
    before = document.text[max(0, passage.start - _BEFORE) : passage.start]
    return bool(before.rpartition("\n")[2].strip())


def file_name(source: Source, path: str = "") -> str:
    """The name of a file, or its whole path, and of the part of it that a document is."""
    name = path or PurePath(source.path).name
    return f"{name} › {source.member}" if source.member else name
