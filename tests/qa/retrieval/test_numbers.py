import pytest

from qa.retrieval.numbers import NumbersOf, said_in_chinese


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("2019年和2020年", "2019年", 0.5),
        ("哪一年", "2019年", 1.0),
        ("120人", "1200人", 0.0),
        ("120人", "1,120人", 0.0),
        ("1200人", "1,200人", 1.0),
        ("1.2万人", "12000人", 1.0),
        ("3.5倍", "13.5倍", 0.0),
        ("3倍", "3.5倍", 0.0),
        ("1995年", "一九九五年", 1.0),
        ("1995年", "１９９５年", 1.0),
        ("2004年", "二○○四年", 1.0),
        ("第15条", "第十五条", 1.0),
        ("第15条", "第二十五条", 0.0),
        ("第15条", "第一百一十五条", 0.0),
        ("第十五条", "第15条", 1.0),
        ("3年", "三年", 1.0),
        ("3年", "三天", 0.0),
        ("2年", "两年", 1.0),
        ("2000元", "兩千元", 1.0),
        ("2019年3月5日", "2019-03-05", 1.0),
        ("2019-03-05", "二〇一九年三月五日", 1.0),
        ("in 2019", "2019年", 1.0),
    ],
)
def test_a_number_is_found_however_it_is_written(question: str, text: str, share: float) -> None:
    assert NumbersOf(question).share_in(text) == share


def test_numbers_in_words() -> None:
    said = {10: "十", 15: "十五", 20: "二十", 101: "一百零一", 110: "一百一十", 1001: "一千零一"}
    assert {number: said_in_chinese(number) for number in said} == said
