"""What a question asks for beside its meaning: phrases it requires, words it excludes.

    什么是“四个自信” -讲话

requires 四个自信 verbatim and leaves out every passage that holds 讲话. Straight and curly double
quotes, 「」 and 『』 require; a hyphen or minus in front of a word or a quoted phrase excludes. It
excludes only where a new word could begin (at the beginning, after a space) and a letter or a
quotation mark follows at once: `2019-2020`, `GB/T 7714-2015`, `state-of-the-art`, `-5℃` and
`- a list` exclude nothing. A quotation mark without its partner is a character like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = r"「([^「」]+)」|『([^『』]+)』|“([^“”]+)”|[\"＂]([^\"＂]+)[\"＂]"
_EXCLUDED = re.compile(
    rf"(?<!\S)[-－﹣‐‑−](?:{_QUOTED}|([^\W\d_][^\s，。？！；：、,;!?“”\"＂「」『』]*))"
)
_REQUIRED = re.compile(_QUOTED)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood.

    text:     what is asked, without the exclusions; quoted phrases are part of it
    required: phrases that a passage must hold
    excluded: words and phrases that it must not hold
    """

    text: str
    required: tuple[str, ...]
    excluded: tuple[str, ...]

    @property
    def beside_phrases(self) -> bool:
        """Whether there are words beside the phrases that it requires."""
        return re.search(r"\w", _REQUIRED.sub("", self.text)) is not None


def parse(typed: str) -> Question:
    """A question as typed, understood; whitespace is touched only around an exclusion.

    >>> parse('什么是“四个自信” -讲话 -"工作 报告"')
    Question(text='什么是“四个自信”', required=('四个自信',), excluded=('讲话', '工作 报告'))
    >>> parse("2019-2020年的气温 -5℃").excluded
    ()
    """
    excluded = _phrases(_EXCLUDED, typed)
    text = " ".join(_EXCLUDED.sub(" ", typed).split()) if excluded else typed.strip()
    return Question(text, _phrases(_REQUIRED, text), excluded)


def _phrases(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    """What the pattern's groups caught, each once, in order; nothing of what is only signs."""
    caught = (next(filter(None, match.groups())).strip() for match in pattern.finditer(text))
    return tuple(dict.fromkeys(phrase for phrase in caught if re.search(r"\w", phrase)))
