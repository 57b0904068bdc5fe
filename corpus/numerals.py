"""The numbers in a text, whatever they are written in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from .script import in_either_script, simplified

_PLAIN = str.maketrans("０１２３４５６７８９．％İıſ", "0123456789.%Iis")  # İıſ are i and s
_CIRCLES = re.compile(
    "(?<=[〇零一二三四五六七八九])○+"
)  # zeros; elsewhere bullets, or hidden names
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_MULTIPLES = {
    **{"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12},
    **{"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12},
    **{"mil": 1e3, "millón": 1e6, "millones": 1e6, "mil millones": 1e9},
}
_PERCENT = (r"[%％](?![\da-f]{2})", "percent", "per cent", "por ciento")
_IS_PERCENT = re.compile("|".join(_PERCENT), re.IGNORECASE)
_DATE_UNITS = ("年", "月", "日", "号", "年代", "世纪", "月份")
_UNITS = (
    "周年|年代|年级|年|月份|月|日|号|世纪|季度|星期|周|天|小时|分钟|秒|点|岁|届|度|级|层|倍|"
    "个百分点|百分点|美元|欧元|英镑|日元|元|平方公里|平方米|公里|厘米|毫米|米|公斤|克|吨|公顷|亩|"
    "人次|人|名|位|户|家|个|项|条|件|次|种|大|场|支|队|座|所|艘|台|辆|章|节|期|篇|字|句|本|块|步"
)
_HAN = "零〇一二三四五六七八九十两百千万亿"
_MULTIPLE = "|".join(
    f"{one}(?![a-z])" if one[0].isascii() else f"{one}(?!分(?:之|点))"
    for one in sorted(_MULTIPLES, key=len, reverse=True)
)
_DAY = re.compile(r"(?<![\d.])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])")
_ARABIC = re.compile(
    r"(?<!\d)(?<!\d\.)"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:\.\d+|,\d\d?(?!\d))?)(?!\d)"
    rf"(?:\s?[多余]?(?P<multiple>{_MULTIPLE}))?"
    rf"(?:\s?(?P<unit>{'|'.join(_PERCENT)}|{_UNITS}))?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?P<below>百|千|(?<![二三四五六七八九十])[二三四五六七八九十]+)分之(?P<above>[{_HAN}点]+|\d+(?:\.\d+)?)"
)
_CHINESE = re.compile(
    rf"(?P<ordinal>第)?(?P<number>[{_HAN}]+(?:点[零一二三四五六七八九]+)?)(?P<unit>{_UNITS})?"
)
_LONG = 24  # characters; longer runs of digits are lists and tables, each another
_REMEMBERED = 1 << 14


class Numeral(NamedTuple):
    """A number at [start, end) of a text, its unit included.

    values: what it may mean; 1.500 is 1.5 or 1500, as the language has it
    unit:   as it stands there, Simplified; `%` in all languages, `第` of an ordinal, else empty
    """

    values: tuple[float, ...]
    unit: str
    start: int
    end: int

    @property
    def is_date(self) -> bool:
        """Whether it is a year, a month or a day."""
        return self.unit in _DATE_UNITS and not (self.unit == "年" and self.values[0] < 1000)


def numerals(text: str) -> list[Numeral]:
    """The numbers of a text in its order, Arabic in any width, Chinese in either script.

    A Chinese digit counts where it clearly counts something: in a longer number, before a unit,
    after 第 or 百分之. The 一 of 一个 and 一些 does not, nor the 三四 of 三四个.

    >>> [(n.values, n.unit) for n in numerals("二〇一九年，第七十五届，百分之五，２.５％，一个")]
    [((2019.0,), '年'), ((75.0,), '届'), ((5.0,), '%'), ((2.5,), '%')]
    >>> [n.values for n in numerals("1,5 millones; 1.500; 3万人; 2019-03-05; 十分重要")]
    [(1500000.0,), (1500.0, 1.5), (30000.0,), (2019.0,), (3.0,), (5.0,)]
    """
    return [
        Numeral(one.values, one.unit, part.start() + one.start, part.start() + one.end)
        for part in _wordings().finditer(text)
        for one in _read(part[0])
    ]


def wordings(text: str) -> set[str]:
    """The parts of a text that may be numbers, for `numerals` to read, each once.

    >>> sorted(wordings("二〇一九年，第3條，3.5萬元"))
    ['3.5萬元', '二〇一九年', '第3條']
    """
    return set(_wordings().findall(text))


@cache
def number_of(units: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Finds something in Chinese or Japanese that may be a number, of one of some units if given.

    More may be one than `numerals` reads: what is not found here is not there. A number that does
    not say of what, as in a table, may be of any unit.

    >>> money = number_of(("元",))
    >>> [bool(money.search(text)) for text in ("兩百多萬美元", "| 300 |", "二〇一九年有300人")]
    [True, True, False]
    >>> [bool(number_of().search(text)) for text in ("同日三人", "一些人", "半數")]
    [True, False, True]
    """
    digit = "[0-9０-９]"
    han = f"[{''.join(map(in_either_script, _HAN + '俩数几半'))}]"
    if not units:
        return re.compile(rf"{digit}|{han}{{2}}|(?:第|{han})(?:{_in_either_script(_UNITS)}|つ)")
    multiples = f"[{''.join(map(in_either_script, '百千万亿'))}]*"
    unit = _in_either_script("|".join(units))
    return re.compile(
        rf"(?:{digit}|{han})\s?[多余餘]?{multiples}\s?[个個]?\w?(?:{unit})"
        rf"|{digit}(?!{digit}|\s?[\u3400-\u9fff])"
    )


@cache
def _wordings() -> re.Pattern[str]:
    """What may be numbers, with what belongs to them, in any width and either script."""
    digits = f"0-9０-９○{''.join(map(in_either_script, _HAN))}"
    multiple = rf"\s?[多余餘]?(?i:{_in_either_script(_MULTIPLE)})"
    unit = rf"\s?(?i:{'|'.join(_PERCENT)}|{_in_either_script(_UNITS)})"
    return re.compile(
        rf"[第{digits}][{digits}]*(?<!百(?=分[点點]))(?:(?:分之|[-.,．/点點])[{digits}]+)*"
        rf"(?:{multiple})?(?:{unit})?"
    )


def _in_either_script(words: str) -> str:
    each = map(in_either_script, words)
    return "".join(chars if len(chars) == 1 else f"[{chars}]" for chars in each)


def _read(wording: str) -> tuple[Numeral, ...]:
    return _read_once(wording) if len(wording) <= _LONG else _read_once.__wrapped__(wording)


@lru_cache(_REMEMBERED)
def _read_once(wording: str) -> tuple[Numeral, ...]:
    plain = simplified(wording.translate(_PLAIN))
    plain = _CIRCLES.sub(lambda match: "〇" * len(match[0]), plain)
    taken = [False] * len(plain)
    found: list[Numeral] = []
    for one in (*_days(plain), *_shares(plain), *_arabic(plain), *_chinese(plain)):
        if all(map(math.isfinite, one.values)) and not any(taken[one.start : one.end]):
            taken[one.start : one.end] = [True] * (one.end - one.start)
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _days(text: str) -> Iterator[Numeral]:
    for match in _DAY.finditer(text):
        for group, unit in ((1, "年"), (3, "月"), (4, "日")):
            yield Numeral((float(match[group]),), unit, *match.span(group))


def _shares(text: str) -> Iterator[Numeral]:
    for match in _SHARE.finditer(text):
        share = match["above"]
        above = float(share) if share[0].isdigit() else _chinese_value(share)
        below = {"百": 100.0, "千": 1000.0}.get(match["below"]) or _chinese_value(match["below"])
        if above is None or not below:
            continue
        value, unit = (above, "%") if below == 100 else (above / below, "")
        yield Numeral((value,), unit, *match.span())


def _arabic(text: str) -> Iterator[Numeral]:
    for match in _ARABIC.finditer(text):
        times = _MULTIPLES[match["multiple"].lower()] if match["multiple"] else 1.0
        unit = match["unit"] or ""
        values = tuple(
            float(f"{value * times:.15g}") if match["multiple"] else value  # 1.1亿 is whole
            for value in _readings(match["number"])
        )
        yield Numeral(values, "%" if _IS_PERCENT.fullmatch(unit) else unit, *match.span())


def _readings(number: str) -> tuple[float, ...]:
    """What digits with points or commas may mean: the last mark is a decimal one, or none is."""
    marks = [char for char in number if not char.isdigit()]
    if not marks:
        return (float(number),)
    if len(set(marks)) == 2 or (len(marks) == 1 and len(number.split(marks[0])[1]) != 3):
        head, _, tail = number.rpartition(marks[-1])
        return (float(f"{re.sub('[.,]', '', head)}.{tail}"),)
    whole = float(re.sub("[.,]", "", number))
    if len(marks) > 1:
        return (whole,)
    fraction = float(number.replace(",", "."))
    return (fraction,) if number.startswith("0") else (whole, fraction)


def _chinese(text: str) -> Iterator[Numeral]:
    for match in _CHINESE.finditer(text):
        number, unit = match["number"], match["unit"] or ""
        value = _chinese_value(number)
        if value is None or not _counts(number, unit, bool(match["ordinal"])):
            continue
        unit = unit or (match["ordinal"] or "")
        yield Numeral((value,), unit, *match.span())


def _counts(number: str, unit: str, ordinal: bool) -> bool:
    if ordinal or len(number) > 2 or "点" in number:
        return True
    if number == "一":
        return unit in ("年", "月", "日", "号", "岁")
    return bool(unit) or (len(number) == 2 and number[0] in _DIGITS and number[1] in _MYRIADS)


def _chinese_value(number: str) -> float | None:
    """The value of a Chinese numeral; None where it is not one number, as in 三四 or 千万.

    >>> [_chinese_value(number) for number in ("二〇一九", "七十五", "一万二千", "三点五", "三四")]
    [2019.0, 75.0, 12000.0, 3.5, None]
    """
    whole, _, fraction = number.partition("点")
    if fraction:
        value = _chinese_value(whole) if whole not in _DIGITS else float(_DIGITS[whole])
        digits = "".join(str(_DIGITS.get(char, "")) for char in fraction)
        return None if value is None or not digits else float(f"{value:.0f}.{digits}")
    if all(char in _DIGITS for char in whole):
        if len(whole) == 1 or len(whole) > 2 or "〇" in whole:
            return float("".join(str(_DIGITS[char]) for char in whole))
        return None
    return _structured_value(whole)


def _structured_value(number: str) -> float | None:
    """七十五, 一万二千: digits before tens, hundreds and thousands, those before myriads."""
    if number[0] in "百千万亿":
        return None
    total = section = 0.0
    digit: float | None = None
    for char in number:
        if char in _DIGITS:
            if digit:  # 七八十: about so many
                return None
            digit = float(_DIGITS[char])
        elif char in _TENS:
            section += (1.0 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            if char == "亿":
                total = (total + section + (digit or 0.0)) * _MYRIADS[char]
            else:
                total += (section + (digit or 0.0)) * _MYRIADS[char]
            section, digit = 0.0, None
    return total + section + (digit or 0.0)
