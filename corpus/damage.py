"""Places where characters were lost before the file reached us: counted, never guessed.

What a wrong encoding garbled comes back only where nothing of it was lost.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .mojibake import garbled_lines

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PATTERNS = (
    (re.compile("\ufffd+"), "replacement character"),
    (re.compile(rf"[?？][a-zü]{{0,4}}[{_TONED}][a-zü]{{0,3}}[）)][?？]?"), "lost character"),
    (re.compile(r"[\u3400-\u9fff](?:\?？|？\?|\?(?=[,，、。;；]))"), "lost character"),
    (re.compile("[\ue000-\uf8ff]+"), "private character"),
    (re.compile("(?:锟斤拷|ï¿½)[锟斤拷ï¿½]*"), "replacement character, decoded twice"),
)


class Damage(NamedTuple):
    """A damaged place [start, end) of a document's text, and what is wrong with it; `repaired`
    where the readable text says what was meant."""

    start: int
    end: int
    why: str
    repaired: bool = False


def damaged_places(text: str) -> list[Damage]:
    """Damaged places in order, none overlapping.

    >>> damaged_places("德才兼?zhèn)?、以德为先")
    [Damage(start=3, end=10, why='lost character', repaired=False)]
    """
    found: list[Damage] = []
    places = [
        Damage(*match.span(), why) for pattern, why in _PATTERNS for match in pattern.finditer(text)
    ]
    places += [
        Damage(line.start, line.end, f"{line.encoding} taken for {line.taken_for}", True)
        for line in garbled_lines(text)
    ]
    for place in sorted(places):
        if not found or place.start >= found[-1].end:
            found.append(place)
    return found
