"""Passages that follow each other and answer together: an answer may run over several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, starmap
from math import log
from typing import NamedTuple

import numpy as np

from corpus import LIMITS, CleanText, Passage, width

LONGEST = 2 * LIMITS.longest  # of passages that are shown as one, in units of `width`
AS_WELL = log(8)  # scores are logs of chances: what has an eighth of the best one's may answer too


class Scored(NamedTuple):
    """A passage with its score."""

    passage: Passage
    score: float


def with_neighbours(passage: Passage, candidate: Callable[[str], Scored | None]) -> list[Passage]:
    """A passage with those beside it that may answer too, in the order of their document.

    They stand under the same heading, or one of them under what the other announces, and together
    they are not too long. Of the two beside it the better one comes first.

    Args:
        candidate: the passage of an id, if it is one that may answer too.
    """
    parts, size = [passage], width(passage.text)
    while True:
        before = candidate(passage_before(parts[0].id))
        after = candidate(passage_after(parts[-1].id))
        beside = [
            (one.score, [one.passage, *parts] if one is before else [*parts, one.passage])
            for one in (before, after)
            if one is not None and size + width(one.passage.text) <= LONGEST
        ]
        fitting = [(score, run) for score, run in beside if all(starmap(_go_on, pairwise(run)))]
        if not fitting:
            return parts
        _, parts = max(fitting, key=lambda one: one[0])
        size = sum(width(part.text) for part in parts)


def introduces(text: str, item: Passage) -> bool:
    """Whether a passage stands under a text's last sentence, as the item of a list does."""
    return bool(item.section) and text.rstrip().endswith(item.section[-1])


def _go_on(one: Passage, following: Passage) -> bool:
    if (one.document_id, one.page) != (following.document_id, following.page):
        return False  # a citation names one page
    return one.section == following.section or introduces(one.text, following)


def passage_after(passage_id: str) -> str:
    """The id of the passage that follows in the same document, if there is one.

    >>> passage_after("0a1b-9")
    '0a1b-10'
    """
    return _moved(passage_id, 1)


def passage_before(passage_id: str) -> str:
    """The id of the passage that comes before in the same document, if there is one.

    >>> passage_before("0a1b-10")
    '0a1b-9'
    """
    return _moved(passage_id, -1)


def _moved(passage_id: str, by: int) -> str:
    document, _, ordinal = passage_id.rpartition("-")
    return f"{document}-{int(ordinal) + by}"


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
