import pytest

from qa.comparison.wording import differences, similarity, units, wording


def told(a: str, b: str) -> list[tuple[str, str]]:
    return [(a[slice(*one.a)], b[slice(*one.b)]) for one in differences(a, b)]


def test_similarity_by_hand() -> None:
    """Six units and eight, six of them in order in both: 2 × 6 / 14."""
    assert similarity(wording("老干部是财富"), wording("老幹部，是寶貴財富")) == pytest.approx(
        12 / 14
    )
    assert similarity(wording("甲乙"), wording("丙丁")) == 0.0
    assert similarity(wording("……"), wording("！")) == 0.0


def test_words_of_western_text_are_units() -> None:
    """Three of four words are in order in both: 2 × 3 / 8."""
    assert similarity(wording("The old bridge stands"), wording("the OLD bridge fell")) == 0.75


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("關注民生，服務群眾。", "关注民生,服务群众"),
        ("ＧＤＰ增长６％", "gdp增长6%"),
        ("甲 乙", "甲\n乙"),
    ],
)
def test_script_width_case_and_punctuation_are_no_difference(a: str, b: str) -> None:
    assert told(a, b) == [] and similarity(wording(a), wording(b)) == 1.0


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("建党75周年", "建党70周年", [("75", "70")]),
        ("建成七十五周年", "建成七十周年", [("五", "")]),
        ("老幹部是財富", "老干部是党的财富", [("", "党的")]),
        ("甲", "乙", [("甲", "乙")]),
        ("", "乙", [("", "乙")]),
        ("增长2.5%", "增长2.6%", [("2.5", "2.6")]),
        ("he left in May", "he left in June", [("May", "June")]),
        ("同心同德", "同德同心", [("心同德", "德同心")]),
    ],
)
def test_differences(a: str, b: str, found: list[tuple[str, str]]) -> None:
    assert told(a, b) == found


def test_a_full_width_comma_parts_numbers() -> None:
    assert [unit.text for unit in units("2019，750")] == ["2019", "750"]
