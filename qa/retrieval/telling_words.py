"""The words of a question that tell what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import Word, fold, words

FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    a an and are as at be been but by can could did do does for from had has have how if in
    into is it its many much of on or should so than that the their them there these they
    this those to was were what when where which while who whom whose why will with would
    可以 能够 应该 应当 需要 可能 已经 正在 进行 用来 通过 关于 对于 根据 按照 以及 或者 还是
    因为 所以 由于 如果 虽然 但是 而且 这个 那个 这些 那些 这样 那样 我们 你们 他们 自己
        """,
    )
)
_ASKING = re.compile(  # what questions have and documents need not
    r"什么(时候)?|时候|怎么[样办]?|怎样|如何|为什么|为何|多[少久长大高远]|几[个年天次届位]|哪[一几]?\w?"
    r"|何[时地处人年]|是否|有没有|是不是|能不能|可不可以|请问"
)
_NUMERALS = "〇零一二两三四五六七八九十百千万亿"


def words_beside_asking(question: str) -> list[Word]:
    """All words of a question but those that only ask and function words.

    >>> [word.text for word in words_beside_asking("大桥是哪一年修好的？")]
    ['大桥', '是', '修好', '的']
    """
    asking = [match.span() for match in _ASKING.finditer(fold(question))]
    return [
        word
        for word in words(question)
        if word.text not in FUNCTION_WORDS
        and not any(start <= word.start and word.end <= end for start, end in asking)
    ]


def telling_words(question: str, phrases: Sequence[str] = ()) -> re.Pattern[str] | None:
    """Finds, in folded text, the words of a question that are worth marking, and whole phrases.

    Single Han or kana characters, function words and words that only ask are not, unless the
    question has nothing else: 的 and "the" stand everywhere. A Western word is found only whole,
    and so is a number.

    >>> telling_words("大桥的 AI of the city").findall("ai 大桥的桥 the maid of city")
    ['ai', '大桥', 'city']
    >>> telling_words("十二字", ["竹蘭梅"]).findall("七十二小时，十二字竹兰梅")
    ['十二', '竹兰梅']
    """
    beside = {word.text for word in words_beside_asking(question)}
    telling = {word for word in beside if len(word) > 1 or word.isascii()}
    telling = telling or {word.text for word in words(question)}
    telling |= {fold(phrase) for phrase in phrases}
    patterns = [_whole(word) for word in sorted(telling, key=lambda word: (-len(word), word))]
    return re.compile("|".join(patterns), re.ASCII) if patterns else None


def _whole(word: str) -> str:
    if word.isascii():
        return rf"\b{re.escape(word)}\b"
    if not word.strip(_NUMERALS):
        return rf"(?<![{_NUMERALS}]){re.escape(word)}(?![{_NUMERALS}])"
    return re.escape(word)
