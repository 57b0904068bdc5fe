"""Lists that a text spells out, 一要…二要…三要…, and the sentences that introduce them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .sentences import clause_spans, sentence_spans

LIST_LEVEL = 30  # a list stands below every heading
_ORDINALS = "一二三四五六七八九十"
_ITEM = re.compile(rf"(第?)([{_ORDINALS}])((?:要|是|则|則|靠|抓)|(?<=第[{_ORDINALS}])[，,、])")
_FIRST_INSIDE = re.compile(r"(?<=[：:。；;])\s*(第?)一((?:要|是|则|則|靠|抓)|(?<=第一)[，,、])")
_LONGEST = 50  # characters of an introduction that are kept


class _Item(NamedTuple):
    """Item `ordinal` (from 1) of a list whose items begin in the same `style`."""

    ordinal: int
    style: str


def introductions(lines: Sequence[str]) -> dict[int, str]:
    """The sentence that introduces the list, for the lines from its first item to its last.

    A list is one only where its items follow each other, 一, 二 and so on, in the same style.

    >>> introductions(["办好三件事：", "一是修路。", "二是架桥。", "桥要早架。", "完。"])
    {1: '办好三件事：', 2: '办好三件事：'}
    """
    found: dict[int, str] = {}
    last: _Item | None = None
    began = 0
    introduction = ""
    for number, line in enumerate(lines):
        item = _item(line)
        if item and last and item == (last.ordinal + 1, last.style):
            last = item
            if introduction:
                found.update(dict.fromkeys(range(began, number + 1), introduction))
        elif item and item.ordinal == 1:
            last, began = item, number
            introduction = _last_sentence(lines[number - 1]) if number else ""
        elif inside := _FIRST_INSIDE.search(line):
            last, began = _Item(1, inside[1] + inside[2]), number + 1
            introduction = _last_sentence(line[: inside.start()])
    return found


def _item(line: str) -> _Item | None:
    match = _ITEM.match(line)
    return _Item(_ORDINALS.index(match[2]) + 1, match[1] + match[3]) if match else None


def _last_sentence(text: str) -> str:
    """The last sentence, of a long one its last clauses."""
    start, end = sentence_spans(text)[-1] if text.strip() else (0, 0)
    sentence = text[start:end]
    clauses = clause_spans(sentence, _LONGEST // 2) if len(sentence) > _LONGEST else []
    first = next((a for a, _ in clauses if len(sentence) - a <= _LONGEST), 0)
    return sentence[first:]
