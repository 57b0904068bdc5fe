from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus import ReadError
from corpus.document import Block
from corpus.readers import Reading
from corpus.readers.pdf import read_pdf
from tests.corpus.readers.checks import asides, said
from tests.corpus.readers.pdf_writer import At, pdf

LEFT, TOP = 72, 760
ENCRYPTED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >>"


def read(pages: Sequence[Sequence[At]], info: str = "") -> Reading:
    (reading,) = read_pdf(pdf(pages, info))
    return reading


def down(lines: Sequence[str], x: float = LEFT, top: float = TOP, size: float = 10) -> list[At]:
    """Lines below each other; one that begins with white space is indented by as much."""
    return [
        At(
            x + size * (len(text) - len(text.lstrip("　"))),
            top - 1.5 * size * number,
            text.strip("　"),
            size,
        )
        for number, text in enumerate(lines)
    ]


HAN = [
    "　　本报告共分三个部分，先说明过去一年的工作情况和主要成效，",
    "再分析当前面临的困难和问题，最后提出今后一个时期的总体思路、",
    "目标任务和保障措施。",
    "　　过去一年，全市上下共同努力，经济运行总体平稳、稳中有进，",
    "各项社会事业取得新进展。",
]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_told_apart() -> None:
    reading = read([[*down(["工作报告"], LEFT + 100, 800, 18), *down(HAN)]])
    assert reading.text.split("\n") == [
        "工作报告",
        "本报告共分三个部分，先说明过去一年的工作情况和主要成效，再分析当前面临的困难和问题，"
        "最后提出今后一个时期的总体思路、目标任务和保障措施。",
        "过去一年，全市上下共同努力，经济运行总体平稳、稳中有进，各项社会事业取得新进展。",
    ]
    assert reading.blocks == (Block(0, len(reading.text), page=1),)
    assert (reading.format, reading.replaced) == ("pdf", 0)


def test_latin_words_are_divided_by_spaces_and_hyphens_repaired() -> None:
    lines = [
        "The committee met on Monday to discuss the long list of evi-",
        "dence that had been gathered in the well-known case of the old",
        "bridge. It adjourned.",
        "The next meeting was called for the following week, and all of",
        "the members agreed to be there.",
    ]
    assert read([down(lines)]).text.split("\n") == [
        "The committee met on Monday to discuss the long list of evidence that had been gathered "
        "in the well-known case of the old bridge. It adjourned.",
        "The next meeting was called for the following week, and all of the members agreed to be "
        "there.",
    ]


def test_a_gap_begins_a_paragraph_and_mixed_text_keeps_its_spaces() -> None:
    above = down(["使用 BERT 模型", "的实验结果"], top=700)
    below = down(["另一段文字"], top=600)
    assert read([[*above, *below]]).text == "使用 BERT 模型的实验结果\n另一段文字"


COLUMN_1 = [
    "Ancient bridges were built of stone and",
    "timber by masons whose names are lost,",
    "and some of them still carry traffic in",
    "the towns that grew around their gates.",
    "The oldest was repaired three times and",
    "its arches were measured by surveyors,",
]
COLUMN_2 = [
    "who wrote down the height of each stone",
    "and drew a plan that is kept in archive",
    "rooms of the city to this day.",
    "Modern repairs use the same grey stone",
    "from the quarry that lies to the north",
    "riverbank, as the plan had required.",
]


def test_a_page_of_two_columns_is_read_column_by_column() -> None:
    title = [At(LEFT + 120, 800, "On the Repair of Bridges in the North", 14)]
    page = [*title, *down(COLUMN_1), *down(COLUMN_2, 330)]
    # The order of the file is not that of reading.
    mixed = [*page[:1], *(line for pair in zip(page[1:7], page[7:], strict=True) for line in pair)]
    reading = read([mixed])
    assert reading.text.split("\n") == [
        "On the Repair of Bridges in the North",
        " ".join([*COLUMN_1, *COLUMN_2[:3]]),
        " ".join(COLUMN_2[3:]),
    ]


def test_a_table_is_read_row_by_row() -> None:
    cells = [("指标", "2022", "2023"), ("产值", "120", "135"), ("人口", "33", "34")]
    page = [
        At(LEFT + 150 * column, TOP - 20 * number, text)
        for number, row in enumerate([*cells, *cells])
        for column, text in enumerate(row)
    ]
    assert "指标\t2022\t2023\n产值\t120\t135\n人口\t33\t34" in read([page]).text


def numbered(pages: Sequence[Sequence[str]]) -> list[list[At]]:
    """Pages with a running head and a number at the foot."""
    return [
        [At(250, 810, "某市年鉴 2023"), *down(lines), At(290, 40, f"— {number} —")]
        for number, lines in enumerate(pages, start=11)
    ]


def test_running_heads_and_page_numbers_are_set_aside() -> None:
    reading = read(numbered([["第一页正文。"], ["第二页正文。"], ["第三页正文。"]]))
    assert asides(reading) == [
        ("page header", "某市年鉴 2023"),
        ("page number", "— 11 —"),
        ("page header", "某市年鉴 2023"),
        ("page number", "— 12 —"),
        ("page header", "某市年鉴 2023"),
        ("page number", "— 13 —"),
    ]
    body = [(block.page, text) for text, block in said(reading) if not block.aside]
    assert body == [(1, "第一页正文。"), (2, "第二页正文。"), (3, "第三页正文。")]
    assert all(block.page is not None for block in reading.blocks)


def test_what_stands_on_one_page_alone_is_no_running_head() -> None:
    reading = read(
        [down(["第一章", "正文甲。"]), down(["第二章", "正文乙。"]), down(["12", "尾。"])]
    )
    assert asides(reading) == []


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    reading = read(numbered([HAN[:2], HAN[2:], ["末页。"]]))
    first = (
        "本报告共分三个部分，先说明过去一年的工作情况和主要成效，再分析当前面临的困难和问题，"
        "最后提出今后一个时期的总体思路、"
    )
    assert said(reading)[1:4] == [
        (first, Block(10, 10 + len(first), page=1)),
        ("目标任务和保障措施。", Block(10 + len(first), 20 + len(first), page=2)),
        ("— 11 —", Block(21 + len(first), 27 + len(first), page=1, aside="page number")),
    ]


def test_nothing_is_lost_and_nothing_comes_twice() -> None:
    reading = read(numbered([HAN, COLUMN_1, HAN]))
    written = "".join(line.text for page in numbered([HAN, COLUMN_1, HAN]) for line in page)
    assert sorted("".join(reading.text.split())) == sorted("".join(written.split()))


def test_a_table_across_both_columns_is_read_before_them() -> None:
    table = [
        At(x, 800 - 15 * number, text)
        for number, row in enumerate([("Year", "Stone", "Timber"), ("1920", "12", "7")])
        for x, text in zip((130, 380, 480), row, strict=True)
    ]
    lines = read([[*table, *down(COLUMN_1), *down(COLUMN_2, 330)]]).text.split("\n")
    assert lines[:2] == ["Year\tStone\tTimber", "1920\t12\t7"]
    assert lines[2].startswith("Ancient bridges were built of stone and timber by masons")


def test_where_paragraphs_are_indented_one_goes_on_after_a_full_stop() -> None:
    first = [HAN[0], HAN[1][:-1] + "。"]
    pages = numbered([first, HAN[2:], ["末页。"]])
    assert read(pages).text.split("\n")[1].endswith("总体思路。目标任务和保障措施。")


def test_radicals_and_ligatures_are_the_characters_that_they_show() -> None:
    assert read([[At(72, 700, "⼈⺠的⻓城"), At(72, 600, "ﬁle")]]).text == "人民的长城\nfile"


def test_text_across_the_page_is_set_aside() -> None:
    data = pdf([[*down(["正文甲乙丙丁。"]), At(300, 300, "DRAFT")]])
    turned = data.replace(b"1 0 0 1 300 300 Tm", b"0 1 -1 0 300 99 Tm")
    (reading,) = read_pdf(turned)
    assert (reading.text, asides(reading)) == ("正文甲乙丙丁。\nDRAFT", [("turned text", "DRAFT")])


def test_a_page_that_is_turned_as_a_whole_is_read_as_it_is_shown() -> None:
    data = pdf([[At(100, 300, "This page lies on its"), At(100, 200, "side, all of it.")]])
    for upright, turned in ((b"300", b"100"), (b"200", b"115")):
        data = data.replace(b"1 0 0 1 100 " + upright + b" Tm", b"0 1 -1 0 " + turned + b" 50 Tm")
    (reading,) = read_pdf(data)
    assert (reading.text, asides(reading)) == ("This page lies on its side, all of it.", [])


def test_properties_become_metadata() -> None:
    title = "\\376\\377" + "".join(
        f"\\{byte:03o}" for byte in "Microsoft Word - 旧桥.doc".encode("utf-16-be")
    )
    info = f"/Title ({title}) /Author (Li Si) /CreationDate (D:20230305120000+08'00')"
    reading = read([down(["正文。"])], info)
    assert (reading.title, reading.metadata) == ("旧桥", {"author": "Li Si", "date": "2023-03-05"})


def test_a_scanned_file_is_named_as_one() -> None:
    with pytest.raises(ReadError, match="it is scanned: its pages are pictures and have no text"):
        read_pdf(pdf([[], []], picture=True))


def test_scanned_pages_among_others_are_reported() -> None:
    (reading,) = read_pdf(pdf([down(["正文。"]), []], picture=True))
    assert reading.text == "正文。"
    assert reading.notes == ("pages that are pictures without a text layer are left out: 2",)


def test_a_file_without_anything_on_it() -> None:
    with pytest.raises(ReadError, match="there is no text in it"):
        read_pdf(pdf([[]]))


def test_an_encrypted_file_is_named_as_one() -> None:
    trailer = f"{ENCRYPTED} /ID [<00> <00>]"
    with pytest.raises(ReadError, match="it is encrypted; save it without its password first"):
        read_pdf(pdf([down(["正文。"])], trailer=trailer))


def test_a_truncated_file_is_named_as_one() -> None:
    data = pdf([down(HAN)] * 3)
    with pytest.raises(ReadError, match="it is cut off: the end of the file is missing"):
        read_pdf(data[: len(data) // 2])


def test_a_file_without_pages_is_damaged() -> None:
    with pytest.raises(ReadError, match="it is damaged: it has no readable pages"):
        read_pdf(b"%PDF-1.7\nnothing that is a PDF\n%%EOF\n")


def test_a_file_that_is_no_pdf() -> None:
    with pytest.raises(ReadError, match=r"it is no PDF but a picture \(\.png\)"):
        read_pdf(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)


def test_fonts_that_do_not_say_what_they_show() -> None:
    with pytest.raises(ReadError, match="its fonts do not say which characters they show"):
        read_pdf(pdf([down(HAN)], mapped=False))
