"""Which styles of a Word document are headings, and how deep."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from .xml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题|標題|überschrift|titre)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|標題)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*[1-9]", re.IGNORECASE)
_DEEPEST = 9


def heading_levels(styles: Element | None) -> Mapping[str, int]:
    """The level of each paragraph style that is a heading, by the style's id.

    A style is one by its name (Heading 2, 标题 2, Title), by its outline level, or because the
    style that it is based on is one.
    """
    if styles is None:
        return {}
    by_id = {style.get(f"{W}styleId") or "": style for style in styles.iter(f"{W}style")}
    levels = {}
    for name, style in by_id.items():
        level = _level(style, by_id)
        if level:
            levels[name] = level
    return levels


def contents_styles(styles: Element | None) -> Set[str]:
    """The ids of the styles in which Word sets a table of contents."""
    every = styles.iter(f"{W}style") if styles is not None else ()
    return {
        style.get(f"{W}styleId") or ""
        for style in every
        if _CONTENTS.fullmatch(value_of(style, "name") or "")
    }


def _level(style: Element, by_id: Mapping[str, Element]) -> int:
    seen: list[Element] = []
    current: Element | None = style
    while current is not None and current not in seen:
        name = value_of(current, "name") or ""
        named = _HEADING.fullmatch(name)
        if named:
            return int(named[1])
        if _TITLE.fullmatch(name):
            return 1
        outline = outline_level(current.find(f"{W}pPr"))
        if outline is not None:
            return outline
        seen.append(current)
        current = by_id.get(value_of(current, "basedOn") or "")
    return 0


def outline_level(properties: Element | None) -> int | None:
    """The level that a paragraph's properties give, 0 for body text; None if they give none."""
    value = value_of(properties, "outlineLvl")
    if value is None or not value.isdecimal():
        return None
    return int(value) + 1 if int(value) < _DEEPEST else 0


def value_of(element: Element | None, child: str) -> str | None:
    """The `w:val` of a child."""
    found = element.find(f"{W}{child}") if element is not None else None
    return found.get(f"{W}val") if found is not None else None
