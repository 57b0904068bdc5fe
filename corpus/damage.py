"""Places where characters were lost before the file reached us: counted, never guessed."""

from __future__ import annotations

import re
from typing import NamedTuple

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PATTERNS = (
    (re.compile("\ufffd+"), "replacement character"),
    (re.compile(rf"[?？][a-zü]{{0,4}}[{_TONED}][a-zü]{{0,3}}[）)][?？]?"), "lost character"),
    (re.compile(r"[\u3400-\u9fff](?:\?？|？\?|\?(?=[,，、。;；]))"), "lost character"),
    (re.compile("[\ue000-\uf8ff]+"), "private character"),
)


class Damage(NamedTuple):
    """A damaged place [start, end) of a document's text, and what is wrong with it."""

    start: int
    end: int
    why: str


def damaged_places(text: str) -> list[Damage]:
    """Damaged places in order, none overlapping.

    >>> damaged_places("德才兼?zhèn)?、以德为先")
    [Damage(start=3, end=10, why='lost character')]
    """
    found: list[Damage] = []
    places = [
        Damage(*match.span(), why) for pattern, why in _PATTERNS for match in pattern.finditer(text)
    ]
    for place in sorted(places):
        if not found or place.start >= found[-1].end:
            found.append(place)
    return found
