"""Lines that were decoded in the wrong encoding and saved so (mojibake), and what they say.

Only a line that is garbled as a whole and from which every character comes back is one: what is
merely odd stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .clean import CleanText
from .encodings import decode
from .languages import KNOWN, LANGUAGES, log_likelihoods

# What programs make of each byte that they take for Windows-1252 or Latin-1.
_LATIN = {chr(byte): byte for byte in range(256)} | {
    bytes([byte]).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BEYOND_ASCII = re.escape("".join(char for char, byte in _LATIN.items() if byte > 0x7F))
_LATIN_LINE = re.compile(
    rf"^(?=.*[{_BEYOND_ASCII}])[\x00-\x09\x0b-\x7f{_BEYOND_ASCII}]+$", re.MULTILINE
)
_HAN_LINE = re.compile("^.*[\u3400-\u9fff].*$", re.MULTILINE)
_CYRILLIC_LINE = re.compile("^.*[РС][\u0400-\u045f\u00a0-\u00bf\u2010-\u2122].*$", re.MULTILINE)
_TAKEN_FOR_LATIN = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1251")
_LEAST_BYTES = 8  # beyond ASCII in a line, where chance could make something of them
_SURE = 0.999
_BETTER = 12.0  # of log likelihood: what comes out must be writing, and what stands there none
_RARE = -8.5  # mean log likelihood of a character in what is no writing
_UNWRITTEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")


class Garbled(NamedTuple):
    """Characters [start, end) of a text, in truth in `encoding` and `taken_for` another; `clean`
    is what they say, with spans into the text."""

    start: int
    end: int
    encoding: str
    taken_for: str
    clean: CleanText


def garbled_lines(text: str) -> list[Garbled]:
    """The garbled lines of a text, in order.

    >>> [line.clean.text for line in garbled_lines("sound, caf\\u00e9\\nÃ©tÃ©, dÃ©jÃ\\u00a0 vu")]
    ['été, déjà vu']
    """
    return sorted(_garbled(text), key=lambda line: line.start)


def without_mojibake(text: str) -> CleanText:
    """The text with its garbled lines as they were meant."""
    whole = CleanText.of(text)
    parts: list[CleanText] = []
    at = 0
    for line in garbled_lines(text):
        parts += [whole[at : line.start], line.clean]
        at = line.end
    return CleanText.joined([*parts, whole[at:]]) if parts else whole


def _garbled(text: str) -> Iterator[Garbled]:
    for match in _LATIN_LINE.finditer(text):
        data = bytes(_LATIN[char] for char in match[0])
        encoding = _in_truth(match[0], data)
        if encoding:
            yield from _repaired(match, data, encoding, "cp1252")
    for taken_for, pattern in (("gb18030", _HAN_LINE), ("cp1251", _CYRILLIC_LINE)):
        for match in pattern.finditer(text):
            try:
                data = match[0].encode(taken_for)
            except UnicodeEncodeError:
                continue
            if _is_utf8(match[0], data):
                yield from _repaired(match, data, "utf-8", taken_for)


def _in_truth(line: str, data: bytes) -> str:
    """The encoding that bytes taken for Latin are in; empty where Latin is right."""
    if _is_utf8(line, data):
        return "utf-8"
    if sum(byte > 0x7F for byte in data) < _LEAST_BYTES:
        return ""
    found = decode(data)
    sure = found.confidence >= _SURE and not found.replaced
    common = _likelihood(found.text) > _RARE * len(found.text)
    return found.encoding if sure and common and found.encoding in _TAKEN_FOR_LATIN else ""


def _is_utf8(line: str, data: bytes) -> bool:
    """Whether the bytes are UTF-8, and writing where the line is none."""
    try:
        meant = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not _UNWRITTEN.search(meant) and _likelihood(meant) > _likelihood(line) + _BETTER


def _likelihood(text: str) -> float:
    return float(log_likelihoods(text)[[LANGUAGES.index(language) for language in KNOWN]].max())


def _repaired(
    match: re.Match[str], data: bytes, encoding: str, taken_for: str
) -> Iterator[Garbled]:
    meant = data.decode(encoding)
    latin = taken_for == "cp1252"  # a byte a character
    there = np.arange(len(data) + 1) if latin else _bounds(match[0], taken_for)
    here = _bounds(meant, encoding)
    if _UNWRITTEN.search(meant) or here[-1] != len(data) or there[-1] != len(data):
        return
    starts = np.searchsorted(there, here[:-1], "right") - 1
    ends = np.searchsorted(there, here[1:], "left")
    spans = (np.stack([starts, ends], axis=1) + match.start()).astype(np.int32)
    yield Garbled(*match.span(), encoding, taken_for, CleanText(meant, spans))


def _bounds(text: str, encoding: str) -> NDArray[np.int64]:
    """Where each character begins among the bytes, and where the last one ends."""
    sizes = [len(char.encode(encoding, "replace")) for char in text]
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
