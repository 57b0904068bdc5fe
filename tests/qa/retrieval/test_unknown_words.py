from collections import Counter

import pytest

from corpus import index_terms
from qa.retrieval.unknown_words import unknown_words

HELD = Counter(index_terms("鎮雄縣的高速鐵路開通了 open the harbour"))


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("镇雄县的地铁开通了吗", ("地铁",)),
        ("镇雄县地铁和地铁站，开通了吗", ("地铁", "地铁站")),
        ("镇雄县的高铁什么时候开通？", ("高铁",)),
        ("镇雄县什么时候开通高速铁路", ()),  # asking words are none
        ("镇雄县2031年开通高速铁路", ()),  # nor numbers
        ("镇雄县的高速铁路可以用来運煤，因為已经开通了吗", ("運煤",)),  # nor function words
        ("Is the harbour open and frozen?", ("frozen",)),
        ("Kto zamrozil port?", ()),  # another language
        ("量子计算机的纠错码", ()),  # another subject
        ("", ()),
    ],
)
def test_telling_words_that_no_passage_holds(question: str, unknown: tuple[str, ...]) -> None:
    assert unknown_words(question, HELD) == unknown
