"""Which passages hold a phrase verbatim, whatever its script, width and case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from corpus import fold

from ..collection.collection import Collection

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_WESTERN = re.compile(r"[a-z0-9]+")
_AT_ONCE = 5000  # passages whose texts are in memory at one time


def holds(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, folded; a Western word or a number is held only whole.

    >>> holds("四個自信與ＡＩ", "四个自信"), holds("四个自信与AI", "ＡＩ"), holds("maid", "AI")
    (True, True, False)
    """
    return bool(_pattern(phrase).search(_plain(text)))


def rows_holding(collection: Collection, phrase: str) -> set[int]:
    """Rows of all passages that hold the phrase.

    The word index narrows: every pair of neighbouring characters of the phrase is a term of it,
    and a single character or Western word is within one. What is left is read, because a passage is
    indexed with its title and headings, which do not count here.
    """
    plain = _plain(phrase)
    rows = _narrowed(collection, plain)
    if rows is None:
        rows = set(collection.store.passage_rows().tolist())
    pattern = _pattern(phrase)
    as_it_is = bool(_HAN.fullmatch(plain))  # then no folding is needed where it stands so already
    return {
        row
        for row, text in _texts(collection, rows)
        if (as_it_is and plain in text) or pattern.search(_plain(text))
    }


def _narrowed(collection: Collection, plain: str) -> set[int] | None:
    """Rows whose terms do not rule the phrase out; None where it has nothing to narrow by."""
    pairs = {f"{a}·{b}" for run in _HAN.findall(plain) for a, b in pairwise(run)}
    within = {run for run in _HAN.findall(plain) if len(run) == 1} | set(_WESTERN.findall(plain))
    if not pairs and not within:
        return None
    return set(collection.words.rows_with(pairs, within))


def _texts(collection: Collection, rows: Iterable[int]) -> Iterator[tuple[int, str]]:
    wanted = sorted(rows)
    for first in range(0, len(wanted), _AT_ONCE):
        yield from collection.store.texts(wanted[first : first + _AT_ONCE]).items()


def _plain(text: str) -> str:
    """Folded, every stretch of whitespace one space."""
    return " ".join(fold(text).split())


def _pattern(phrase: str) -> re.Pattern[str]:
    plain = _plain(phrase)
    before = r"(?<![a-z0-9])" if _WESTERN.match(plain) else ""
    after = r"(?![a-z0-9])" if _WESTERN.match(plain[-1:]) else ""
    return re.compile(f"{before}{re.escape(plain)}{after}")
