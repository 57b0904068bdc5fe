"""What stands in the way of reading, taken out: the rules that make a document's text readable.

Each rule is one pattern and what takes its place. What is lost to it stays in the document, and
every character that is left knows where it stood.
"""

from __future__ import annotations

import html
import re

from .clean import CleanText
from .mojibake import without_mojibake
from .wrapping import wrapped_breaks

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_READING = rf"[a-zü]{{0,4}}[{_TONED}][a-zü]{{0,3}}"
_LIST_MARK = (
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]"
    r"|第[一二三四五六七八九十百零\d]+[编章节条]"
)
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH_ALNUM = "".join(char for char, half in _FULL_WIDTH.items() if half.isalnum())

_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff]"), ""),
    # 關(guān)注, and what a converter left of it where the character itself was lost: 兼?zhèn)?
    (re.compile(rf"(?<=[{_HAN}])[（(]{_READING}[）)]"), ""),
    (re.compile(rf"(?<=[?？\ufffd]){_READING}[）)]"), ""),
    (re.compile(r"[ \t\u00a0\u3000]+"), " "),
    (re.compile(r" ?\n[\n ]*"), "\n"),
    (re.compile(r"\A[\n ]+|[\n ]+\Z"), ""),
    # A line that ends inside a sentence goes on in the next one, unless that begins a list item.
    (re.compile(rf"(?<=[{_HAN}”’」』）)\w][，,、；;])\n(?!{_LIST_MARK})"), ""),
)
_ENTITY = re.compile(r"[&?]((?:[lr][sd]quo|nbsp|amp|lt|gt|quot|hellip|mdash|ndash|middot|times);)")
_NUMERIC_ENTITY = re.compile(r"&#(?:\d{2,7}|x[0-9a-fA-F]{2,6});")


def readable(text: str) -> CleanText:
    """The text of a document as one reads it, paragraphs on lines of their own.

    >>> readable("關(guān)注&ldquo;民生&rdquo;，\\n２０２３年").text
    '關注“民生”，2023年'
    """
    clean = without_mojibake(text)
    for char in sorted(set(text) & set(_FULL_WIDTH_ALNUM)):
        clean = clean.replace(re.compile(char), _FULL_WIDTH[char])
    clean = _unwrapped(_without_entities(clean).replace(_LINE_END, "\n"))
    for pattern, replacement in _RULES:
        clean = clean.replace(pattern, replacement)
    return clean


def _unwrapped(clean: CleanText) -> CleanText:
    """Lines that were broken at a width joined again, Western words with a space between."""
    text = clean.text
    return clean.edit(
        (place, place + 1, " " if text[place - 1].isascii() and text[place + 1].isascii() else "")
        for place in wrapped_breaks(text)
    )


def _without_entities(clean: CleanText) -> CleanText:
    """With the characters that entities stand for; what stands for none that is allowed is gone."""
    clean = clean.edit(
        (*match.span(), html.unescape("&" + match[1])) for match in _ENTITY.finditer(clean.text)
    )
    return clean.edit(
        (*match.span(), html.unescape(match[0])) for match in _NUMERIC_ENTITY.finditer(clean.text)
    )
