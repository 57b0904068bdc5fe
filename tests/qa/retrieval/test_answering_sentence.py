import numpy as np
import pytest

from qa.retrieval.answering_sentence import (
    SENTENCE,
    SentenceMatches,
    answering,
    sentence_features,
    sentence_matches,
    sentence_model,
    word_shares,
)


def test_matches_by_hand() -> None:
    similarities = np.array([[0.9, 0.3], [0.5, 0.4], [0.1, 0.8]], np.float32)
    found = sentence_matches(similarities)
    np.testing.assert_allclose(found.matched, [0.5, 0.5], rtol=1e-6)
    np.testing.assert_allclose(  # weights 0, 1/2 and 1 of three tokens
        found.ending, [(0.25 + 0.1) / 3, (0.2 + 0.8) / 3], rtol=1e-6
    )


def test_of_a_question_of_one_token_no_end_can_be_told() -> None:
    assert sentence_matches(np.array([[0.7, 0.2]], np.float32)).ending.tolist() == [0, 0]


def test_features_by_hand() -> None:
    matches = SentenceMatches(np.array([0.5, 0.4], np.float32), np.array([0.1, 0.3], np.float32))
    sentences = ["ＡＢ桥建于1905年。", "它长30米"]
    idf = {"桥": 2.0, "ab": 1.0, "长": 1.0, "米·长": 4.0}
    found = sentence_features(matches, sentences, "1905年的AB桥有多长", idf, foreign=True)
    expected = {
        "matched": [0.5, 0.4],
        "ending": [0.1, 0.3],
        "length": [np.log(11), np.log(5)],
        "words": [3 / 8, 1 / 8],
        "numbers": [1.0, 0.0],
        "foreign_matched": [0.5, 0.4],
    }
    np.testing.assert_allclose(found, np.array([expected[name] for name in SENTENCE]).T, rtol=1e-5)
    at_home = sentence_features(matches, sentences, "1905年的AB桥有多长", idf, foreign=False)
    assert at_home[:, SENTENCE.index("foreign_matched")].tolist() == [0, 0]


def test_a_word_in_every_sentence_tells_them_apart_less() -> None:
    shares = word_shares(["桥", "桥高", "桥"], {"桥": 3.0, "高": 1.0})
    np.testing.assert_allclose(shares, [0.25, 0.5, 0.25])
    assert word_shares(["桥"], {}).tolist() == [0]


@pytest.mark.parametrize(
    ("scores", "span"),
    [
        ([1.0], (0, 0)),
        ([0.0, 0.0], (0, 1)),
        ([5.0, 0.0, 4.9], (0, 0)),  # what is as likely, but no neighbour, is no part of it
        ([0.0, 1.0, 0.5], (1, 2)),  # the better of two neighbours, e^-0.5 = 0.61
        ([0.5, 1.0, 0.0], (0, 1)),
        ([0.0, np.log(8) - 0.01], (0, 1)),  # an eighth of the chance, just
        ([0.0, np.log(8) + 0.01], (1, 1)),
    ],
)
def test_a_neighbour_nearly_as_likely_is_part_of_the_answer(
    scores: list[float], span: tuple[int, int]
) -> None:
    assert answering(np.array(scores)) == span


def test_what_is_asked_weighs_more_than_what_it_is_asked_of() -> None:
    """The first sentence names the bridge, the second says how long it is and calls it "it"."""
    model = sentence_model()
    subject, length = [0.9, 0.9, 0.2], [0.5, 0.5, 0.9]  # similarities of 望澜, 桥, 多长
    matches = sentence_matches(np.array([subject, length], np.float32).T)
    assert matches.matched[0] > matches.matched[1]
    features = sentence_features(
        matches, ["望澜桥在城南。", "它全长九百米。"], "", {}, foreign=False
    )
    scores = model(features)
    assert scores[1] > scores[0]
