"""Bytes to text: which encoding a file is in, decided on all of it."""

from __future__ import annotations

import codecs
import math
import unicodedata
from dataclasses import dataclass
from functools import cache

from .script import simplified
from .words import character_frequencies

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_BOM = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """`replaced` counts the places where bytes made no character and U+FFFD stands instead."""

    text: str
    encoding: str
    replaced: int


def decode(data: bytes) -> Decoded:
    """Decode with the byte order mark, as UTF-8, or as the encoding that reads most naturally.

    Line ends are kept as they are; a byte order mark is not part of the text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode(data[len(bom) :], encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    candidates = [_decode(data, encoding) for encoding in _WITHOUT_BOM]
    almost = _decode(data, "utf-8")
    if almost.replaced * 50 <= len(almost.text):
        candidates.append(almost)
    return max(candidates, key=lambda decoded: naturalness(decoded.text))


def _decode(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    already = data.decode(encoding, "ignore").count(REPLACEMENT)
    return Decoded(text, encoding, text.count(REPLACEMENT) - already)


def naturalness(text: str) -> float:
    """How much a decoded text looks like writing: mean log frequency of what is not ASCII.

    Text in the wrong encoding is full of rare characters, because a decoder that is off by a
    table lands anywhere in it.
    """
    strange = [char for char in simplified(text) if ord(char) > 127]
    return sum(map(_log_frequency, strange)) / max(len(strange), 1)


@cache
def _log_frequency(char: str) -> float:
    frequencies = character_frequencies()
    if char in frequencies:
        return math.log(frequencies[char])
    if "\u3000" <= char <= "\u30ff" or "\uff01" <= char <= "\uff5e" or char in "·—“”‘’…":
        return math.log(1e-3)
    if char == REPLACEMENT or unicodedata.category(char) in {"Cn", "Co", "Cs", "Cc"}:
        return math.log(1e-9)
    return math.log(1e-7)
