"""Lines that come back at the edges of the pages of one site: its name, its menus, its footer.

One page cannot tell them from its text; several pages of a site can. Precision first: a run of
lines counts where it is the same from the very edge of a page inwards, on three pages that go on
differently, and nothing in it reads as a heading or as part of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from .document import Block, Document
from .furniture import furniture
from .headings import markdown_heading, numbered_heading
from .metadata import edge_metadata, first_line_title
from .passage import Span

REPEATED = "repeated on the site"
_PAGES = 3  # that must share a run, and go on differently after it
_LINES = 2  # in a run; one more where the page's title seems to be among them
_MOST_LINES = 80  # from one edge of a page that are looked at
_LONGEST = 160  # characters of a line; what is longer is text
_LINE = re.compile(r"[^\n]+")
_READS_ON = re.compile(r"[。！？；：，、.!?;:,…]['\"’”）)」』]*$")


class EdgeLine(NamedTuple):
    """A line at [start, end) of a document; a run may hold it, or ends before it."""

    text: str
    start: int
    end: int
    may_repeat: bool
    is_title: bool


class Edges(NamedTuple):
    """The lines of a page from its beginning and from its end, each from the edge inwards."""

    head: tuple[EdgeLine, ...]
    tail: tuple[EdgeLine, ...]


def site_of(metadata: Mapping[str, str]) -> str:
    """The host that a document's address names; empty where it has none.

    >>> site_of({"url": "https://www.example.org/a/1.html"}), site_of({})
    ('example.org', '')
    """
    try:
        host = urlsplit(metadata.get("url", "")).hostname or ""
    except ValueError:  # no address, whatever it looks like
        return ""
    return host.removeprefix("www.")


def edges(document: Document) -> Edges:
    """The lines at the edges of a page, without those that are set aside for what they say.

    A table has none: its rows repeat for reasons of their own.
    """
    own = _own_blocks(document)
    if any(block.row is not None for block in own):
        return Edges((), ())
    aside = [block for block in own if block.aside]
    spans = [span for span in _line_spans(document.text) if not _overlaps(span, aside)]
    texts = [document.text[start:end] for start, end in spans]
    said = furniture(texts)
    title = next((n for n, text in enumerate(texts) if text.startswith(document.title)), None)
    lines = [
        EdgeLine(" ".join(text.split()), *span, _may_repeat(text), n == title)
        for n, (text, span) in enumerate(zip(texts, spans, strict=True))
        if n not in said
    ]
    return Edges(tuple(lines[:_MOST_LINES]), tuple(lines[: -_MOST_LINES - 1 : -1]))


def repeated(pages: Mapping[str, Edges]) -> dict[str, list[Span]]:
    """By page the lines that it shares with others of its site, in the order of the text.

    Args:
        pages: the edges of all pages of one site, by a name of each.
    """
    heads = _runs({name: page.head for name, page in pages.items()})
    tails = _runs({name: page.tail for name, page in pages.items()})
    return {name: sorted({*heads[name], *tails[name]}) for name in pages}


def set_repeated_aside(document: Document, spans: Sequence[Span]) -> Document:
    """The document with these lines set aside as repeated on its site, and no others.

    A text has its title, date and the like from its first and last lines; they are read again from
    those that are left.
    """
    own = _own_blocks(document)
    free = [span for span in spans if not _overlaps(span, own)]
    aside = [Block(start, end, aside=REPEATED) for start, end in free]
    blocks = tuple(sorted([*own, *aside], key=lambda block: block.start))
    changed = replace(document, blocks=blocks)
    return _described_again(changed, free) if document.source.format == "text" else changed


def _described_again(document: Document, aside: Sequence[Span]) -> Document:
    text = _without(document.text, aside)
    address = {"url": document.metadata["url"]} if "url" in document.metadata else {}
    title = first_line_title(text, document.source.member or document.source.path)
    return replace(document, title=title, metadata={**address, **edge_metadata(text)})


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text without whole lines."""
    kept = []
    since = 0
    for start, end in spans:
        kept.append(text[since:start])
        since = end + text.startswith("\n", end)
    return "".join([*kept, text[since:]]).lstrip("\n")


def _own_blocks(document: Document) -> list[Block]:
    """Those that the format gave."""
    return [block for block in document.blocks if block.aside != REPEATED]


def _line_spans(text: str) -> Iterator[Span]:
    for found in _LINE.finditer(text):
        stripped = found[0].strip()
        if stripped:
            start = found.start() + found[0].index(stripped[0])
            yield start, start + len(stripped)


def _overlaps(span: Span, blocks: Sequence[Block]) -> bool:
    """Whether a span has a part of one of the blocks, which are in order."""
    place = bisect_left(blocks, span[1], key=lambda block: block.start)
    return place > 0 and blocks[place - 1].end > span[0]


def _may_repeat(line: str) -> bool:
    heading = markdown_heading(line) or numbered_heading(line)
    return len(line) <= _LONGEST and not heading and not _READS_ON.search(line)


def _runs(pages: Mapping[str, Sequence[EdgeLine]]) -> dict[str, list[Span]]:
    """By page the longest run from the edge that enough pages share."""
    going_on: defaultdict[int, set[str]] = defaultdict(set)
    for lines in pages.values():
        for key, _, after in _prefixes(lines):
            going_on[key].add(after)
    shared = {key for key, after in going_on.items() if len(after) >= _PAGES}
    runs = {}
    for name, lines in pages.items():
        longest = max((size for key, size, _ in _prefixes(lines) if key in shared), default=0)
        run = lines[:longest]
        needed = _LINES + any(line.is_title for line in run)
        runs[name] = [(line.start, line.end) for line in run] if longest >= needed else []
    return runs


def _prefixes(lines: Sequence[EdgeLine]) -> Iterator[tuple[int, int, str]]:
    """Every run from the edge as a number, with its length and the line that comes after it."""
    key = 0
    for size, (line, after) in enumerate(pairwise(lines), 1):
        if not line.may_repeat:
            return
        key = hash((key, line.text))
        yield key, size, after.text
