"""Questions to begin with: of the sample collection, and of any other one from its own headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

SAMPLE_QUESTIONS: Final = (  # each shows another thing that works
    "望澜桥上最多允许多少人同时停留？",  # the same words
    "桥那头有人突发重病，救护车能不能直接开上老桥？",  # hardly a word in common
    "毕昇做活字为什么不用木头？",  # Simplified, answered in Traditional
    "大水以后米价从八元涨到了多少？",  # a file in Big5
    "How many people did the North Sea flood of 1953 kill in the Netherlands?",
)
EXAMPLES: Final = len(SAMPLE_QUESTIONS)

_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+[编編章节節条條部分篇回]+"
    r"|[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．：:]|[\d.]+(?=\s))\s*"
)
_NO_TOPIC = re.compile(r"[。；;：:!！…“”\"「」,，]|[.](?:\s|$)")  # marks of a sentence or more
_QUESTION = re.compile(r"[?？]$")
_KANA, _HAN, _LATIN = (
    re.compile(letters) for letters in (r"[\u3041-\u30ff]", r"[\u3400-\u9fff]", r"[A-Za-z]")
)
_TITLE, _TOPIC = (4, 40), (4, 24)  # characters, least and most; of Latin letters three times that
_Item = TypeVar("_Item")


def example(title: str, headings: Iterable[str]) -> str:
    """A question, or a phrase to search, that a document answers; empty where nothing suggests one.

    A heading that asks is taken as it is; of the others the longest is asked about. Without any the
    title is what to search.

    >>> example("养老服务条例", ["第一章　总则", "第二章　居家养老服务"])
    '关于居家养老服务，《养老服务条例》是怎么说的？'
    >>> example("How Tides Work", ["How Tides Work", "Spring and neap"])
    'What does How Tides Work say about Spring and neap?'
    """
    title = " ".join(title.split())
    topics = [_NUMBER.sub("", " ".join(heading.split())) for heading in headings]
    topics = [topic for topic in topics if topic != title and not _NO_TOPIC.search(topic)]
    for topic in topics:
        if _QUESTION.search(topic) and _fits(topic, _TITLE):
            return topic
    if not _fits(title, _TITLE) or '"' in title or "“" in title:  # quoted is asked for verbatim
        return ""
    topics = [topic for topic in topics if _fits(topic, _TOPIC)]
    return _asked(title, max(topics, key=len)) if topics else title


def spread(items: Sequence[_Item], count: int) -> list[_Item]:
    """At most `count` of them, from all over the sequence.

    >>> spread("abcdefghij", 3), spread("ab", 3)
    (['b', 'f', 'i'], ['a', 'b'])
    """
    count = min(count, len(items))
    return [items[(2 * number + 1) * len(items) // (2 * count)] for number in range(count)]


def _asked(title: str, topic: str) -> str:
    """In the language that the title is written in, where that can be seen."""
    if _KANA.search(title):
        about = topic.removesuffix("について")
        return f"「{title}」には{about}についてどう書かれていますか？"
    if _HAN.search(title):
        about = topic.removeprefix("关于").removeprefix("關於")
        named = title if "《" in title else f"《{title}》"
        return f"关于{about}，{named}是怎么说的？"
    if title.isascii():
        return f"What does {title} say about {topic}?"
    return f"{title}: {topic}"


def _fits(text: str, bounds: tuple[int, int]) -> bool:
    wide = 1 if _HAN.search(text) or _KANA.search(text) or not _LATIN.search(text) else 3
    return bounds[0] <= len(text) <= bounds[1] * wide
