"""The numbers that a question names, found in passages in whatever way they are written there."""

from __future__ import annotations

from corpus import Numeral, numerals, wordings

_SMALL = 10  # such numbers are in nearly every passage: what they number has to be the same
_SAME_UNIT = {"号": "日", "月份": "月", "周年": "年", "第": ""}


class NumbersOf:
    """The numbers of a question.

    A passage has one of them that holds its value, in digits or in words. Below ten it has to
    number the same there, where both say what.

    >>> asked = NumbersOf("2019年的条例第5条")
    >>> [asked.share_in(text) for text in ("（二〇一九年）第五條", "２０１９年5月", "15条")]
    [1.0, 0.5, 0.0]
    >>> NumbersOf("谁").share_in("2019年")
    1.0
    """

    def __init__(self, question: str) -> None:
        found = numerals(question)
        counting = [one for one in found if question[one.start : one.end] != "一年"]  # of 哪一年
        self._asked = list({one.values: one for one in counting}.values())
        self._held: dict[str, frozenset[int]] = {}

    def share_in(self, text: str) -> float:
        """The share of them that a text has too; 1 where the question has none."""
        if not self._asked:
            return 1.0
        held = frozenset[int]().union(*map(self._held_by, wordings(text)))
        return len(held) / len(self._asked)

    def _held_by(self, wording: str) -> frozenset[int]:
        """Which of them a wording has; passages share most of theirs."""
        held = self._held.get(wording)
        if held is None:
            there = numerals(wording)
            asked = enumerate(self._asked)
            held = frozenset(i for i, one in asked if any(_same(one, other) for other in there))
            self._held[wording] = held
        return held


def _same(one: Numeral, other: Numeral) -> bool:
    shared = {*one.values} & {*other.values}
    if not shared:
        return False
    ours, theirs = (_SAME_UNIT.get(unit, unit) for unit in (one.unit, other.unit))
    return max(shared) >= _SMALL or ours == theirs or not ours or not theirs
