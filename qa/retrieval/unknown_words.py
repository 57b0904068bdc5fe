"""Words of a question that stand nowhere in a collection."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus import Word, neighbour_pairs

from .telling_words import words_beside_asking

_NUMBER = re.compile(r"[\d.,%]+")
_AT_MOST = 0.5  # of the telling words; where more are unknown, question and documents do not fit


def unknown_words(question: str, holding: Mapping[str, int]) -> tuple[str, ...]:
    """The telling words of a question that no passage holds, as they stand in it, each once.

    None where most are unknown: then the question is in another language than the documents, or
    about something else altogether, and to list its words would say nothing more.

    Args:
        holding: how many passages hold each of `index_terms(question)`.

    >>> terms = {"镇雄县": 9, "镇·雄": 9, "雄·县": 9, "县·的": 4, "的·地": 3, "开通": 2, "开·通": 2}
    >>> unknown_words("镇雄县的地铁开通了吗", terms)
    ('地铁',)
    """
    told = [word for word in words_beside_asking(question) if _tells(word.text)]
    unknown = [word for word in told if not _held(word.text, holding)]
    if not unknown or len({w.text for w in unknown}) > _AT_MOST * len({w.text for w in told}):
        return ()
    whole = [one for one in unknown if not any(_within(one, other) for other in unknown)]
    return tuple(dict.fromkeys(question[one.start : one.end] for one in whole))


def _tells(word: str) -> bool:
    return len(word) > 1 and not _NUMBER.fullmatch(word)


def _held(word: str, holding: Mapping[str, int]) -> bool:
    """As a word, or by every pair of its characters, however jieba cuts the documents."""
    pairs = neighbour_pairs(word)
    return bool(holding.get(word)) or (bool(pairs) and all(map(holding.get, pairs)))


def _within(word: Word, other: Word) -> bool:
    return word != other and other.start <= word.start and word.end <= other.end
