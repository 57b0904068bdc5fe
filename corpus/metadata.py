"""Title, date, source, author and address, from the lines around a text that give them."""

from __future__ import annotations

import re
from pathlib import PurePath

from .furniture import furniture
from .readable import readable
from .script import simplified

_EDGE_LINES = 8  # such lines stand at the beginning or at the end
_LONGEST_TITLE = 60
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|年(\d{1,2})月(\d{1,2})日)"
)
_VALUE = r"([^\s|,，;；:：()（）【】\[\]]{2,20})(?=\s|$|[|,，;；)）】\]])"
_LABELLED = {  # matched in Simplified text
    "source": re.compile(rf"(?:来源|稿源)\s*[:：]\s*{_VALUE}"),
    "author": re.compile(rf"(?:作者|撰文|记者)\s*[:：]\s*(?:本[刊报网]记者\s*)?{_VALUE}"),
    "editor": re.compile(rf"(?:责任编辑|编辑|责编)\s*[:：]\s*{_VALUE}"),
}
_SIGNED = re.compile(r"[（(]作者\s*[:：]\s*([^()（）]{2,20})[)）]\s*$")
_ROLE = re.compile(r"[（(]作者(?:系|为|是|单位\s*[:：])\s*([^()（）]{4,40})[)）]\s*$")
_OFFICE = r"(?:书记|主任|部长|县长|市长|省长|区长|局长|厅长|主席|院长|校长|董事长|总经理)"
_BY_OFFICE = re.compile(rf"([\u4e00-\u9fff]{{2,20}}{_OFFICE})\s+([\u4e00-\u9fff]{{2,4}})")
_URL = re.compile(r"https?://[^\s<>\"'，。；）】]+")
_SENTENCE_END = re.compile(r"[。！？；：，、,;:]$")
_SITE = re.compile(r"\s*[-_|—]\s*[^-_|—\s]{2,12}(?:网|在线|日报|晚报|客户端|門戶|网站)$")


def edge_metadata(text: str) -> dict[str, str]:
    """What the first and last lines say of the text: `date` (ISO 8601), `source`, `author`,
    `author_role`, `editor`, `url`.

    >>> edge_metadata("题目\\n2019年3月5日 来源:某报\\n正文。\\n(作者:某甲)")
    {'date': '2019-03-05', 'source': '某报', 'author': '某甲'}
    """
    lines = readable(text).text.split("\n")
    found: dict[str, str] = {}
    for line in lines[:_EDGE_LINES] + lines[_EDGE_LINES:][-_EDGE_LINES:]:
        if len(line) < 120:
            _from_short_line(line, found)
        _from_signature(line, found)
    return found


def _from_short_line(line: str, found: dict[str, str]) -> None:
    date = iso_date(line) if len(line) < 80 else None
    if date:
        found.setdefault("date", date)
    for name, pattern in _LABELLED.items():
        match = pattern.search(simplified(line))
        if match:
            found.setdefault(name, line[match.start(1) : match.end(1)])
    signed = _BY_OFFICE.fullmatch(line)
    if signed:
        found.setdefault("author", signed[2])
        found.setdefault("author_role", signed[1])
    url = _URL.search(line)
    if url:
        found.setdefault("url", url[0])


def _from_signature(line: str, found: dict[str, str]) -> None:
    """`(作者:某甲)` and `(作者系某局局长)`, which may end the last paragraph."""
    for name, pattern in (("author", _SIGNED), ("author_role", _ROLE)):
        match = pattern.search(simplified(line))
        if match:
            found.setdefault(name, line[match.start(1) : match.end(1)])


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
    """The first line that could be a title, without the site's name, else the file's name.

    A line that is a whole sentence counts only when the page repeats it.

    >>> first_line_title("守初心 担使命\\n正文。", "a.txt")
    '守初心 担使命'
    >>> first_line_title("正文开始。", "旧桥.txt")
    '旧桥'
    """
    lines = readable(text[:4000]).text.split("\n")
    aside = furniture(lines)
    for number, line in enumerate(lines[:4]):
        repeated = line in lines[number + 1 : number + 4]
        if number in aside or not 2 <= len(line) <= _LONGEST_TITLE or iso_date(line):
            continue
        if repeated or not _SENTENCE_END.search(line):
            return _SITE.sub("", line)
    return PurePath(path).stem
