"""The words that tell a group of passages from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from corpus import Word, words

from ..retrieval.telling_words import FUNCTION_WORDS


def class_tf_idf(classes: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """Class-based tf-idf: tf · ln(1 + A / f) (Grootendorst 2022, BERTopic, 4.3).

    tf is how often a word stands in a class, A the mean number of words of a class, f how often
    the word stands in all of them.

    >>> a, b = class_tf_idf([{"桥": 2, "石": 1}, {"桥": 1, "饭": 2}])
    >>> round(a["桥"], 3), round(b["饭"], 3)  # 2 ln(1 + 3 / 3), 2 ln(1 + 3 / 2)
    (1.386, 1.833)
    """
    everywhere: Counter[str] = Counter()
    for one in classes:
        everywhere.update(one)
    average = everywhere.total() / max(len(classes), 1)
    return [
        {word: count * log(1 + average / everywhere[word]) for word, count in one.items()}
        for one in classes
    ]


def most_telling(scores: Mapping[str, float], count: int) -> list[str]:
    """The words with the highest scores; one that is part of another of them is left out.

    >>> most_telling({"高速铁路": 3.0, "铁路": 2.0, "桥梁": 1.0}, 2)
    ['高速铁路', '桥梁']
    """
    chosen: list[str] = []
    for word in sorted(scores, key=lambda word: (-scores[word], word)):
        if len(chosen) == count:
            break
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return chosen


def own_words(classes: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Each word only in the class where it scores highest, so that no two have the same name.

    >>> own_words([{"桥": 2.0, "石": 1.0}, {"桥": 1.0, "饭": 2.0}])
    [{'桥': 2.0, '石': 1.0}, {'饭': 2.0}]
    """
    highest: dict[str, float] = {}
    for one in classes:
        for word, score in one.items():
            highest[word] = max(score, highest.get(word, score))
    return [
        {word: score for word, score in one.items() if score == highest[word]} for one in classes
    ]


def name_groups(groups: Sequence[Sequence[str]], count: int = 3) -> list[list[str]]:
    """For each group of texts the words that tell it from the other groups."""
    classes = [Counter(word for text in texts for word in _naming(text)) for texts in groups]
    return [most_telling(scores, count) for scores in own_words(class_tf_idf(classes))]


def _naming(text: str) -> list[str]:
    """Words that can name something: whole ones, no single characters, numbers or 'the'.

    >>> _naming("社会主义建设的一九五八年, The bridge of 2019")
    ['社会主义', '建设', 'bridge']
    """
    return [
        word.text
        for word in _whole(words(text))
        if not word.text[0].isnumeric()
        and len(word.text) >= (3 if word.text.isascii() else 2)
        and word.text not in FUNCTION_WORDS
    ]


def _whole(found: Sequence[Word]) -> list[Word]:
    """Without the words that are part of a longer one."""
    whole: list[Word] = []
    for word in sorted(found, key=lambda word: (word.start, -word.end)):
        if not whole or word.end > whole[-1].end:
            whole.append(word)
    return whole
