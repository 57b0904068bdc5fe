"""A passage that only announces a list, together with the list: the answer stands in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from corpus import LIMITS, CleanText, Passage, width

_LONGEST = 2 * LIMITS.longest  # of a passage with what it announces, in units of `width`
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
        for item in takewhile(lambda one: _introduces(passage.text, one), following):
            size += width(item.text)
            if size > _LONGEST:
                break
            parts.append(item)
    return parts


def _introduces(text: str, item: Passage) -> bool:
    return bool(item.section) and text.rstrip().endswith(item.section[-1])


def joined(parts: Sequence[Passage]) -> Passage:
    """Passages that follow each other, as one with the id and the place of the first."""
    if len(parts) == 1:
        return parts[0]
    pieces: list[CleanText] = []
    sentences = []
    at = 0
    for part in parts:
        if pieces:
            gap = np.array([[pieces[-1].spans[-1, 1], part.start]], dtype=np.int32)
            pieces.append(CleanText("\n", gap))
            at += 1
        sentences += [(at + start, at + end) for start, end in part.sentences]
        pieces.append(part.clean)
        at += len(part.text)
    return replace(
        parts[0],
        end=parts[-1].end,
        clean=CleanText.joined(pieces),
        sentences=tuple(sentences),
    )
