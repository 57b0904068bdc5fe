"""Text to Markdown, CSV and Word that means itself there."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&!$^])")
_BEGINS = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")
_SCHEME = re.compile(r"(?i)(https?|ftp|mailto|www)([:.])")
_UNPRINTABLE = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def markdown(text: str) -> str:
    """One line of text that Markdown shows as it stands.

    >>> markdown("1. <b> [a](b) *c*")
    '1\\\\. \\\\<b\\\\> \\\\[a\\\\](b) \\\\*c\\\\*'
    """
    line = _SIGNS.sub(r"\\\1", printable(" ".join(text.split())))
    line = _SCHEME.sub(r"\1\\\2", line)
    return _BEGINS.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", line)


def markdown_quote(text: str) -> str:
    """A block quote, one line of the text a line of it.

    >>> print(markdown_quote("甲\\n\\n  乙"))
    > 甲
    >
    > 乙
    """
    lines = [f"> {markdown(line)}".rstrip() for line in text.splitlines()]
    for number, below in enumerate(lines[1:]):
        if ">" not in (lines[number], below):
            lines[number] += "  "  # a line break, where Markdown would join the lines
    return "\n".join(lines)


def cell(text: str) -> str:
    """Text that a spreadsheet takes for text: an apostrophe stands before what it would compute.

    >>> cell("=1+1"), cell("1+1"), cell(" @a")
    ("'=1+1", '1+1', "' @a")
    """
    safe = printable(text)
    return f"'{safe}" if safe.lstrip(" ").startswith(_FORMULA) else safe


def printable(text: str) -> str:
    """Text without the characters that XML and text files cannot hold, each as U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)
