"""Where a passage stands, and in which file, in words."""

from __future__ import annotations

import re
from pathlib import PurePath

from corpus import Passage, Source
from qa import Hit

from .translations import Texts

_SAID = re.compile(r".{11}[。；：！!.:]$")  # ends as a sentence does


def breadcrumb(hit: Hit, texts: Texts) -> list[str]:
    """Where a hit stands, the title first: title, sections, paragraph, page."""
    title = hit.citation.document.title
    return [title, *steps(hit.passage, title, texts)]


def steps(passage: Passage, title: str, texts: Texts) -> list[str]:
    """Sections and paragraph of a passage within the document of that title.

    A sentence that stands over others like a heading says where they stand, but is none to cite.
    """
    sections = [name for name in passage.section if name != title and not _SAID.search(name)]
    numbers = [texts.paragraph.format(number=passage.paragraph)]
    if passage.page is not None:
        numbers.append(texts.page.format(number=passage.page))
    return [*sections, " · ".join(numbers)]


def place(passage: Passage, title: str, texts: Texts) -> str:
    """The same in one line."""
    return " › ".join(steps(passage, title, texts))


def file_name(source: Source, path: str = "") -> str:
    """The name of a file, or its whole path, and of the part of it that a document is."""
    name = path or PurePath(source.path).name
    return f"{name} › {source.member}" if source.member else name
