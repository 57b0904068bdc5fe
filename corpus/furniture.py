"""Lines of a web page that are not its text: navigation, disclaimers, contacts, widgets.

Precision first: a line is set aside only for what it plainly says of itself, and what could be a
sentence of the text stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .script import fold

_EDGE = 8  # lines from the beginning and from the end in which a page's own lines stand
_LONGEST = 160  # characters; what is longer is text, but for a disclaimer

_LABEL = (
    r"(?:发布时间|发布日期|发表时间|时间|日期|来源|稿源|作者|责任编辑|编辑|责编|校对|审核|浏览量|浏览次数|浏览|"
    r"点击率|点击数|点击量|点击|阅读量|阅读|访问量|字号|字体|关键词|供稿)"
)
_CLOCK = r"\d\d?:\d\d(?::\d\d)?"
_LABELLED = re.compile(rf"{_LABEL}\s*[:：]\s*[^\s|:：，,。！？]{{0,24}}(?:\s+{_CLOCK})?")
_TIME = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d\d?:\d\d(?::\d\d)?)?")
_HAN = re.compile(r"[\u3400-\u9fff]")

_NAVIGATION = re.compile(
    r"(?:您|你)?(?:的|现在的|所在的?)?(?:当前)?位置(?:\s|[:：>»])|(?:首页|主页)\s*[->»›→/|]|"
    r"(?:上一篇|下一篇|上一页|下一页|返回(?:首页|顶部|列表))"
)
_DISCLAIMER = re.compile(
    r"[^。！？，,]{0,16}(?:免责声明|版权声明|版权及免责声明|特别声明)\s*[:：]|"
    r"(?:copyright\s*)?(?:©|\(c\))|[^。]{0,20}版权所有"
)
_REPRINT = re.compile(
    r"[^。]{0,12}转载[^。]{0,12}(?:注明|标明|保留)[^。]{0,12}(?:出处|来源|作者|链接)"
)
_WIDGET = re.compile(
    r"(?:友荐云推荐|热网推荐|热门推荐|热点推荐|热门文章|热点新闻|热点排行|相关推荐|相关阅读|相关文章|相关新闻|"
    r"推荐阅读|推荐访问|推荐文章|猜你喜欢|大家都在看|延伸阅读|更多精彩|扫一扫|扫描二维码|分享到|分享至|"
    r"标签\s*[:：]|关键词\s*[:：])"
)
_CONTACT = re.compile(
    r"(?:客服|投稿|热线|电话|邮箱|联系|传真|qq|微信)[^。！？]{0,12}[:：]?\s*"
    r"(?:[\w.]+@[\w.]+|(?:\d[\d-]{6,}))"
)
_EDITOR = re.compile(
    r"[【\[(（]\s*(?:责任编辑|责编|编辑|记者|校对)\s*[:：][^】\])）]{0,20}[】\])）]\s*"
)
_SENTENCE = re.compile(r"[。！？!?]")


def furniture(lines: Sequence[str]) -> dict[int, str]:
    """Numbers of the lines that are furniture, each with the reason.

    Args:
        lines: readable lines of a whole document, in order.
    """
    found: dict[int, str] = {}
    title: str | None = None
    last = len(lines)
    for number, line in enumerate(lines):
        folded = fold(line).strip()
        at_edge = number < _EDGE or number >= last - _EDGE
        reason = _reason(folded) if at_edge else None
        if reason is None and number < _EDGE and folded == title:
            reason = "repeated title"
        if reason:
            found[number] = reason
        elif title is None and not folded.endswith("。"):
            title = folded
    return found


def _reason(line: str) -> str | None:
    if _DISCLAIMER.match(line):
        return "disclaimer"
    if len(line) > _LONGEST:
        return None
    for pattern, reason in (
        (_NAVIGATION, "navigation"),
        (_REPRINT, "reprint notice"),
        (_WIDGET, "widget"),
    ):
        if pattern.match(line):
            return reason
    if _EDITOR.fullmatch(line):
        return "editor"
    if _CONTACT.search(line) and not _is_sentence(line):
        return "contact"
    return "byline" if _is_byline(line) else None


def _is_sentence(line: str) -> bool:
    """Whether a line with an address in it still reads as text: it has long sentences."""
    return any(len(part) > 30 and "," in part.replace("，", ",") for part in _SENTENCE.split(line))


def _is_byline(line: str) -> bool:
    """Whether a line is made of labels like 来源: and times, and of little else."""
    rest = _TIME.sub("", _LABELLED.sub("", line))
    return (
        bool(_LABELLED.search(line)) and len(_HAN.findall(rest)) <= 8 and not _SENTENCE.search(rest)
    )
