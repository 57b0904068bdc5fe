"""Title, date, source, author and address, from the lines around a text that give them."""

from __future__ import annotations

import re
from pathlib import PurePath

from .readable import readable

_EDGE_LINES = 8  # such lines stand at the beginning or at the end
_LONGEST_TITLE = 60
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|年(\d{1,2})月(\d{1,2})日)"
)
_LABELLED = {
    "source": re.compile(r"(?:来源|來源|稿源)\s*[:：]\s*([^\s|,，;；]{2,40})(?=\s|$|[|,，;；])"),
    "author": re.compile(
        r"(?:作者|撰文|記者|记者)\s*[:：]\s*([^\s|,，;；()（）:：]{2,20})(?=\s|$|[|,，;；)）])"
    ),
    "editor": re.compile(r"(?:责任编辑|責任編輯|编辑|編輯)\s*[:：]\s*([^\s|,，;；】\]:：]{2,20})"),
}
_URL = re.compile(r"https?://[^\s<>\"'，。；）】]+")
_SENTENCE_END = re.compile(r"[。！？；：，、,;:…]$")


def edge_metadata(text: str) -> dict[str, str]:
    """`date` (ISO 8601), `source`, `author`, `editor`, `url` where the text's edges give them."""
    lines = readable(text).text.split("\n")
    short = [
        line for line in lines[:_EDGE_LINES] + lines[_EDGE_LINES:][-_EDGE_LINES:] if len(line) < 120
    ]
    found: dict[str, str] = {}
    for line in short:
        for name, pattern in _LABELLED.items():
            match = pattern.search(line)
            if match:
                found.setdefault(name, match[1])
        date = iso_date(line) if len(line) < 80 else None
        if date:
            found.setdefault("date", date)
        url = _URL.search(line)
        if url:
            found.setdefault("url", url[0])
    return found


def iso_date(text: str) -> str | None:
    """The first date in a line, as YYYY-MM-DD.

    >>> iso_date("时间:2022-03-20 00:05:56"), iso_date("2019年3月5日"), iso_date("2019/13/45")
    ('2022-03-20', '2019-03-05', None)
    """
    for year, month, day, han_month, han_day in _DATE.findall(text):
        m, d = int(month or han_month), int(day or han_day)
        if 1 <= m <= 12 and 1 <= d <= 31:
            return f"{year}-{m:02}-{d:02}"
    return None


def first_line_title(text: str, path: str) -> str:
    """The first line that could be a title, else the file's name.

    >>> first_line_title("守初心 担使命\\n正文。", "a.txt")
    '守初心 担使命'
    >>> first_line_title("正文开始。", "旧桥.txt")
    '旧桥'
    """
    for line in readable(text[:2000]).text.split("\n")[:3]:
        looks_like_one = 2 <= len(line) <= _LONGEST_TITLE and not _SENTENCE_END.search(line)
        if looks_like_one and not _BREADCRUMB.search(line) and not iso_date(line):
            return line
    return PurePath(path).stem


_BREADCRUMB = re.compile(r"您的位置|当前位置|當前位置|首页|首頁|[>»]|\w@\w|电话|電話|热线|熱線")
