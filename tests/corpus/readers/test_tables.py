import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from corpus import ReadError
from corpus.document import Block
from corpus.readers import Reading
from corpus.readers.delimited import read_delimited
from corpus.readers.spreadsheet import read_spreadsheet
from tests.corpus.readers.checks import said


def rows(reading: Reading) -> list[tuple[int | None, str, str, str]]:
    return [(block.row, block.label, block.aside, text) for text, block in said(reading)]


def test_a_row_is_a_line_with_the_names_of_its_columns() -> None:
    table = '姓名,城市,简介\r\n张三,北京,"好,""人""\r\n一个"\r\n\r\n李四,,农民\r\n'
    (reading,) = read_delimited(table.encode("gb18030"))
    assert (reading.encoding, reading.format) == ("gb18030", "csv")
    assert rows(reading) == [
        (1, "1", "names of the columns", "姓名; 城市; 简介"),
        (2, "2", "", '姓名: 张三; 城市: 北京; 简介: 好,"人" 一个'),
        (4, "4", "", "姓名: 李四; 简介: 农民"),
    ]
    assert reading.text == "\n".join(text for *_, text in rows(reading))


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    table = "\n".join(delimiter.join(cells) for cells in (("甲", "乙"), ("1", "2"), ("3", "4")))
    (reading,) = read_delimited(table.encode())
    assert [text for *_, text in rows(reading)] == ["甲; 乙", "甲: 1; 乙: 2", "甲: 3; 乙: 4"]


def test_a_table_without_names_gives_its_values() -> None:
    (reading,) = read_delimited("北京,2189\n上海,2487\n".encode())
    assert rows(reading) == [(1, "1", "", "北京; 2189"), (2, "2", "", "上海; 2487")]


def test_one_column_and_a_long_value() -> None:
    (reading,) = read_delimited(("标题\n" + "长" * 200_000 + "\n").encode())
    assert reading.text == "标题\n标题: " + "长" * 200_000


def workbook(sheets: dict[str, list[list[Any]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for values in cells:
            sheet.append(values)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_cited_by_sheet_and_row() -> None:
    book = workbook(
        {
            "人员": [
                ["2023年人员统计表"],
                [],
                ["姓名", "年龄", "占比", "入职", "备注"],
                ["张三", 30.0, 0.156, dt.datetime(2023, 3, 5), None],
                ["李四", 31.5, None, None, "两行\n备注"],
            ],
            "数据": [["甲", "乙"]],
        }
    )
    book["人员"]["C4"].number_format = "0.0%"
    book.properties.title, book.properties.creator = "人员表", "王五"
    (reading,) = read_spreadsheet(saved(book))
    assert rows(reading) == [
        (1, "人员!1", "", "2023年人员统计表"),
        (3, "人员!3", "names of the columns", "姓名; 年龄; 占比; 入职; 备注"),
        (4, "人员!4", "", "姓名: 张三; 年龄: 30; 占比: 15.6%; 入职: 2023-03-05"),
        (5, "人员!5", "", "姓名: 李四; 年龄: 31.5; 备注: 两行 备注"),
        (1, "数据!1", "", "甲; 乙"),
    ]
    assert (reading.title, reading.metadata["author"]) == ("人员表", "王五")
    assert reading.blocks[0] == Block(0, 10, row=1, label="人员!1")


def test_formulas_without_a_result_are_reported() -> None:
    (reading,) = read_spreadsheet(saved(workbook({"一": [["甲", 1], ["乙", "=B1*2"]]})))
    assert reading.text == "甲; 1\n乙"
    assert reading.notes == (
        "formulas without a stored result are left out (1); open the file in a spreadsheet"
        " program and save it",
    )


def test_a_workbook_that_is_none_is_refused() -> None:
    with pytest.raises(ReadError, match=r"in fact an old or encrypted Office document"):
        read_spreadsheet(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    with pytest.raises(ReadError, match="damaged or cut off: its end is missing"):
        read_spreadsheet(saved(workbook({"一": [["甲"]]}))[:-200])
