"""The words of a text, as matching sees them."""

from __future__ import annotations

import logging
import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import jieba

from .script import fold
from .segmentation import Dictionary, tokenize

jieba.setLogLevel(logging.WARNING)

_WORD = re.compile(r"[^\W_]")
_NAMES = {"nr": "person", "ns": "place", "nt": "organisation"}
_CAPITALISED = re.compile(r"(?<=[\w,;:] )[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)*")
_IDIOM = 4  # characters
_COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "令狐",
    "皇甫",
    "东方",
    "公孙",
    "慕容",
    "夏侯",
)
_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")


class Word(NamedTuple):
    """A folded word and its place in the text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=32)  # answering a question asks for its words again and again
def words(text: str) -> tuple[Word, ...]:
    """Words in the order of the text, long ones also as their parts (jieba's search mode).

    >>> [word.text for word in words("開通高速鐵路 iPhone15")]
    ['开通', '高速', '铁路', '高速铁路', 'iphone15']
    """
    folded = fold(text)
    return tuple(
        Word(*token) for token in tokenize(folded, _dictionary()) if _WORD.search(token[0])
    )


def _dictionary() -> Dictionary:
    if not jieba.dt.initialized:
        jieba.initialize()
    return Dictionary(jieba.dt.FREQ, jieba.dt.total)


def index_terms(text: str) -> list[str]:
    """What the lexical index holds of a text: its words, and every pair of neighbouring characters.

    Pairs find what jieba cuts differently in question and passage, and what it does not know:
    names, Traditional wording, Japanese. A `·` keeps them apart from words of two characters.

    >>> index_terms("澜川市")
    ['澜', '川', '市', '澜·川', '川·市']
    """
    return [word.text for word in words(text)] + neighbour_pairs(text)


def neighbour_pairs(text: str) -> list[str]:
    """Of the terms of a text the pairs of characters.

    >>> neighbour_pairs("澜川 2 市政")
    ['澜·川', '市·政']
    """
    return [f"{a}·{b}" for run in _RUN.findall(fold(text)) for a, b in pairwise(run)]


class Name(NamedTuple):
    """A name, folded, what it is of as far as that is known, and its place in the text."""

    text: str
    kind: str
    start: int
    end: int


def names(text: str) -> list[Name]:
    """Names of persons, places and organisations, by jieba's parts of speech.

    In Western text, capitalised words that do not begin a sentence; what they are is not known.

    >>> [(name.text, name.kind) for name in names("李克強代表國務院到過北京，then to New York")]
    [('李克强', 'person'), ('国务院', 'organisation'), ('北京', 'place'), ('new york', '')]
    """
    import jieba.posseg  # its tables take a second to load

    folded = fold(text)
    found = []
    start = 0
    for word, tag in jieba.posseg.cut(folded):
        end = start + len(word)
        if tag[:2] in _NAMES and _RUN.fullmatch(word) and _may_be_name(word, tag):
            found.append(Name(word, _NAMES[tag[:2]], start, end))
        start = end
    capitalised = (match.span() for match in _CAPITALISED.finditer(text))
    found += [Name(folded[start:end], "", start, end) for start, end in capitalised]
    return sorted(found, key=lambda name: name.start)


def _may_be_name(word: str, tag: str) -> bool:
    """jieba takes idioms for persons, such as 廉洁勤政: two words of its dictionary in one."""
    if tag == "nr" and len(word) == _IDIOM and not word.startswith(_COMPOUND_SURNAMES):
        return not (jieba.dt.FREQ.get(word[:2]) and jieba.dt.FREQ.get(word[2:]))
    return len(word) > 1


@cache
def character_frequencies() -> dict[str, float]:
    """How often each Han character stands in Chinese writing, as a share of all characters."""
    jieba.initialize()
    counts: dict[str, int] = {}
    for word, count in jieba.dt.FREQ.items():
        for char in word:
            if char > "\u2e80":
                counts[char] = counts.get(char, 0) + count
    total = sum(counts.values())
    return {char: count / total for char, count in counts.items() if count}
