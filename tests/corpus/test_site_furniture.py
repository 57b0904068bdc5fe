from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Block, Document, Source, divide, edges, repeated, set_repeated_aside, site_of
from corpus.metadata import edge_metadata, first_line_title
from corpus.site_furniture import REPEATED

MENU = ["澜川晚报", "要闻　时评　副刊", "字号 大 中 小"]
FOOTER = ["返回版面目录", "澜川晚报社主办"]


def page(lines: Sequence[str], name: str = "1.txt") -> Document:
    text = "\n".join(lines)
    source = Source(name, "0" * 64, 1, "text", "utf-8")
    return Document(name, first_line_title(text, name), text, source, edge_metadata(text))


def set_aside(*pages: Sequence[str]) -> list[list[str]]:
    """By page the lines that are set aside because the others have them too."""
    documents = {str(n): page(lines, f"{n}.txt") for n, lines in enumerate(pages)}
    found = repeated({name: edges(document) for name, document in documents.items()})
    return [[documents[name].text[a:b] for a, b in found[name]] for name in documents]


def article(number: int) -> list[str]:
    return [f"第{number}座桥通车", f"昨天，第{number}座桥通车了。", f"本报讯 桥长{number}里。"]


PAGES = [[*MENU, *article(n), *FOOTER] for n in (1, 2, 3)]


def test_what_three_pages_share_at_their_edges() -> None:
    assert set_aside(*PAGES) == [[*MENU, *FOOTER]] * 3


def test_two_pages_are_not_enough() -> None:
    assert set_aside(*PAGES[:2]) == [[], []]


def test_pages_that_go_on_in_the_same_way_are_copies_and_no_evidence() -> None:
    assert set_aside(PAGES[0], PAGES[0], PAGES[0]) == [[], [], []]


def test_the_longest_run_that_enough_pages_share() -> None:
    plain = [[*MENU[:2], *article(n)] for n in (4, 5)]
    wide = [[*MENU, *article(n)] for n in (1, 2, 3)]
    assert [len(found) for found in set_aside(*plain, *wide)] == [0, 0, 3, 3, 3]
    more = [[*MENU[:2], f"第{n}版", *article(n)] for n in (7, 8)]
    found = set_aside(*[["版权页", *lines] for lines in (*plain, *more, *wide)])
    assert [len(lines) for lines in found] == [3, 3, 3, 3, 4, 4, 4]


@pytest.mark.parametrize(
    "shared",
    [
        ["各位代表：", "现在，我代表市人民政府，向大会报告工作。"],
        ["第一章 总则", "第一条 为了保护河道，制定本规定。"],
        ["一、工作回顾", "（一）基本情况"],
        ["同志们！", "谢谢大家！"],
        ["长" * 161, "短行"],
        ["只有一行"],
    ],
)
def test_text_that_comes_back_stays(shared: list[str]) -> None:
    pages = [[f"题目{n}", *shared, f"正文{n}。"] for n in (1, 2, 3)]
    assert set_aside(*pages) == [[], [], []]
    assert set_aside(*([*shared, f"正文{n}。"] for n in (1, 2, 3))) == [[], [], []]
    assert set_aside(*([f"正文{n}。", *shared] for n in (1, 2, 3))) == [[], [], []]


def test_a_run_goes_through_lines_that_are_set_aside_for_what_they_say() -> None:
    pages = [
        [MENU[0], f"您的位置：首页 > 第{n}版", MENU[1], MENU[2], *article(n)] for n in (1, 2, 3)
    ]
    assert set_aside(*pages) == [MENU] * 3


def test_a_title_and_one_line_below_it_are_not_enough() -> None:
    reports = [["政府工作报告", "市长　某某某", f"正文{n}。"] for n in (1, 2, 3)]
    assert set_aside(*reports) == [[], [], []]


def test_title_and_date_are_read_behind_the_menu() -> None:
    lines = [*MENU, "老桥通车", "2024年5月6日 来源：澜川晚报", "昨天，桥通了。"]
    document = page(lines)
    assert document.title == "澜川晚报"
    menu = [(span.start, span.end) for span in edges(document).head[:3]]
    found = set_repeated_aside(document, menu)
    assert found.title == "老桥通车"
    assert found.metadata == {"date": "2024-05-06", "source": "澜川晚报"}
    aside = [found.text[one.start : one.end] for one in divide(found).set_aside]
    assert aside == [*MENU, "老桥通车", "2024年5月6日 来源：澜川晚报"]
    assert set_repeated_aside(found, []) == document


def test_an_address_in_the_footer_is_kept() -> None:
    document = page(["桥通了。", "看更多", "http://example.org/"])
    assert document.metadata["url"] == "http://example.org/"
    run = [(line.start, line.end) for line in edges(document).tail[:2]]
    assert set_repeated_aside(document, run).metadata["url"] == "http://example.org/"


def test_tables_and_what_a_format_gives_are_left_alone() -> None:
    document = page(["甲 1", "乙 2", "丙 3"])
    table = replace(document, blocks=(Block(0, 3, row=1, label="1"),))
    assert edges(table) == ((), ())
    headed = replace(document, blocks=(Block(0, 3, level=1),))
    assert set_repeated_aside(headed, [(0, 3), (4, 7)]).blocks == (
        Block(0, 3, level=1),
        Block(4, 7, aside=REPEATED),
    )


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/1.html", "example.org"),
        ("http://NEWS.example.org:8080/", "news.example.org"),
        ("http://[broken", ""),
        ("没有地址", ""),
    ],
)
def test_the_site_of_an_address(url: str, site: str) -> None:
    assert site_of({"url": url}) == site


LINES = st.lists(st.sampled_from([*MENU, *FOOTER, "正文，", "桥。", "", "　"]), max_size=12)


@given(st.lists(LINES, min_size=3, max_size=6))
def test_nothing_is_lost_and_nothing_twice(pages: list[list[str]]) -> None:
    documents = {str(n): page([*lines, f"完{n}"]) for n, lines in enumerate(pages)}
    found = repeated({name: edges(document) for name, document in documents.items()})
    for name, document in documents.items():
        divided = divide(set_repeated_aside(document, found[name]))
        spans = sorted(
            [(one.start, one.end) for one in divided.passages]
            + [(one.start, one.end) for one in divided.set_aside]
        )
        kept = "".join(document.text[a:b] for a, b in spans)
        assert "".join(kept.split()) == "".join(document.text.split())
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
