import numpy as np

from qa.text_reuse.letters import is_break
from tests.qa.texts import row, text

ONE = "關(guān)注民生。\n\n第二段，有 Ａ1 字。"


def test_letters_are_folded_and_know_their_place() -> None:
    found = row(ONE, "丙")
    # break, 关注民生第二段有a1字, break, 丙, break
    assert is_break(found.codes).tolist() == [True, *[False] * 11, True, False, True]
    assert text(found, 1, 11) == "关注民生第二段有a1字"
    assert found.bounds.tolist() == [0, 12, 14]
    assert found.counts().tolist() == [11, 1]
    assert found.place(1, 2) == (0, 8)
    assert ONE[0:8] == "關(guān)注"
    assert found.place(8, 4) == (ONE.index("有"), ONE.index("字") + 1)
    assert found.text_of(np.array([1, 11, 13])).tolist() == [0, 0, 1]


def test_characters_have_the_marks_but_no_white_space() -> None:
    found = row(ONE)
    inside = found.characters[1:-1]
    assert "".join(map(chr, inside.tolist())) == "关注民生。第二段,有a1字。"
    np.testing.assert_array_equal(found.characters[found.is_letter], found.codes)


def test_sentences_are_spans_of_letters() -> None:
    found = row("甲乙。丙，丁！", "戊")
    assert [text(found, a, b - a) for a, b in found.sentences] == ["甲乙", "丙丁", "戊"]


def test_no_texts_and_empty_texts() -> None:
    assert row().counts().tolist() == []
    assert row("", "。。。").counts().tolist() == [0, 0]
