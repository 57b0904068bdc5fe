"""Passages that only name what comes after them: a headline, with its date and author."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus import fold, width

LONGEST = 60  # units of `width`; a longer passage says something
_SAYS = re.compile(r"[。！？；!?;]|[.:：](?:\s|$)")


def is_headline(text: str, titles: Iterable[str]) -> bool:
    r"""Whether a passage is no more than one of the titles that it stands under, and lines beside
    it that say nothing.

    >>> is_headline("# 石桥通行\n2023年3月18日 记者 田小禾", ["石桥通行"])
    True
    >>> is_headline("石桥通行\n石桥今天通行。", ["石桥通行"]), is_headline("石桥通行", ["灯塔守则"])
    (False, False)
    """
    if width(text) > LONGEST:
        return False
    lines = [line.strip("# \t\u3000") for line in text.splitlines()]
    first, *others = list(filter(None, lines)) or [""]
    named = _plain(first) in {_plain(title) for title in titles}
    return named and not any(_SAYS.search(line) for line in others)


def _plain(title: str) -> str:
    return "".join(fold(title).split())
