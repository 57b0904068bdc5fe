"""Chinese text cut into words: the most probable cut by a dictionary, found in one pass.

jieba lists for each character the words that begin there, and weighs them afterwards; half of the
time of reading a document went there. Here words are weighed while they are looked up. What comes
out with its dictionary is the same to the last word (see the tests).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from math import log
from typing import NamedTuple

Token = tuple[str, int, int]  # a word, and where it begins and ends

_BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")  # what jieba looks for words in
_BETWEEN = re.compile(r"\r\n|.", re.DOTALL)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


class Dictionary(NamedTuple):
    """How often each word is met, 0 for what words only begin with; and how often any is."""

    counts: Mapping[str, int]
    total: int


def tokenize(text: str, dictionary: Dictionary) -> list[Token]:
    """What `jieba.tokenize(text, mode="search", HMM=False)` gives: words in the order of the text,
    before each longer one the words of two and of three characters in it.

    >>> counts = {"高": 0, "高速": 2, "铁": 1, "铁路": 3, "高速铁": 0, "高速铁路": 4}
    >>> tokenize("高速铁路", Dictionary(counts, 10))
    [('高速', 0, 2), ('铁路', 2, 4), ('高速铁路', 0, 4)]
    """
    counts = dictionary.counts
    tokens: list[Token] = []
    for start, end in pairwise(_cuts(text, dictionary)):
        for size in range(2, min(end - start, 4)):
            for first in range(start, end - size + 1):
                part = text[first : first + size]
                if counts.get(part):
                    tokens.append((part, first, first + size))
        tokens.append((text[start:end], start, end))
    return tokens


def _cuts(text: str, dictionary: Dictionary) -> list[int]:
    """Where words begin, in order, and the end of the text."""
    cuts = []
    start = 0
    for block in _BLOCK.finditer(text):
        cuts += _between(text, start, block.start())
        start = block.end()
        cuts += _within(block[0], block.start(), dictionary)
    return [*cuts, *_between(text, start, len(text)), len(text)]


def _between(text: str, start: int, end: int) -> list[int]:
    return [one.start() for one in _BETWEEN.finditer(text, start, end)]


def _within(block: str, offset: int, dictionary: Dictionary) -> list[int]:
    """Where words of a block begin; letters and digits that are no words stay together."""
    ends = _most_probable(block, dictionary)
    cuts = []
    start, spelling = 0, False
    while start < len(block):
        end = ends[start]
        letter = end - start == 1 and block[start] in _LETTERS
        if not (letter and spelling):
            cuts.append(offset + start)
        start, spelling = end, letter
    return cuts


def _most_probable(block: str, dictionary: Dictionary) -> list[int]:
    """Where the word that begins at each place ends in the most probable cut of what follows.

    The probability of a cut is the product of its words' frequencies (a unigram model); of equally
    probable words the longest is taken.
    """
    counts = dictionary.counts.get
    size, log_all = len(block), log(dictionary.total)
    best = [0.0] * (size + 1)
    ends = [0] * size
    for start in range(size - 1, -1, -1):
        end = found = start + 1
        count = counts(block[start])
        top = log(count or 1) - log_all + best[end]
        lower = count  # 0 or None: the character is no word, and any that begins with it is better
        while count is not None and end < size:  # 0: words begin like this
            end += 1
            count = counts(block[start:end])
            if count:
                score = log(count) - log_all + best[end]
                if score >= top or not lower:
                    top, found, lower = score, end, count
        best[start], ends[start] = top, found
    return ends
