"""Edits of texts whose effect is known, made by rule.

A rewording here is what rules can do: a word for another of the same meaning from the list below,
and the clauses before and after the first comma of a sentence exchanged. It is less than what a
writer does who says a thing anew; the pairs it makes still share much of their wording. So a figure
measured on these says that a small rewording is seen for what it is, no more.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import pairwise

from corpus import numerals
from corpus.sentences import sentence_spans

_WORDS = {
    "因为": "由于",
    "因為": "由於",
    "但是": "然而",
    "可以": "能够",
    "许多": "不少",
    "許多": "不少",
    "目前": "现在",
    "位于": "坐落于",
    "位於": "坐落於",
    "成为": "变成",
    "成為": "變成",
    "包括": "包含",
    "建立": "创办",
    "主要": "首要",
    "重要": "关键",
    "开始": "着手",
    "開始": "著手",
    "使用": "采用",
    "认为": "觉得",
    "認為": "覺得",
    "非常": "十分",
    "通常": "一般",
    "由于": "因为",
    "例如": "比如",
    "同时": "与此同时",
    "同時": "與此同時",
    "虽然": "尽管",
    "雖然": "儘管",
    "大约": "约莫",
    "人们": "大家",
    "之后": "以后",
    "之後": "以後",
    "如果": "假如",
    "为了": "为",
    "pero": "sin embargo",
    "también": "asimismo",
    "muchos": "numerosos",
    "muchas": "numerosas",
    "además": "por otra parte",
    "aunque": "si bien",
    "debido a": "a causa de",
    "comenzó": "empezó",
    "después": "más tarde",
    "antes": "anteriormente",
    "durante": "a lo largo de",
    "entre": "en medio de",
    "principal": "más importante",
    "grande": "enorme",
    "para": "a fin de",
    "según": "de acuerdo con",
}
_WORD = re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in _WORDS))
_CLAUSES = re.compile(r"([^，,]{5,}?)([，,])\s?([^，,]{5,}?)([。.；;!！?？]?)")


@dataclass(frozen=True, slots=True)
class Edit:
    """A text before and after; `old` became `new`: sentences or, in `renumbered`, numbers."""

    kind: str
    before: str
    after: str
    old: str
    new: str


def sentences(text: str) -> list[str]:
    """The sentences with the white space that follows them."""
    starts = [start for start, _ in sentence_spans(text)]
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]


def dropped(text: str, chance: random.Random) -> Edit | None:
    """One sentence is gone."""
    parts = sentences(text)
    at = chance.randrange(len(parts))
    after = parts[:at] + parts[at + 1 :]
    return _edit("dropped", text, after, parts[at])


def swapped(text: str, chance: random.Random) -> Edit | None:
    """Two neighbours have changed places; `old` and `new` are the two."""
    parts = [part.strip() + " " for part in sentences(text)]
    at = chance.randrange(len(parts) - 1)
    after = [*parts[:at], parts[at + 1], parts[at], *parts[at + 2 :]]
    return _edit("swapped", text, after, parts[at], parts[at + 1])


def _edit(kind: str, before: str, after: list[str], old: str, new: str = "") -> Edit | None:
    """None where the sentences would not end where they ended before."""
    joined = "".join(after).strip()
    if [part.strip() for part in sentences(joined)] != [part.strip() for part in after]:
        return None
    return Edit(kind, before, joined, old.strip(), new.strip())


def reworded(text: str, chance: random.Random) -> Edit | None:
    """One sentence says the same otherwise; None where no rule fits any."""
    parts = sentences(text)
    for at in chance.sample(range(len(parts)), len(parts)):
        new = reword(parts[at])
        if new != parts[at]:
            return _edit("reworded", text, [*parts[:at], new, *parts[at + 1 :]], parts[at], new)
    return None


def reword(sentence: str) -> str:
    """Every rule that fits.

    >>> reword("因为桥很重要，人们都来了。")
    '大家都来了，由于桥很关键。'
    """
    changed = _WORD.sub(lambda match: _WORDS[match[0]], sentence)
    clauses = _CLAUSES.fullmatch(changed.rstrip())
    if clauses:
        first, comma, second, end = clauses.groups()
        changed = f"{second}{comma}{first}{end}" + changed[len(changed.rstrip()) :]
    return changed


def renumbered(text: str, chance: random.Random) -> Edit | None:
    """A digit of one Arabic number is another; None where the text has none."""
    parts = sentences(text)
    for at in chance.sample(range(len(parts)), len(parts)):
        found = [one for one in numerals(parts[at]) if parts[at][one.start].isdecimal()]
        if found:
            one = chance.choice(found)
            digits = re.compile(r"\d+").search(parts[at], one.start)
            assert digits is not None
            place = digits.end() - 1
            digit = str((int(parts[at][place]) + chance.randrange(1, 9)) % 10)
            new = parts[at][:place] + digit + parts[at][place + 1 :]
            after = [*parts[:at], new, *parts[at + 1 :]]
            span = slice(one.start, one.end)
            return _edit("renumbered", text, after, parts[at][span], new[span])
    return None
