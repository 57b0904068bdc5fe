import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text_reuse import runs as module
from qa.text_reuse.letters import Letters
from qa.text_reuse.runs import agreement, first_agreements, shared_runs
from tests.qa.texts import row, text

SHARED = "老人食堂每天中午供应三种套餐"  # 14 letters


def found(letters: Letters) -> list[tuple[int, int, str]]:
    """Runs as (number of the first text, of the second, letters)."""
    runs = shared_runs(letters)
    return [
        (
            int(letters.text_of(np.array(a))),
            int(letters.text_of(np.array(b))),
            text(letters, a, length),
        )
        for a, b, length in zip(*(column.tolist() for column in runs), strict=True)
    ]


def test_a_run_is_maximal_whatever_the_punctuation() -> None:
    letters = row(f"据说{SHARED}吗", "今年，老人食堂：每天中午、供应三种\n套餐了")
    assert found(letters) == [(0, 1, SHARED)]


def test_scripts_and_widths_are_folded() -> None:
    assert found(row("老人食堂每天中午供應三種ＡＢ", "老人食堂每天中午供应三种ab")) == [
        (0, 1, "老人食堂每天中午供应三种ab")
    ]


def test_twelve_letters_are_a_run_and_eleven_are_not() -> None:
    assert found(row("甲" + SHARED[:12] + "乙", "丙" + SHARED[:12] + "丁"))
    assert not found(row("甲" + SHARED[:11] + "乙", "丙" + SHARED[:11] + "丁"))


def test_equal_marks_count_as_characters() -> None:
    shared = "“两学一做”、“三严三实”"  # 8 letters, 13 characters
    assert found(row(f"开展{shared}教育", f"抓好{shared}活动")) == [(0, 1, "两学一做三严三实")]
    other = shared.replace("、", "和").replace("“", "").replace("”", "")
    assert not found(row(f"开展{shared}教育", f"抓好{other}活动"))


def test_western_runs_are_longer() -> None:
    shared = "the old bridge over the river was closed for repairs"
    assert [one for *_, one in found(row(f"We read {shared} now.", f"Yes: {shared}, again."))] == [
        shared.replace(" ", "")
    ]
    assert not found(row("We know the old bridge over it.", "See the old bridge over us."))


def test_a_run_within_one_text_is_none_and_texts_do_not_run_together() -> None:
    assert not found(row(SHARED + "。" + SHARED, "别的"))
    assert not found(row("甲", SHARED[:7], SHARED[7:], SHARED))


def test_every_place_in_both_texts_counts() -> None:
    assert len(found(row(f"{SHARED}一{SHARED}二", f"三{SHARED}四{SHARED}"))) == 4


def test_what_stands_in_too_many_texts_begins_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PLACES", 3)
    texts = [f"{mark}{SHARED}{other}" for mark, other in ("甲乙", "丙丁", "戊己", "庚辛")]
    assert not found(row(*texts))
    # But a run that begins beside it goes through it.
    longer = "我们去年在河边开的" + SHARED
    assert found(row(*texts, f"子{longer}丑", f"寅{longer}卯")) == [(4, 5, longer)]


def test_of_many_places_the_first_in_each_text_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PLACES", 3)
    letters = row("".join(f"{mark}{SHARED}" for mark in "甲乙丙丁"), f"戊{SHARED}")
    assert shared_runs(letters).a.tolist() == [2]


def brute_force(letters: Letters, shortest: int) -> set[tuple[int, int, int]]:
    """Maximal equal stretches of two texts, each letter compared with each."""
    codes, runs = letters.codes.tolist(), set()
    texts = letters.text_of(np.arange(len(codes))).tolist()
    for a in range(1, len(codes)):
        for b in range(a + 1, len(codes)):
            if texts[a] != texts[b] and codes[a] == codes[b] and codes[a - 1] != codes[b - 1]:
                length = 1
                while codes[a + length] == codes[b + length]:
                    length += 1
                if length >= shortest:
                    runs.add((a, b, length))
    return runs


@given(st.lists(st.text("甲乙", max_size=26), min_size=2, max_size=4))
def test_it_finds_what_comparing_each_with_each_finds(texts: list[str]) -> None:
    letters = row(*texts)
    runs = shared_runs(letters)
    ours = set(zip(*(column.tolist() for column in runs), strict=True))
    assert ours == brute_force(letters, 12)


def test_agreements_begin_where_the_past_differs() -> None:
    codes = np.array([0x110000, *b"xabcd", 0x110001, *b"yabcd", 0x110002], np.uint32)
    pairs = [
        (p.tolist(), q.tolist())
        for p, q in first_agreements(codes, np.ones(len(codes), np.bool_), 3)
        if len(p)
    ]
    assert pairs == [([2], [8])]


def test_agreement_goes_both_ways() -> None:
    codes = np.array([9, 1, 2, 3, 8, 1, 2, 4], np.uint32)
    assert agreement(codes, np.array([2, 0]), np.array([6, 4]), -1).tolist() == [2, 0]
