"""Sentences of Chinese, Japanese and Western text."""

from __future__ import annotations

import re

_CLOSING = r"[”’」』）)】》〉\"'］\]｝}]"
_END = re.compile(
    rf"(?:[。！？!?…；]++{_CLOSING}*+(?![、，,])"  # 。 “。” ！） and not 兼?、 or “好！”，
    rf"|;(?=\s|[^\x00-\x7f]|$){_CLOSING}*"  # ; in Chinese text, not in code
    rf"|\.{_CLOSING}*(?=\s+[^\sa-z0-9]|\s*$)"
    r"|\n)"
)
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Fig|No|St|Sr|Jr|vs|Art|Vol|pp?)\.\Z")
_CLAUSE = re.compile(r"[，,、：:；;]|\s")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans that tile `text` without its outer white space; each holds one sentence.

    A span ends after the closing quotes and brackets that follow a full stop, and takes the white
    space before the next sentence with it only as a gap between spans.

    A sentence does not begin with a comma: what stands before one goes on.

    >>> text = "他说：“好。”走了！“真的？”，她问。 See Fig. 2. End"
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['他说：“好。”', '走了！', '“真的？”，她问。', 'See Fig. 2.', 'End']
    """
    spans = []
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text, start, match.end()):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    trimmed = (_trim(text, a, b) for a, b in spans)
    return [(a, b) for a, b in trimmed if a < b]


def clause_spans(text: str, longest: int) -> list[tuple[int, int]]:
    """Pieces of at most `longest` characters, cut after a clause where there is one.

    >>> text = "甲乙，丙丁戊己庚"
    >>> [text[a:b] for a, b in clause_spans(text, 4)]
    ['甲乙，', '丙丁戊己', '庚']
    """
    spans = []
    start = 0
    while len(text) - start > longest:
        cuts = [m.end() for m in _CLAUSE.finditer(text, start, start + longest)]
        end = cuts[-1] if cuts and cuts[-1] > start else start + longest
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    trimmed = (_trim(text, a, b) for a, b in spans)
    return [(a, b) for a, b in trimmed if a < b]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
