"""Traditional, Simplified, full width and case made one, for matching only."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

_HAN = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


@cache
def _to_simplified() -> dict[int, str]:
    """Single characters only: a table of single characters keeps every offset where it is."""
    characters = [chr(code) for first, last in _HAN for code in range(first, last + 1)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {ord(old): new for old, new in pairs if old != new and len(new) == 1}


def simplified(text: str) -> str:
    """Traditional characters as Simplified ones, of the same length.

    >>> simplified("關注民生")
    '关注民生'
    """
    return text.translate(_to_simplified())


@cache
def _fold_character(char: str) -> str:
    folded = simplified(unicodedata.normalize("NFKC", char).lower())
    return folded if len(folded) == 1 else char


def fold(text: str) -> str:
    """What matching compares: Simplified, half width, lower case, of the same length.

    >>> fold("ＡＢＣ　關注")
    'abc 关注'
    """
    return "".join(map(_fold_character, text))
