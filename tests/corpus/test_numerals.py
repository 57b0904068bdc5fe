import pytest

from corpus import numerals, wordings


def read(text: str) -> list[tuple[float, str, str]]:
    """Value, unit and wording of every number that can be read in one way."""
    return [(one.values[0], one.unit, text[one.start : one.end]) for one in numerals(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("二〇一九年三月五日", [(2019, "年"), (3, "月"), (5, "日")]),
        ("2019-03-05", [(2019, "年"), (3, "月"), (5, "日")]),
        ("七十五周年与75周年", [(75, "周年"), (75, "周年")]),
        ("增长百分之75，百分之0.5", [(75.0, "%"), (0.5, "%")]),
        ("百分之五点五，５．５％，5.5 percent", [(5.5, "%"), (5.5, "%"), (5.5, "%")]),
        ("三分之二", [(2 / 3, "")]),
        ("一萬二千三百億元", [(12300 * 10**8, "元")]),
        ("1.2万亿元", [(1.2e12, "元")]),
        ("2600多万套", [(2.6e7, "")]),
        ("一百零五个", [(105, "个")]),
        ("二十一世纪第十九届", [(21, "世纪"), (19, "届")]),
        ("12.345,67 y 1,234,567.8", [(12345.67, ""), (1234567.8, "")]),
        ("在2018,2019年", [(2018, ""), (2019, "年")]),
        ("1,5 millones", [(1.5e6, "")]),
        ("0.125", [(0.125, "")]),
        ("1.1亿", [(110_000_000, "")]),
        ("二○○○年、3萬億元", [(2000, "年"), (3e12, "元")]),
        ("高3百分點，第3條", [(3, "百分点"), (3, "条")]),
        ("64.01亿，百分之一点一四", [(6_401_000_000, ""), (1.14, "%")]),
        ("5 MİL, 3 mıllion, 3 thouſand", [(5000, ""), (3e6, ""), (3000, "")]),
        ("○十五条；二○一○年", [(15, "条"), (2010, "年")]),
        ("3万a、5％ab", [(30_000, ""), (5, "")]),
    ],
)
def test_values_and_units(text: str, found: list[tuple[float, str]]) -> None:
    values, units, _ = zip(*read(text), strict=True)
    assert list(values) == pytest.approx([value for value, _ in found])
    assert list(units) == [unit for _, unit in found]


@pytest.mark.parametrize(
    "text",
    [
        "一些人",
        "统一思想",
        "一个都不少",
        "十分重要",
        "千万小心",
        "三四个",
        "万一",
        "",
        "9" * 400,
        "陈○○○年",
    ],
)
def test_what_only_looks_like_a_number(text: str) -> None:
    assert numerals(text) == []


def test_a_number_stands_where_it_is_written() -> None:
    assert [words for *_, words in read("到２０２５年增长百分之六")] == ["２０２５年", "百分之六"]


def test_a_thousand_or_a_fraction() -> None:
    (number,) = numerals("1.500")
    assert number.values == (1500.0, 1.5)


def test_dates_are_years_months_and_days_not_how_long_it_took() -> None:
    assert [one.is_date for one in numerals("2019年用了三年，在5月")] == [True, False, True]


def test_wordings_hold_all_numbers_of_a_text() -> None:
    text = "二〇一九年三月五日，百分之五点五，第三條，1.5 million, 5 per cent，一些3%e4"
    apart = [(one.values, one.unit) for part in wordings(text) for one in numerals(part)]
    assert sorted(apart) == sorted((one.values, one.unit) for one in numerals(text))
