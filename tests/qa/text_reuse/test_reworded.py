from math import log

import numpy as np
import pytest

from qa.text_reuse.coverage import Shared
from qa.text_reuse.letters import Letters
from qa.text_reuse.reworded import (
    CharacterPairs,
    chance,
    character_pairs,
    reworded,
    weighted_dice,
    weights,
)
from tests.qa.texts import row, text
from tests.small_encoder import SmallEncoder

NONE = Shared(*[np.empty(0, np.int64)] * 4)


def pairs_of(*sentences: str) -> CharacterPairs:
    letters = row("。".join(sentences))
    return character_pairs(letters.codes, letters.sentences)


def test_character_pairs_once_each() -> None:
    found = pairs_of("甲乙甲乙", "乙甲", "丙")
    assert np.diff(found.bounds).tolist() == [2, 1, 0]
    # 甲乙 is in one sentence of three, 乙甲 in two
    np.testing.assert_allclose(sorted(found.weights), sorted([log(3), log(3 / 2)]))


def test_weights_by_hand() -> None:
    np.testing.assert_allclose(weights(np.array([1, 2, 8]), 8), [log(8), log(4), 0])


def test_weighted_dice_by_hand() -> None:
    # 甲乙 f=2, 乙丙 f=1, 乙丁 f=1, 戊己 f=1, of four sentences
    found = pairs_of("甲乙丙", "甲乙丁", "戊己", "庚")
    both, own = log(4 / 2), log(4 / 2) + log(4)
    a, b = np.array([0, 0, 0, 2, 3]), np.array([1, 0, 2, 3, 3])
    expected = [2 * both / (2 * own), 1.0, 0.0, 0.0, 0.0]
    np.testing.assert_allclose(weighted_dice(found, a, b), expected)
    assert weighted_dice(found, a[:0], b[:0]).tolist() == []


def test_chance_is_a_quantile_of_pairs_from_different_texts() -> None:
    vectors = np.eye(2, dtype=np.float32)[[0, 0, 1, 1]]
    assert chance(vectors, np.array([0, 0, 1, 1])) == 0.0  # equal ones are in one text
    assert chance(vectors, np.array([0, 1, 0, 1])) == 1.0
    assert chance(vectors, np.zeros(4, np.int64)) == 1.0


@pytest.fixture
def sentences() -> Letters:
    return row(
        "食堂每天中午给七十岁以上的老人供应三种套餐。天气一天比一天冷了要多穿些衣服。",
        "每天中午，食堂向七十岁以上老人提供三种套餐。邮局在火车站东边周末也开门营业。",
        "图书馆新到了一批介绍造纸术的旧书和画册。河堤上的柳树今年春天又补种了两百棵。",
    )


def vectors_of(letters: Letters) -> np.ndarray:
    return SmallEncoder().encode_questions(
        [text(letters, start, end - start) for start, end in letters.sentences.tolist()]
    )


def test_the_same_in_other_words_is_found(sentences: Letters) -> None:
    found = reworded(sentences, vectors_of(sentences), NONE)
    (a,), (length,), (b,), _ = found.sentences
    assert text(sentences, a, length).startswith("食堂每天") and sentences.text_of(
        np.array([a, b])
    ).tolist() == [0, 1]
    assert 0.35 <= found.similarity[0] < 1


def test_what_is_known_word_for_word_is_left_out(sentences: Letters) -> None:
    start, end = sentences.sentences[0]
    known = Shared(*map(np.array, ([start], [end - start], [end + 40], [1])))
    assert len(reworded(sentences, vectors_of(sentences), known).similarity) == 0


@pytest.mark.parametrize("texts", [(), ("",), ("只有一句话而且它也够长了吧",), ("短", "短")])
def test_too_little_gives_nothing(texts: tuple[str, ...]) -> None:
    letters = row(*texts)
    found = reworded(letters, vectors_of(letters).reshape(-1, 64), NONE)
    assert len(found.similarity) == 0
