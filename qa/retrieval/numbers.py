"""The numbers that a question names, found in passages in whatever way they are written there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import Numeral, numerals

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_HAN = "〇○零一二三四五六七八九十百千万亿两兩萬億"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_NO_MORE = rf"(?![\d{_HAN}]|[,.．]\d)"
_ZEROS = ("〇", "○", "零")  # that years are written with


class NumbersOf:
    """The numbers of a question.

    A passage has one of them that holds it as it is written in the question, in Arabic digits, or
    in Chinese as it is said or, of four digits, as years are.

    >>> asked = NumbersOf("2019年的条例第15条")
    >>> [asked.share_in(text) for text in ("（二〇一九年）第十五条", "２０１９年3月", "115条")]
    [1.0, 0.5, 0.0]
    >>> NumbersOf("谁").share_in("2019年")
    1.0
    """

    def __init__(self, question: str) -> None:
        ways: dict[tuple[float, ...], set[str]] = {}
        for one in numerals(question):
            written = question[one.start : one.end]
            if written[0] == "一" and one.values == (1.0,):
                continue  # that of 哪一年 and 一个 counts nothing
            ways.setdefault(one.values, {written}).update(_ways(one))
        self._ways = [(some, _pattern(some)) for some in ways.values()]

    def share_in(self, text: str) -> float:
        """The share of them that a text has too; 1 where the question has none."""
        if not self._ways:
            return 1.0
        there = sum(
            any(way in text for way in ways) and pattern.search(text) is not None
            for ways, pattern in self._ways
        )
        return there / len(self._ways)


def _ways(numeral: Numeral) -> Iterator[str]:
    for value in numeral.values:
        number = int(value) if value == int(value) else value
        for arabic in (f"{number}", f"{number:,}"):
            yield from (arabic, arabic.translate(_WIDE))
        if isinstance(number, int) and number < 10 and numeral.unit in ("月", "日"):
            yield f"0{number}"
        if isinstance(number, int) and 0 < number < 10_000:
            after = numeral.unit if number < 10 else ""  # 三 alone is in too many words
            if after or number >= 10:
                yield from (said + after for said in _said(number))
            if number >= 1000:
                yield from (_digit_by_digit(number, zero) for zero in _ZEROS)


def _said(number: int) -> Iterator[str]:
    said = said_in_chinese(number)
    yield said
    if said[0] == "二" and said[1:2] in ("", "百", "千"):
        yield from (two + said[1:] for two in "两兩")


def _pattern(ways: set[str]) -> re.Pattern[str]:
    """Any of the ways, where it is no part of a longer number; a unit behind it ends it."""
    each = "|".join(
        re.escape(way) + (_NO_MORE if way[-1].isdigit() or way[-1] in _HAN else "")
        for way in sorted(ways)
    )
    return re.compile(rf"(?<![\d.．{_HAN}])(?<!\d,)(?:{each})")


def _digit_by_digit(number: int, zero: str) -> str:
    return "".join(zero if digit == "0" else _DIGITS[int(digit)] for digit in str(number))


def said_in_chinese(number: int) -> str:
    """A number from 1 to 9,999 in words.

    >>> said_in_chinese(15), said_in_chinese(205), said_in_chinese(1030), said_in_chinese(2000)
    ('十五', '二百零五', '一千零三十', '二千')
    """
    digits = [int(digit) for digit in str(number)]
    said = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            said += _DIGITS[digit] + _PLACES[place]
        elif said and not said.endswith("零"):
            said += "零"
    said = said.rstrip("零")
    return said.removeprefix("一") if said.startswith("一十") else said
