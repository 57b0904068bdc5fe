import pytest

from qa.comparison.disagreement import disagreements
from qa.comparison.wording import differences


def told(a: str, b: str, *, foreign: bool = False) -> list[tuple[str, str, str]]:
    found = disagreements(a, b, () if foreign else differences(a, b))
    return [(one.kind, a[slice(*one.a)], b[slice(*one.b)]) for one in found]


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("2019年开工", "2020年開工", [("date", "2019年", "2020年")]),
        ("庆祝75周年", "慶祝70周年", [("number", "75周年", "70周年")]),
        ("增长百分之五", "增长6%", [("number", "百分之五", "6%")]),
        ("三月五日開會", "3月6日开会", [("date", "五日", "6日")]),
        ("张三到北京开会", "李四到上海开会", [("name", "张三", "李四"), ("name", "北京", "上海")]),
        ("She met Anna Smith", "She met Anna Brown", [("name", "Anna Smith", "Anna Brown")]),
    ],
)
def test_what_disagrees(a: str, b: str, found: list[tuple[str, str, str]]) -> None:
    assert told(a, b) == found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("二〇一九年", "2019年"),
        ("七十五周年", "７５周年"),
        ("百分之五", "5%"),
        ("1.2万亿元", "12000亿元"),
        ("张三和李四都来了", "李四和张三都来了"),
        ("过去五年的工作", "2018年的工作"),  # how long it took is no year
        ("2019年开工", "开工了"),  # left out is not another one
        ("一些人来了", "两个人来了"),
    ],
)
def test_what_does_not(a: str, b: str) -> None:
    assert told(a, b) == []


def test_a_number_is_told_with_the_one_in_its_place() -> None:
    a, b = "修路30公里，架桥40公里", "修路31公里，架桥42公里"
    assert told(a, b) == [("number", "30公里", "31公里"), ("number", "40公里", "42公里")]


def test_numbers_across_languages() -> None:
    assert told("防守只丢了310分", "cedieron 308 puntos", foreign=True) == [
        ("number", "310", "308")
    ]
    assert told("增长3.5%", "creció un 3,5 por ciento", foreign=True) == []
    assert told("有2016年的5支球队", "cinco equipos de 2016", foreign=True) == []
    assert told("在1984年", "en 1985", foreign=True) == [("date", "1984年", "1985")]
