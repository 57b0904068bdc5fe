"""What a passage stands under, in one line: a sentence alone seldom says what it is about."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 60  # characters of a title or a heading
_NEAR = 80  # characters at the beginning of a passage in which its own heading may stand


def context(title: str, section: Sequence[str], text: str) -> str:
    """The document's title and the headings above a passage, without what its text begins with.

    >>> context("食堂办法", ["第二章 选址", "第三条"], "第三条 食堂应当临街。")
    '食堂办法 › 第二章 选址'
    """
    beginning = text[: _LONGEST + _NEAR]
    parts = [part.replace("_", " ").strip()[:_LONGEST] for part in (title, *section)]
    return " › ".join(dict.fromkeys(part for part in parts if part and part not in beginning))
