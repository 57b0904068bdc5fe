"""The numbers that Word puts before paragraphs by itself: 第一条, 1.2, （三）.

They are not in the text of the paragraphs, but a reader sees them and cites by them. ECMA-376,
part 1, 17.9 (Numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from .docx_headings import W, value_of
from .xml import Element

_DIGITS = "〇一二三四五六七八九"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CLOSE = "、。，）】．"  # wide enough to need no gap after them
_PLACE = re.compile(r"%([1-9])")


def chinese(number: int) -> str:
    """A number from 1 to 9999 as counted in Chinese.

    >>> chinese(10), chinese(21), chinese(105), chinese(1020)
    ('十', '二十一', '一百零五', '一千零二十')
    """
    text = ""
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // value % 10
        if digit:
            text += _DIGITS[digit] + unit
        elif text and not text.endswith("零"):
            text += "零"
    text = text.rstrip("零")
    return text[1:] if text.startswith("一十") else text


def roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def letters(number: int) -> str:
    """a to z, then aa to zz, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(
        {48 + i: 0xFF10 + i for i in range(10)}
    ),
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if number <= 20 else str(number),
    "decimalEnclosedCircleChinese": lambda n: chr(0x245F + n) if n <= 20 else str(n),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    """`digits` where the numbers of outer levels are written in digits too; `restarts` where a
    list begins to count anew although it is of a kind that was counted."""

    format: str
    text: str
    start: int
    gap: str
    digits: bool = False
    restarts: bool = False


@dataclass
class Numbering:
    """Counts the numbered paragraphs of a document in their order.

    `lists`: for each number id, the abstract list that it counts in and its levels.
    """

    lists: Mapping[str, tuple[str, Mapping[int, _Level]]] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: Element | None, styles: Element | None) -> Numbering:
        """The lists that a document's numbering part defines, and the styles that use them."""
        if numbering is None:
            return cls()
        abstract = {
            item.get(f"{W}abstractNumId") or "": _levels(item)
            for item in numbering.iter(f"{W}abstractNum")
        }
        lists = {}
        for item in numbering.iter(f"{W}num"):
            kind = value_of(item, "abstractNumId") or ""
            overridden = {**abstract.get(kind, {}), **_overrides(item, abstract.get(kind, {}))}
            lists[item.get(f"{W}numId") or ""] = (kind, overridden)
        return cls(lists, _styles(styles))

    def next(self, properties: Element | None, style: str | None) -> str:
        """What Word writes before the next paragraph; empty where it is in no counted list."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        number, depth = self.styles.get(style or "", ("", 0))
        if own is not None:
            number = value_of(own, "numId") or number
            depth = int(value_of(own, "ilvl") or depth)
        kind, levels = self.lists.get(number, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        if level.restarts and (number, depth) not in self._begun:
            self._counts.get(kind, {}).pop(depth, None)
        self._begun.add((number, depth))
        counts = self._count(kind, depth, levels)
        digits = level.digits

        def shown(place: re.Match[str]) -> str:
            outer = int(place[1]) - 1
            return _shown(counts.get(outer, 1), None if digits else levels.get(outer))

        return _PLACE.sub(shown, level.text) + level.gap

    def _count(self, kind: str, depth: int, levels: Mapping[int, _Level]) -> Mapping[int, int]:
        counts = self._counts.setdefault(kind, {})
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        for above in range(depth):
            counts.setdefault(above, levels[above].start if above in levels else 1)
        counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        return counts


def _shown(number: int, level: _Level | None) -> str:
    write = _FORMATS.get(level.format, str) if level else str
    return write(number) if number > 0 else str(number)


def _levels(item: Element) -> Mapping[int, _Level]:
    """The levels of a list whose numbers are written; bullets are not."""
    levels = {}
    for level in item.iter(f"{W}lvl"):
        kind = value_of(level, "numFmt") or "decimal"
        text = value_of(level, "lvlText") or ""
        if kind not in ("bullet", "none") and text:
            start = int(value_of(level, "start") or 1)
            close = value_of(level, "suff") == "nothing" or text[-1] in _CLOSE
            depth = int(level.get(f"{W}ilvl") or 0)
            digits = level.find(f"{W}isLgl") is not None
            levels[depth] = _Level(kind, text, start, "" if close else " ", digits)
    return levels


def _overrides(item: Element, levels: Mapping[int, _Level]) -> Mapping[int, _Level]:
    changed = dict(_levels(item))
    for override in item.iter(f"{W}lvlOverride"):
        depth = int(override.get(f"{W}ilvl") or 0)
        start = value_of(override, "startOverride")
        level = changed.get(depth) or levels.get(depth)
        if start and level:
            changed[depth] = replace(level, start=int(start), restarts=True)
    return changed


def _styles(styles: Element | None) -> Mapping[str, tuple[str, int]]:
    """The list and the depth of each style that numbers its paragraphs."""
    numbered = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        own = style.find(f"{W}pPr/{W}numPr")
        if own is not None and value_of(own, "numId"):
            depth = int(value_of(own, "ilvl") or 0)
            numbered[style.get(f"{W}styleId") or ""] = (value_of(own, "numId") or "", depth)
    return numbered
