"""Characters as they are written, for the forms that fonts in PDF files give in their stead.

Many PDF programs name the glyph of 人 by the radical U+2F08 that shares it, so that a search for
人 does not find it; and the glyph of "fi" by the ligature U+FB01.
"""

from __future__ import annotations

import re
import unicodedata

# Those of CJK Radicals Supplement that Unicode does not decompose and that fonts share.
_SHARED = dict(
    zip(
        "⺠⻁⻄⻅⻆⻇⻉⻋⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
        "民虎西见角角贝车长长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)
_FORM = re.compile(r"[\u2e80-\u2fd5\ufb00-\ufb06]")


def as_written(text: str) -> str:
    """The text with ordinary characters for radicals and ligatures.

    >>> as_written("⼈⺠的⻓城"), as_written("ﬁle")
    ('人民的长城', 'file')
    """
    return _FORM.sub(_character, text)


def _character(form: re.Match[str]) -> str:
    return _SHARED.get(form[0]) or unicodedata.normalize("NFKC", form[0])
