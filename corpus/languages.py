"""How likely a text is as writing of each language: the evidence that tells encodings apart."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .letters import CANTONESE, CYRILLIC, HANGUL, HIRAGANA, KATAKANA, LATIN_1, LATIN_2, OTHERS
from .script import modern_to_simplified, simplified
from .words import character_frequencies

CHINESE, JAPANESE, KOREAN = "Chinese", "Japanese", "Korean"
ANY, GREEK, TURKISH = "any", "Greek", "Turkish"
WESTERN, CENTRAL, EASTERN = tuple(LATIN_1), tuple(LATIN_2), tuple(CYRILLIC)
KNOWN = (CHINESE, JAPANESE, KOREAN, *WESTERN, *CENTRAL, *EASTERN, GREEK, TURKISH)
LANGUAGES = (ANY, *KNOWN)

_ASCII = math.exp(-3)  # share of a printable ASCII character, in any language
_LEAST = 1e-7  # share of what a language does not write at all
_ANY = 1e-3  # where the language is not known
_RARE_HAN = 1e-6  # of one that no word list has
_LOST = 1e-6  # of U+FFFD: damage happens
_NEVER = {"Cc": 1e-9, "Cn": 1e-8, "Co": 1e-8, "Cs": 1e-8}  # by general category
_EASTERN_MARKS = (
    "，。、3 “”《》（）：；「」.3 "
    "‘’！？『』【】—…·\u3000．／％〈〉〔〕～－＋０１２３４５６７８９.03"
)
_WESTERN_MARKS = "’“”–—.1 «»„‘…\xa0.05 °§№€£·•©®™½×±²³µ.003"
_SHARES = re.compile(r"([^0-9. ]+)([0-9.]+)")

_LOWER, _UPPER, _OTHER_LOWER, _OTHER_UPPER, _HAN, _KANA, _HANGUL = range(1, 8)
_KINDS = (
    ("a", "z", _LOWER),
    ("A", "Z", _UPPER),
    ("\u0430", "\u045f", _OTHER_LOWER),
    ("\u0400", "\u042f", _OTHER_UPPER),
    ("\u03ac", "\u03ce", _OTHER_LOWER),
    ("\u0386", "\u03ab", _OTHER_UPPER),
    ("\u3400", "\u9fff", _HAN),
    ("\u3041", "\u30ff", _KANA),
    ("\uff66", "\uff9f", _KANA),
    ("\uac00", "\ud7a3", _HANGUL),
)
_SIZE = 0x10000  # of a table; what lies beyond it counts as its last character
_PIECE = 1_000_000  # characters looked at together


def log_likelihoods(text: str) -> NDArray[np.float64]:
    """How likely the text is in each of LANGUAGES: natural logarithms, float64 (languages,).

    Each character counts with its frequency in the language (a unigram model), and where letters
    of two scripts, or a capital after a small letter, stand side by side, that costs more.
    """
    counts = np.zeros(_SIZE, np.int64)
    switches = 0.0
    for start in range(0, len(text), _PIECE):
        codes = _codes(text[start : start + _PIECE])
        counts += np.bincount(codes, minlength=_SIZE)
        kinds = _kinds()[codes]
        switches += float(_switch_costs()[kinds[:-1], kinds[1:]].sum())
    seen = np.flatnonzero(counts)
    found: NDArray[np.float64] = _tables()[:, seen] @ counts[seen] + switches
    return found


def _codes(text: str) -> NDArray[np.int64]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    found: NDArray[np.int64] = np.minimum(codes, _SIZE - 1).astype(np.int64)
    return found


@cache
def _kinds() -> NDArray[np.uint8]:
    """For each character the kind of letter that it is, 0 for none."""
    kinds = np.zeros(_SIZE, np.uint8)
    for code in range(0xC0, 0x250):
        kinds[code] = {"Ll": _LOWER, "Lu": _UPPER}.get(unicodedata.category(chr(code)), 0)
    for first, last, kind in _KINDS:
        kinds[ord(first) : ord(last) + 1] = kind
    return kinds


@cache
def _switch_costs() -> NDArray[np.float64]:
    """What it costs that a letter of one kind follows one of another: nobody writes ab閻c."""
    costs = np.zeros((8, 8))
    costs[1:, 1:] = -4
    latin = (_LOWER, _UPPER)
    for eastern in (_HAN, _KANA, _HANGUL):
        costs[latin, eastern] = costs[eastern, latin] = -1.5  # T1线
    for same in (latin, (_OTHER_LOWER, _OTHER_UPPER), (_HAN, _KANA), (_HANGUL,)):
        costs[np.ix_(same, same)] = 0
    costs[_LOWER, _UPPER] = costs[_OTHER_LOWER, _OTHER_UPPER] = -3
    return costs


@cache
def _tables() -> NDArray[np.float64]:
    """Log share of each character in each language: float64 (languages, _SIZE)."""
    common = np.full(_SIZE, _LEAST)
    common[0x20:0x7F] = common[[9, 10, 13]] = _ASCII
    for code in range(_SIZE):
        category = unicodedata.category(chr(code))
        if category in _NEVER and code not in (9, 10, 13):
            common[code] = _NEVER[category]
    common[0xFFFD] = _LOST
    tables: NDArray[np.float64] = np.tile(common, (len(LANGUAGES), 1))
    tables[LANGUAGES.index(ANY), common == _LEAST] = _ANY
    for table, language in zip(tables, LANGUAGES, strict=True):
        for char, share in _shares(language):
            table[ord(char)] = max(share, table[ord(char)])
    logarithms: NDArray[np.float64] = np.log(tables)
    return logarithms


def _shares(language: str) -> Iterator[tuple[str, float]]:
    """Characters and what share of the language's running text each is."""
    if language in (CHINESE, JAPANESE, KOREAN):
        yield from _percents(_EASTERN_MARKS)
        for char in map(chr, range(0xFF01, 0xFFE0)):
            yield char, 1e-5
    if language == CHINESE:
        yield from _han(simplified, 0.85)
        yield from ((char, 5e-4) for char in CANTONESE)
    elif language == JAPANESE:
        yield from _han(modern_to_simplified, 0.35)
        yield from _ranked(HIRAGANA, 0.45, 15)
        yield from _ranked(KATAKANA, 0.15, 18)
        for char in map(chr, range(0xFF61, 0xFFA0)):
            yield char, 3e-4
    elif language == KOREAN:
        yield from _ranked(HANGUL, 0.9, 80)
        yield from ((char, 3e-6) for char in map(chr, range(0xAC00, 0xD7A4)))
    elif language != ANY:
        yield from _percents(_WESTERN_MARKS)
        letters = {**LATIN_1, **LATIN_2, **CYRILLIC, **OTHERS}[language]
        for char, share in _percents(letters):
            yield char, share
            if len(char.upper()) == 1:
                yield char.upper(), share / 20


def _percents(listed: str) -> Iterator[tuple[str, float]]:
    """`ab2 c.1` as a and b with 0.02 each, c with 0.001."""
    for chars, percent in _SHARES.findall(listed):
        for char in chars:
            yield char, float(percent) / 100


def _ranked(chars: Sequence[str], whole: float, decay: float) -> Iterator[tuple[str, float]]:
    """Characters in the order of how common they are, their shares falling exponentially."""
    for rank, char in enumerate(chars):
        yield char, whole * math.exp(-rank / decay) / decay


def _han(folded: Callable[[str], str], whole: float) -> Iterator[tuple[str, float]]:
    """Han characters, each as common as the Simplified one that it is folded to."""
    frequencies = character_frequencies()
    han = "".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))))
    for char, simple in zip(han, folded(han), strict=True):
        yield char, max(whole * frequencies.get(simple, 0.0), _RARE_HAN)
