import re
import unicodedata
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import (
    Block,
    Division,
    Document,
    Limits,
    Source,
    divide,
    fold,
    read_file,
    split,
    walk,
    width,
)


def document(text: str, format_: str = "text") -> Document:
    return Document("d", "title", text, Source("d.txt", "", 0, format_, "utf-8"))


_CHARACTER = re.compile(r"&#(?:\d{2,7}|x[0-9a-fA-F]{2,6});|&nbsp;|.", re.DOTALL)


def check(doc: Document, division: Division) -> None:
    """Every passage's places are true; with what is set aside they tile what can be read."""
    passages = division.passages
    covered = [0] * len(doc.text)
    for place in division.set_aside:
        for at in range(place.start, place.end):
            covered[at] += 1
    for passage in passages:
        assert 0 <= passage.start < passage.end <= len(doc.text)
        for char, (start, end) in zip(passage.text, passage.clean.spans.tolist(), strict=True):
            assert passage.start <= start < end <= passage.end
            source = doc.text[start:end]
            assert end - start > 1 or fold(char) == fold(source) or char in " \n"
        for place in range(passage.start, passage.end):
            covered[place] += 1
        sentences = [passage.text[a:b] for a, b in passage.sentences]
        assert "".join("".join(sentences).split()) == "".join(passage.text.split())
    unseen = {
        place
        for match in _CHARACTER.finditer(doc.text)
        if all(c.isspace() or unicodedata.category(c) in {"Cc", "Cf"} for c in unescape(match[0]))
        for place in range(*match.span())
    }
    for place, char in enumerate(doc.text):
        assert covered[place] == 1 or (covered[place] == 0 and place in unseen), (place, char)


_TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("一二三四五、（）第章条。，！？；\n\r 　甲乙丙丁關注(guān)?&ldquo;Ａ1a.#"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)


@given(_TEXTS, st.sampled_from(["text", "markdown"]))
@example("&#01;", "text")
@example("甲&#8203;\n乙。", "text")
@settings(max_examples=300)
def test_any_text_is_tiled_by_true_quotes(text: str, format_: str) -> None:
    doc = document(text, format_)
    check(doc, divide(doc, Limits(short=10, longest=40), lambda part: len(part) <= 30))


@given(_TEXTS)
def test_no_passage_exceeds_the_window(text: str) -> None:
    passages = split(document(text), Limits(10, 40), lambda part: len(part) <= 30)
    assert all(len(passage.text) <= 30 for passage in passages)


def test_the_sample_is_tiled_by_true_quotes() -> None:
    folder = Path(__file__).parents[2] / "corpus" / "sample" / "documents"
    files = [path for path in walk([folder]) if isinstance(path, Path)]
    assert len(files) >= 30
    count = 0
    for path in files:
        for doc in read_file(path):
            division = divide(doc)
            check_tiling(doc, division)
            count += len(division.passages)
    assert count >= 250


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["seeds", "collections/work-reports"])
def test_the_seeds_and_reports_are_tiled_by_true_quotes(shared: Path, folder: str) -> None:
    files = [path for path in walk([shared / folder]) if isinstance(path, Path)]
    assert len(files) == {"seeds": 5, "collections/work-reports": 83}[folder]
    for path in files:
        for doc in read_file(path):
            check_tiling(doc, divide(doc))


def check_tiling(doc: Document, division: Division) -> None:
    """Quotes and set-aside stretches follow each other with only white space between them."""
    for passage in division.passages:
        assert passage.in_document(0, len(passage.text)) == (passage.start, passage.end)
    at = 0
    for start, end in sorted(
        [(one.start, one.end) for one in (*division.passages, *division.set_aside)]
    ):
        assert start >= at
        assert not doc.text[at:start].strip("\ufeff \t\r\n\u3000\u00a0\u200b")
        at = end
    assert not doc.text[at:].strip()


def test_sections_nest() -> None:
    text = (
        "# 办法\n\n## 第一章　总则\n\n第一条　为了规范管理，制定本办法。\n\n"
        "第二条　本市适用本办法。\n\n## 第二章　建设\n\n第三条　食堂应当临街。"
    )
    passages = split(document(text, "markdown"))
    assert [passage.section for passage in passages] == [
        ("办法", "第一章 总则", "第一条"),
        ("办法", "第一章 总则", "第二条"),
        ("办法", "第二章 建设", "第三条"),
    ]
    assert passages[1].text == "第二条 本市适用本办法。"


def test_items_of_an_article_are_no_sections() -> None:
    text = (
        "第三条　下列情形应当登记：\n（一）新建房屋。\n（二）改建房屋。\n"
        "第四条　登记不收费。\n一、附则"
    )
    passages = split(document(text), Limits(1, 100))
    assert [(passage.section, passage.text) for passage in passages] == [
        (("第三条",), "第三条 下列情形应当登记：\n（一）新建房屋。\n（二）改建房屋。"),
        (("第四条",), "第四条 登记不收费。\n一、附则"),
    ]


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_a_title_above_a_byline_is_no_passage(format_: str) -> None:
    mark = "# " if format_ == "markdown" else ""
    lines = [f"{mark}旧桥记", "——兼谈石匠", "来源：某报　编辑：某乙", "旧桥是石桥。"]
    doc = Document("d", "旧桥记", "\n".join(lines), Source("d", "", 0, "text", "utf-8"))
    division = divide(doc)
    assert [passage.text for passage in division.passages] == ["旧桥是石桥。"]
    assert [place.why for place in division.set_aside] == ["title", "title", "byline"]
    assert division.passages[0].context == "旧桥记"


def test_comments_of_markdown_are_set_aside() -> None:
    division = divide(document("# 办法\n\n<!-- 完 -->\n\n第一条　条文。", "markdown"))
    assert [place.why for place in division.set_aside] == ["comment"]
    assert [passage.section for passage in division.passages] == [("办法",), ("办法", "第一条")]


def test_numbered_headings_open_and_close_sections() -> None:
    text = (
        "讲话\n一、提高认识\n认识要提高。\n（一）加强领导\n领导要加强。\n二、抓好落实\n落实要抓好。"
    )
    passages = split(document(text), Limits(5, 100))
    assert [passage.section for passage in passages] == [
        (),
        ("一、提高认识",),
        ("一、提高认识", "（一）加强领导"),
        ("二、抓好落实",),
    ]
    assert passages[2].text == "（一）加强领导\n领导要加强。"
    assert [passage.paragraph for passage in passages] == [1, 2, 4, 6]


def test_short_lines_join_their_neighbours_and_long_ones_are_divided_evenly() -> None:
    short = "短句。" * 3
    long = "这是一个长句子，它有十六个字。" * 12
    passages = split(document(f"{short}\n{short}\n{long}"), Limits(short=20, longest=100))
    assert passages[0].text == f"{short}\n{short}"
    sizes = [width(passage.text) for passage in passages[1:]]
    assert max(sizes) <= 100 and max(sizes) - min(sizes) <= 16
    assert all(passage.text.endswith("。") for passage in passages)


def test_a_sentence_is_cut_only_where_it_alone_exceeds_the_window() -> None:
    sentence = "甲乙丙丁戊己庚辛壬癸，" * 10
    whole = split(document(sentence), Limits(10, 50), lambda part: len(part) <= 200)
    assert [passage.text for passage in whole] == [sentence]
    cut = split(document(sentence), Limits(10, 50), lambda part: len(part) <= 40)
    assert len(cut) > 1 and all(passage.text.endswith("，") for passage in cut)


def test_blocks_of_a_format_make_headings_rows_and_asides() -> None:
    lines = ["菜单", "正文一，", "甲：一；乙：二，", "甲：三；乙：四", "页脚"]
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    spans = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    doc = Document(
        "d",
        "title",
        "\n".join(lines),
        Source("d.xlsx", "", 0, "xlsx", ""),
        blocks=(
            Block(*spans[0], level=1, page=1),
            Block(*spans[1], page=2),
            Block(*spans[2], row=7, label="表!7"),
            Block(*spans[3], row=8, label="表!8"),
            Block(*spans[4], aside="page footer"),
        ),
    )
    division = divide(doc)
    found = [(p.text, p.section, p.paragraph, p.page) for p in division.passages]
    assert found == [
        ("菜单\n正文一，", ("菜单",), 1, 1),
        ("甲：一；乙：二，", ("表!7",), 7, None),
        ("甲：三；乙：四", ("表!8",), 8, None),
    ]
    assert [(*one[:2], one.why) for one in division.set_aside] == [(*spans[4], "page footer")]
    assert [heading.title for heading in division.outline] == ["菜单"]


def test_the_outline_tells_where_its_headings_stand() -> None:
    text = "一、桥\n修缮从三月开始。\n"
    (item,) = divide(document(text)).outline
    assert item.title == text[item.start : item.end] == "一、桥"
    text = (
        "（一）老桥回到生活里。恢复通行一年多，游客不断，桥上只准步行、不准摆摊的规矩得到支持。\n"
    )
    (item,) = divide(document(text)).outline
    assert item.title == text[item.start : item.end] == "（一）老桥回到生活里"
    text = "## 路\n通了。\n"
    (item,) = divide(document(text, "markdown")).outline
    assert (item.title, text[item.start : item.end]) == ("路", "## 路")


def test_a_numbered_paragraph_leaves_the_section_before_it() -> None:
    text = "\n".join(
        [
            "一、桥上限流。" + "每半小时放行四百人，" * 8 + "过时不候。",
            "二、桥北的街道改为步行街，货车在每日四时至六时进入装卸货物，" * 4 + "其余时间绕行。",
            "市民可以乘车到桥头，" * 10 + "换乘免费。",
        ]
    )
    passages = split(document(text))
    assert [passage.section for passage in passages] == [("一、桥上限流",), (), ()]
