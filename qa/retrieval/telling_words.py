"""The words of a text that tell something."""

from __future__ import annotations

import re

from corpus import words

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


def telling_words(question: str) -> re.Pattern[str] | None:
    """Finds, in folded text, the words of a question that are worth marking.

    Single Han or kana characters and English function words are not, unless the question has
    nothing else: 的 and "the" stand everywhere. A Western word is found only whole.

    >>> telling_words("大桥的 AI of the city").findall("ai 大桥的桥 the maid of city")
    ['ai', '大桥', 'city']
    """
    found = {word.text for word in words(question)}
    telling = {
        word for word in found if (len(word) > 1 or word.isascii()) and word not in FUNCTION_WORDS
    } or found
    patterns = [
        rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
        for word in sorted(telling, key=lambda word: (-len(word), word))
    ]
    return re.compile("|".join(patterns), re.ASCII) if patterns else None
