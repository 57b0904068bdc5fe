"""Questions that ask for a number, and passages that have no such number."""

from __future__ import annotations

import re
from functools import cache

from corpus import fold, number_of, script_of

_HOW_MANY = re.compile(
    r"多少|(?<![这那近前后头好十百千万])几(?![乎何]|内亚)"
    r"|how (?:many|much|long|far|old|tall|high|large|big|deep|wide|often)\b"
    r"|what (?:number|amount|share|proportion|percentage)\b"
    r"|\bcuánt[oa]s?\b|\bqué (?:cantidad|proporción|porcentaje)\b"
    r"|いくつ|いくら|ど[のれ][くぐ]らい"
)
_HOW_MANY_IN_KANA = re.compile(  # in Chinese, 何人 is who
    rf"{_HOW_MANY.pattern}|何(?=[人名回个岁度位番条分秒割本枚台件号种]|[カヶか]国|パーセント)"
)
_WHICH_YEAR = re.compile(r"哪一?年|何年")
_WHEN = re.compile(
    r"哪一?天|何[月日时]|什么时候|^when\b|\b(?:what|which) year\b|\bcuándo\b|\bqué año\b|いつ"
)
_SAME_UNITS = (
    *("人|名|位|口", "元|块|镑", "岁", "年|载", "天|日", "小时|钟头|时", "分钟|分", "倍", "度"),
    *("次|回|场|届|遍", "家|所|座|间|个", "条|项|款|个", "层|级", "吨", "公斤|千克|キロ"),
    *("公里|千米|里|キロ", "米|メートル", "公顷", "亩"),
)
_OF_ANYTHING = ("个", "块")
_UNITS = {
    unit: tuple(same.split("|"))
    for same in _SAME_UNITS
    for unit in same.split("|")
    if unit not in _OF_ANYTHING
}
_OF_WHAT = re.compile(f"个?({'|'.join(sorted(_UNITS, key=len, reverse=True))})")


class AskedNumber:
    """What number a question asks for, if it does.

    `at_all` tells whether it asks how many, or when.

    >>> asked = AskedNumber("養老金是多少元？")
    >>> [asked.is_lacked_by(text) for text in ("2003年起提高养老金", "养老金每月三百元")]
    [True, False]
    >>> asked.at_all, AskedNumber("近几年怎么样？").at_all
    (True, False)
    """

    def __init__(self, question: str) -> None:
        script, plain = script_of(question), fold(question)
        how_many = (_HOW_MANY_IN_KANA if script == "kana" else _HOW_MANY).search(plain)
        which_year = _WHICH_YEAR.search(plain)
        self.at_all = bool(how_many or which_year or _WHEN.search(plain))
        self._number: re.Pattern[str] | None = None
        if script == "other":
            return
        if how_many:
            of_what = _OF_WHAT.match(plain, how_many.end())
            self._number = number_of(_UNITS[of_what[1]] if of_what else ())
        elif which_year:
            self._number = _year()

    def is_lacked_by(self, text: str) -> bool:
        """Whether it asks how many, or in which year, and a text in its script has no number that
        could be that."""
        return self._number is not None and self._number.search(text) is None


@cache
def _year() -> re.Pattern[str]:
    """A year or a time that stands for one."""
    told = number_of(("年", "载", "世纪")).pattern
    return re.compile(rf"{told}|[今明去前后後同翌当當次来來]年|年[间間]|元年|[时時][代期]")
