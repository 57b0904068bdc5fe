from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import clause_spans, sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("一句。两句！三句？", ["一句。", "两句！", "三句？"]),
        ("他说：“走吧。”大家走了。", ["他说：“走吧。”", "大家走了。"]),
        ("（见附件。）另行通知。", ["（见附件。）", "另行通知。"]),
        ("真的吗？！是的……好", ["真的吗？！", "是的……", "好"]),
        ("一是甲;二是乙；三是丙", ["一是甲;", "二是乙；", "三是丙"]),
        ("Dr. A. Smith came. He left.", ["Dr. A. Smith came.", "He left."]),
        ("It costs 3.5 yuan. See Fig. 2.", ["It costs 3.5 yuan.", "See Fig. 2."]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("for (i = 0; i < n; i++)", ["for (i = 0;", "i < n;", "i++)"]),
        ("「好。」と言った。次へ。", ["「好。」", "と言った。", "次へ。"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == sentences


@given(st.text(alphabet="甲乙a B。！？…；;”」)\n.  ", max_size=60))
def test_sentences_tile_the_text(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))


def test_a_clause_is_cut_after_its_comma() -> None:
    text = "甲乙丙，丁戊己，庚辛"
    assert [text[a:b] for a, b in clause_spans(text, 5)] == ["甲乙丙，", "丁戊己，", "庚辛"]


@given(st.text(alphabet="甲乙，、 ", max_size=40), st.integers(1, 9))
def test_clauses_tile_the_text_and_are_short_enough(text: str, longest: int) -> None:
    spans = clause_spans(text, longest)
    assert all(b - a <= longest for a, b in spans)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")
