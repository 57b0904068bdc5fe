import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import read_file
from corpus.script import fold
from corpus.segmentation import Dictionary
from corpus.segmentation import tokenize as tokenize_by
from tests.conftest import SAMPLE

_MIXED = st.text(
    st.sampled_from("第十三届全国人民代表大会常务委员会，。 \n\r\tabcXYZ123+#&._%-㐀𠀀カナ的")
)


jieba.initialize()


def tokenize(text: str) -> list[tuple[str, int, int]]:
    return tokenize_by(text, Dictionary(jieba.dt.FREQ, jieba.dt.total))


def by_jieba(text: str) -> list[tuple[str, int, int]]:
    return list(jieba.tokenize(text, mode="search", HMM=False))


@given(text=st.text() | _MIXED)
def test_any_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    assert tokenize(text) == by_jieba(text)


@pytest.mark.parametrize(
    "path", sorted((SAMPLE / "documents").iterdir()), ids=lambda path: path.stem
)
def test_the_sample_is_cut_as_jieba_cuts_it(path: object) -> None:
    for document in read_file(path):
        assert tokenize(fold(document.text)) == by_jieba(fold(document.text))


def test_letters_stay_together_and_words_of_the_dictionary_apart() -> None:
    assert [word for word, *_ in tokenize("用iPhone15和T恤，3G网")] == [
        "用",
        "iPhone15",
        "和",
        "T恤",
        "，",
        "3G",
        "网",
    ]


def test_a_character_that_only_begins_words_goes_with_one() -> None:
    begins = next(word for word, count in jieba.dt.FREQ.items() if len(word) == 1 and not count)
    longer = next(word for word, count in jieba.dt.FREQ.items() if count and word[0] == begins)
    assert tokenize(longer)[-1] == (longer, 0, len(longer))
