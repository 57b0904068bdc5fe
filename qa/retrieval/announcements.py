"""A passage that only announces a list, together with the list: the answer stands in both."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from corpus import Passage, width

from .neighbours import LONGEST, introduces

MOST_ITEMS = 10  # passages that are joined at the most
_COLONS = ("：", ":")


def announces(text: str) -> bool:
    """Whether more has to follow.

    >>> announces("建议从以下几个方面着手："), announces("从几个方面着手。")
    (True, False)
    """
    return text.rstrip().endswith(_COLONS)


def with_list(passage: Passage, following: Sequence[Passage]) -> list[Passage]:
    """The passage and as much of the list that it announces as is not too long.

    `following` are the passages after it in its document, in order; those of the list stand under
    the sentence that introduces it.
    """
    parts, size = [passage], width(passage.text)
    if announces(passage.text):
        for item in takewhile(lambda one: introduces(passage.text, one), following):
            size += width(item.text)
            if size > LONGEST:
                break
            parts.append(item)
    return parts
