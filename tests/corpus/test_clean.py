import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import CleanText
from corpus.readable import readable


def test_a_replacement_stands_for_its_match() -> None:
    clean = CleanText.of("a&amp;b").replace(re.compile("&amp;"), "&")
    assert clean.text == "a&b"
    assert clean.spans.tolist() == [[0, 1], [1, 2], [6, 7]]


def test_what_a_replacement_keeps_keeps_its_place() -> None:
    clean = CleanText.of("xab--cdy").replace(re.compile("ab--cd"), "abcd")
    assert clean.text == "xabcdy"
    assert clean.spans[:, 0].tolist() == [0, 1, 2, 5, 6, 7]


def test_a_new_character_in_the_middle_stands_for_what_it_replaces() -> None:
    clean = CleanText.of("a \n b").replace(re.compile(" \n "), "_")
    assert clean.spans.tolist() == [[0, 1], [1, 4], [4, 5]]


def test_a_deletion_leaves_a_gap() -> None:
    clean = CleanText.of("關(guān)注").replace(re.compile(r"\(guān\)"), "")
    assert clean.text == "關注"
    assert clean.spans.tolist() == [[0, 1], [7, 8]]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("關(guān)注民生", "關注民生"),
        ("發（fā）展", "發展"),
        ("兼?zhèn)?、以德為先", "兼??、以德為先"),
        ("他说&ldquo;好&rdquo;", "他说“好”"),
        ("當(dāng)?shù)?ldquo;上”進(jìn)心", "當?“上”進心"),
        ("&#20013;&#x56FD;", "中国"),
        ("C:&#92;1 与 &#92;g&lt;0>", "C:\\1 与 \\g<0>"),  # what looks like a template is none
        ("２０２３年ＡＢＣ，全角标点！", "2023年ABC，全角标点！"),
        ("您的位置  中山资讯\u3000新闻", "您的位置 中山资讯 新闻"),
        ("第一行\r\n\r\n  第二行\n", "第一行\n第二行"),
        ("失落感;\n二是服务缺失", "失落感;二是服务缺失"),
        ("（一）甲；\n（二）乙；", "（一）甲；\n（二）乙；"),
        ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
        ("f(x) = sin(x), 见图(b)", "f(x) = sin(x), 见图(b)"),
        ("徽?？與\ufffd", "徽?？與\ufffd"),
    ],
)
def test_what_is_taken_out_and_what_is_not(raw: str, text: str) -> None:
    assert readable(raw).text == text


@given(st.text(alphabet="關注(guān)?&ldquo; \n\r；，。a1Ａ\u200b", max_size=60))
def test_spans_are_ordered_and_inside_the_text(raw: str) -> None:
    clean = readable(raw)
    assert clean.spans.shape == (len(clean.text), 2)
    if clean.text:
        assert (clean.spans[:, 0] < clean.spans[:, 1]).all()
        assert (np.diff(clean.spans[:, 0]) >= 0).all()
        assert clean.spans[-1, 1] <= len(raw)


@given(st.text(max_size=80))
def test_a_character_that_was_not_touched_is_the_documents(raw: str) -> None:
    clean = readable(raw)
    for char, (start, end) in zip(clean.text, clean.spans.tolist(), strict=True):
        assert (
            end - start > 1
            or char == raw[start]
            or raw[start] in "\r\t\u3000\u00a0\x0b\x0c"
            or (0xFF01 <= ord(raw[start]) <= 0xFF5E or raw[start] in "\u2028\u2029\x85")
        )
