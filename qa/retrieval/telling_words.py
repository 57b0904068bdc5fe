"""The words of a text that tell something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import fold, words

FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "many",
        "much",
        "of",
        "on",
        "or",
        "should",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
    ]
)


_NUMERALS = "〇零一二两三四五六七八九十百千万亿"


def telling_words(question: str, phrases: Sequence[str] = ()) -> re.Pattern[str] | None:
    """Finds, in folded text, the words of a question that are worth marking, and whole phrases.

    Single Han or kana characters and English function words are not, unless the question has
    nothing else: 的 and "the" stand everywhere. A Western word is found only whole, and so is a
    number.

    >>> telling_words("大桥的 AI of the city").findall("ai 大桥的桥 the maid of city")
    ['ai', '大桥', 'city']
    >>> telling_words("十二字", ["竹蘭梅"]).findall("七十二小时，十二字竹兰梅")
    ['十二', '竹兰梅']
    """
    found = {word.text for word in words(question)}
    telling = {
        word for word in found if (len(word) > 1 or word.isascii()) and word not in FUNCTION_WORDS
    } or found
    telling |= {fold(phrase) for phrase in phrases}
    patterns = [_whole(word) for word in sorted(telling, key=lambda word: (-len(word), word))]
    return re.compile("|".join(patterns), re.ASCII) if patterns else None


def _whole(word: str) -> str:
    if word.isascii():
        return rf"\b{re.escape(word)}\b"
    if not word.strip(_NUMERALS):
        return rf"(?<![{_NUMERALS}]){re.escape(word)}(?![{_NUMERALS}])"
    return re.escape(word)
