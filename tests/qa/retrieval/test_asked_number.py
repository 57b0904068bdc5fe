"""Questions that ask for a number, and passages without one."""

import pytest

from qa.retrieval.asked_number import AskedNumber


@pytest.mark.parametrize(
    "question",
    [
        "养老金是多少元？",
        "養老金是多少元？",
        "桥有几座？",
        "哪一年通车？",
        "什麼時候開通？",
        "何時建成？",
        "研究者は何人ですか？",
        "いくつありますか？",
        "いつできましたか？",
        "How many bridges are there?",
        "When did it open?",
        "In which year did it open?",
        "¿Cuántos puentes hay?",
        "¿Cuándo se abrió?",
    ],
)
def test_it_knows_who_asks_for_a_number(question: str) -> None:
    assert AskedNumber(question).at_all


@pytest.mark.parametrize(
    "question",
    [
        "近几年怎么样？",
        "這幾年他們做了什麼？",
        "几内亚在哪里？",
        "何人在民國時期建設北角？",  # who, in Chinese
        "十几个部门是哪些？",
        "What happened when it opened?",
        "¿Quién lo abrió?",
        "誰が作りましたか？",
    ],
)
def test_and_who_does_not(question: str) -> None:
    assert not AskedNumber(question).at_all


@pytest.mark.parametrize(
    ("question", "text", "lacked"),
    [
        ("一共有多少？", "很多，都记在册子里。", True),
        ("一共有多少？", "记在册子里的有七十五。", False),
        ("一共有多少？", "一共３座。", False),
        ("每月多少元？", "从2003年起逐年提高。", True),
        ("每月多少元？", "從二〇〇三年起提高到每月三千餘元。", False),
        ("每月多少元？", "每月200多万美元。", False),
        ("每月多少元？", "| 养老金（元） | 1,204 |", False),  # its unit stands elsewhere
        ("有多少人参加？", "来了四十名代表。", False),
        ("有多少人参加？", "会期四十天。", True),
        ("有多少个人参加？", "会期四十天。", True),
        ("有几个国家参加？", "52国参加。", False),
        ("换了几块石头？", "换了三十七个。", False),
        ("研究者は何人ですか？", "52カ国1000名以上の研究者。", False),
        ("研究者は何人ですか？", "会期は二十日間。", True),
        ("哪一年开通？", "尚未确定，要看三条线的客流。", True),
        ("哪一年開通？", "自今年起開通。", False),
        ("何年に開通しましたか？", "昭和の時代に開通した。", False),
        ("哪一年开通？", "民国二十三年。", False),
        ("什么时候开通？", "尚未确定。", False),  # may be said without a number
        ("How many are there?", "Nobody knows.", False),  # in words of any language
    ],
)
def test_a_passage_lacks_the_number_that_is_asked_for(
    question: str, text: str, lacked: bool
) -> None:
    assert AskedNumber(question).is_lacked_by(text) == lacked
