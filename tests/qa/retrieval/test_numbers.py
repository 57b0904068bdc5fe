import pytest

from qa.retrieval.numbers import NumbersOf


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
        ("第3条", "第三條", 1.0),
        ("100万元", "100萬元", 1.0),
        ("100万元", "100 多万", 1.0),
        ("100万", "1,000,000", 1.0),
        ("3亿", "三億元", 1.0),
        ("1.1亿", "110,000,000", 1.0),
        ("3岁", "三歲", 1.0),
        ("5%", "百分之五", 1.0),
        ("百分之五", "５％", 1.0),
        ("第5轮", "第五轮", 1.0),
        ("3年", "3天", 0.0),
        ("3", "三天", 1.0),
        ("2019年", "在2018,2019,2020年", 1.0),
        ("一号线和2号线", "2号线", 0.5),
        ("3月3日", "3月", 0.5),
        ("第5条说的5人", "第5条", 0.5),
        ("5人和第5条", "第5条", 0.5),
        ("5月", "航程为5 MİL。", 0.0),
    ],
)
def test_a_number_is_found_however_it_is_written(question: str, text: str, share: float) -> None:
    assert NumbersOf(question).share_in(text) == share


HUGE = ["9" * 400, "一" + "亿" * 40]
DATES = ["2019.03.05", "2018.09-2019.12", "２０１９年３月", "一月五日", "双十一2019年", "3月3日"]
NUMBERED = ["3.1.2节", "192.168.1.1", "No.15", "Vol.3", "第007号", "周一8点", "5两银子", "5 MİL"]
AMOUNTS = ["10万8千", "100 万元", "百分之五点五", "三分之一", "1,5 millones", "甲,2019,3500"]


@pytest.mark.parametrize("question", [*HUGE, *DATES, *NUMBERED, *AMOUNTS, "2017,2018,2019年"])
def test_a_question_has_its_own_numbers(question: str) -> None:
    assert NumbersOf(question).share_in(question) == 1.0
    assert NumbersOf(question).share_in(f"此前，{question}。") == 1.0


def test_values_are_the_same_however_they_are_written() -> None:
    for hundredths in range(100, 3000):
        number = f"{hundredths // 100}.{hundredths % 100:02}"
        assert NumbersOf(f"{number}亿元").share_in(f"{hundredths * 10**6}元") == 1.0
        words = "".join("零一二三四五六七八九"[int(digit)] for digit in number[-2:])
        if number[:-3] in ONES:
            said = f"{ONES[number[:-3]]}点{words}"
            assert NumbersOf(f"{number}%").share_in(f"百分之{said}") == 1.0


ONES = {"1": "一", "7": "七", "12": "十二", "25": "二十五"}
