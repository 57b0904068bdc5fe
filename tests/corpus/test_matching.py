from hypothesis import given
from hypothesis import strategies as st

from corpus import fold, folded_codes, index_terms, words


@given(st.text(max_size=60))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="關注民生ＡİßÇ㍿ 1２\ud800\0\U0001f600\U0002f800", max_size=60))
def test_folded_codes_are_those_of_the_folded_text(text: str) -> None:
    assert folded_codes(text).tolist() == list(map(ord, fold(text)))


def test_scripts_meet() -> None:
    assert fold("關於鐵路與臺灣") == fold("关于铁路与台湾")
    assert fold("ＡＩ　Ｔ１") == "ai t1"


@given(st.text(alphabet="人工智能改变世界 AI2024，。ー東京タワー", max_size=40))
def test_words_stand_where_they_say(text: str) -> None:
    for word in words(text):
        assert fold(text[word.start : word.end]) == word.text


def test_words_are_chinese_words() -> None:
    assert {"人工智能", "改变", "世界"} <= {word.text for word in words("人工智能改变世界")}


def test_terms_hold_pairs_across_words() -> None:
    assert "义·改" not in index_terms("主义")
    assert index_terms("AI") == ["ai"]
    assert "东·京" in index_terms("東京")
