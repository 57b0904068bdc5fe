"""Headings: which lines name a section, and how sections nest."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMERAL = "[〇零一二三四五六七八九十百千两\\d]+"
_LONGEST_HEADING = 40

_LAW = re.compile(rf"(第{_NUMERAL}([编編章节節条條])(?:之{_NUMERAL})?)(?=[\s\u3000]|$)")
ARTICLE = 14
_LAW_LEVELS = {"编": 11, "編": 11, "章": 12, "节": 13, "節": 13, "条": ARTICLE, "條": ARTICLE}
_NUMBERED = (
    (21, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (22, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    (23, re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))\s*(?=[^\x00-\x7f]|[A-Z])")),
    (24, re.compile(r"[（(]\d{1,2}[）)]")),
)
_MARKDOWN = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_SENTENCE_END = re.compile(r"[。！？!?；;：:，,]\s*$")
_FIRST_CLAUSE = re.compile(r"[^。！？!?；;]{2,40}[。]")


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` orders headings, the outermost lowest; `whole` when the line is nothing else."""

    title: str
    level: int
    whole: bool


def markdown_heading(line: str) -> Heading | None:
    """A `#` heading.

    >>> markdown_heading("## 第二节 桥").title
    '第二节 桥'
    """
    match = _MARKDOWN.match(line)
    return Heading(match[2], len(match[1]), True) if match else None


def numbered_heading(line: str) -> Heading | None:
    """A heading that its numbering shows: 第三章, 第十条, 一、, （一）, 1.

    >>> numbered_heading("第十条　本办法自公布之日起施行。")
    Heading(title='第十条', level=14, whole=False)
    >>> numbered_heading("（二）加强队伍建设。各单位要认真落实。").title
    '（二）加强队伍建设'
    """
    line = line.strip()
    law = _LAW.match(line)
    if law:
        level = _LAW_LEVELS[law[2]]
        if law[2] in "条條":
            return Heading(law[1], level, False)
        return Heading(line, level, True) if len(line) <= _LONGEST_HEADING else None
    number = numbered_level(line)
    return _numbered(line, number) if number else None


def _numbered(line: str, level: int) -> Heading | None:
    if len(line) <= _LONGEST_HEADING and not _SENTENCE_END.search(line):
        return Heading(line, level, True)
    clause = _FIRST_CLAUSE.match(line)
    if clause and level <= 22:
        return Heading(clause[0].rstrip("。"), level, len(line) == clause.end())
    return None


def numbered_level(line: str) -> int | None:
    """The level that a line's number belongs to, whether or not the line is or has a heading.

    >>> numbered_level("五、桥北改为步行街，货车绕行"), numbered_level("桥北改为步行街")
    (21, None)
    """
    return next((level for level, pattern in _NUMBERED if pattern.match(line)), None)


def is_item(heading: Heading, path: tuple[Heading, ...]) -> bool:
    """Whether a numbered line is an item of the article (条) that it stands in, and no section."""
    return heading.level > ARTICLE and any(open_.level == ARTICLE for open_ in path)


def leave(path: tuple[Heading, ...], level: int) -> tuple[Heading, ...]:
    """The path outside of the sections of a level and of those below it."""
    return tuple(open_ for open_ in path if open_.level < level)


def nest(path: tuple[Heading, ...], heading: Heading) -> tuple[Heading, ...]:
    """The path of open sections once `heading` has been read."""
    return (*leave(path, heading.level), heading)
