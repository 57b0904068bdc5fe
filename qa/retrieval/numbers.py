"""The numbers that a question names, found in passages in whatever way they are written there."""

from __future__ import annotations

from corpus import Numeral, numerals, wordings

_SMALL = 10  # smaller numbers are in nearly every passage: what they number has to be the same
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
        asked = {(one.values, _numbered(one)) for one in counting}
        self._count = len(asked)
        self._asked: dict[float, list[tuple[int, str]]] = {}
        for number, (values, unit) in enumerate(asked):
            for value in values:
                self._asked.setdefault(value, []).append((number, unit))
        self._held: dict[str, frozenset[int]] = {}

    def share_in(self, text: str) -> float:
        """The share of them that a text has too; 1 where the question has none."""
        if not self._count:
            return 1.0
        held = frozenset[int]().union(*map(self._held_by, wordings(text)))
        return len(held) / self._count

    def _held_by(self, wording: str) -> frozenset[int]:
        """Which of them a wording has; passages share most of theirs."""
        held = self._held.get(wording)
        if held is None:
            held = self._held[wording] = frozenset(
                number
                for one in numerals(wording)
                for value in one.values
                for number, unit in self._asked.get(value, ())
                if not unit or _numbered(one) in ("", unit)
            )
        return held


def _numbered(one: Numeral) -> str:
    """What it has to number; nothing particular from ten on, or where it does not say."""
    return _SAME_UNIT.get(one.unit, one.unit) if max(one.values) < _SMALL else ""
