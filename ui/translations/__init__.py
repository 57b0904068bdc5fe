"""Every string that the page shows, a file for each language."""

from __future__ import annotations

import re
from typing import Final, Literal

from .en import EN
from .reasons import reason_words
from .texts import Texts
from .zh import ZH

__all__ = [
    "LANGUAGES",
    "TEXTS",
    "Language",
    "Texts",
    "known_language",
    "preferred_language",
    "reason_words",
]

Language = Literal["zh", "en"]
TEXTS: Final[dict[Language, Texts]] = {"zh": ZH, "en": EN}
LANGUAGES: Final[tuple[tuple[str, Language], ...]] = (("中文", "zh"), ("English", "en"))

_ACCEPTED = re.compile(r"\s*([a-zA-Z]+)[\w-]*\s*(?:;\s*q\s*=\s*([\d.]+))?\s*$")


def preferred_language(accept_language: str | None) -> Language:
    """The language that a browser's Accept-Language asks for; Chinese where that is unclear.

    >>> preferred_language("en-GB,en;q=0.9,zh;q=0.8"), preferred_language("fr,zh;q=0.5,en;q=0.4")
    ('en', 'zh')
    >>> preferred_language(None), preferred_language("de")
    ('zh', 'zh')
    """
    weights: dict[str, float] = {}
    for part in (accept_language or "").split(","):
        match = _ACCEPTED.match(part)
        if match:
            weights.setdefault(match[1].lower(), _weight(match[2]))
    return "en" if weights.get("en", 0.0) > weights.get("zh", 0.0) else "zh"


def known_language(value: object) -> Language:
    """A language that came from outside; Chinese where it is none of ours."""
    return "en" if value == "en" else "zh"


def _weight(text: str | None) -> float:
    try:
        return 1.0 if text is None else float(text)
    except ValueError:
        return 0.0
