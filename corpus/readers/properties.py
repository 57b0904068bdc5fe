"""What an office program wrote about a document, without what it wrote for want of better."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PROGRAM = re.compile(r"^(?:Microsoft (?:Office )?(?:Word|Excel|PowerPoint)|WPS \w+)\s*-\s*", re.I)
_SUFFIX = re.compile(r"\.(?:docx?|wps|rtf|pdf|indd|tex|dvi|qxd|xlsx?|pptx?|html?)$", re.I)
_NO_TITLE = re.compile(
    r"(?:untitled|无标题|無標題|document|文档|文檔|新建(?: microsoft)?(?: word)?[ ]?文档|幻灯片"
    r"|slide|presentation|powerpoint(?: presentation| 演示文稿)?|book|工作簿|word[ ]?文档)"
    r"[\d ()._-]*|\d{0,4}|[\x00-\x7f]{0,3}",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:administrator|admin|user|owner|unknown|author|作者|微软用户|windows 用户|用户|pc|hp|lenovo"
    r"|dell|microsoft|python-docx|openpyxl|微软中国|番茄花园|雨林木风|microsoft office user)\d*",
    re.IGNORECASE,
)
_PDF_DATE = re.compile(r"^D?:?(\d{4})(\d{2})(\d{2})")
_ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")


def title_of(value: str | None) -> str | None:
    """The title, unless a program made it up.

    >>> title_of("Microsoft Word - 年度报告.doc"), title_of("文档1"), title_of("无标题")
    ('年度报告', None, None)
    """
    title = _SUFFIX.sub("", _PROGRAM.sub("", _one_line(value))).strip()
    return None if _NO_TITLE.fullmatch(title) else title


def author_of(value: str | None) -> str | None:
    """The author, unless it is the name of a computer's account."""
    author = _one_line(value)
    return None if not author or _NO_AUTHOR.fullmatch(author) else author


def date_of(value: str | None) -> str | None:
    """The day of a PDF's date (D:20230305120000+08'00') or an ISO 8601 one, as YYYY-MM-DD."""
    text = _one_line(value)
    match = _PDF_DATE.match(text) or _ISO_DATE.match(text)
    if not match or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return f"{match[1]}-{match[2]}-{match[3]}"


def metadata_of(author: str | None, date: str | None) -> Mapping[str, str]:
    """`author` and `date`, those of them that say something."""
    fields = {"author": author_of(author), "date": date_of(date)}
    return {name: value for name, value in fields.items() if value}


def _one_line(value: str | None) -> str:
    return " ".join((value or "").replace("\x00", "").split())
