import numpy as np

from qa.text_reuse.letters import Letters
from qa.text_reuse.repeated import Units, most_shared, units
from tests.qa.texts import row, text

CLAUSE = "老人食堂每天中午供应三种套餐"
SENTENCE = f"{CLAUSE}，并且给行动不便的街坊送到家里"


def texts(letters: Letters, found: Units) -> list[str]:
    return [
        text(letters, start, length)
        for start, length in zip(found.start.tolist(), found.length.tolist(), strict=True)
    ]


def test_units_are_long_clauses_and_sentences() -> None:
    letters = row(f"短句。{SENTENCE}。", "桥长3.1415926535公里又1,000,000米整")
    plain = SENTENCE.replace("，", "")
    assert texts(letters, units(letters)) == [
        CLAUSE,
        plain,
        plain[len(CLAUSE) :],
        "桥长31415926535公里又1000000米整",
    ]


def test_a_phrase_has_every_place_and_a_part_of_one_is_left_out() -> None:
    letters = row(
        f"{CLAUSE}。", f"我们希望{CLAUSE}，很好。", f"{SENTENCE}。再说：{CLAUSE}。", f"{SENTENCE}！"
    )
    first, second = most_shared(letters, 5)
    assert (first.texts, len(first.places), first.length) == (4, 5, len(CLAUSE))
    assert {text(letters, place, first.length) for place in first.places.tolist()} == {CLAUSE}
    assert letters.text_of(first.places).tolist() == [0, 1, 2, 2, 3]
    # The sentence stands in two of them; its second clause alone stands in no more.
    assert (second.texts, text(letters, int(second.places[0]), second.length)) == (
        2,
        SENTENCE.replace("，", ""),
    )
    assert len(most_shared(letters, 1)) == 1


def test_nothing_shared_gives_nothing() -> None:
    assert most_shared(row(CLAUSE, "完全不同的另外一句话也够长了吧"), 3) == []
    assert most_shared(row(CLAUSE + "。" + CLAUSE), 3) == []
    assert most_shared(row(), 3) == []


def test_western_phrases_are_longer() -> None:
    long = "The old bridge over the river was closed for repairs in spring."
    assert most_shared(row("The old bridge is shut.", "The old bridge is shut."), 3) == []
    (phrase,) = most_shared(row(long, "Yes. " + long), 3)
    assert np.diff(phrase.places).tolist() == [len(long.replace(" ", "")) - 1 + 1 + 3]
