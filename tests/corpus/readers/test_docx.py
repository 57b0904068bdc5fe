import datetime as dt
import io
import zipfile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus import ReadError
from corpus.readers import Reading
from corpus.readers.docx import read_docx
from corpus.readers.docx_numbers import chinese, letters, roman
from tests.corpus.readers.checks import asides, headings


def saved(document: WordDocument) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(document: WordDocument) -> Reading:
    (reading,) = read_docx(saved(document))
    return reading


def add(document: WordDocument, xml: str) -> None:
    """Put a paragraph or more of raw WordprocessingML at the end of the body."""
    declared = xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)
    document.element.body.insert_element_before(parse_xml(declared), "w:sectPr")


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    document = docx.Document()
    document.add_heading("年度报告", 0)
    document.add_heading("一、总体情况", 1)
    document.add_paragraph("全年工作进展顺利。")
    table = document.add_table(2, 3)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ["项目", "甲", "乙", "合计", "", "12"],
        strict=True,
    ):
        cell.text = text
    document.add_heading("（一）细节", 2)
    document.add_paragraph("第一行\n第二行")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    reading = read(document)
    assert reading.text.split("\n") == [
        "年度报告",
        "一、总体情况",
        "全年工作进展顺利。",
        "项目\t甲\t乙",
        "合计\t\t12",
        "（一）细节",
        "第一行",
        "第二行",
    ]
    assert headings(reading) == [(1, "年度报告"), (1, "一、总体情况"), (2, "（一）细节")]
    assert (reading.format, reading.encoding, reading.replaced) == ("docx", "utf-8", 0)


def test_headings_are_known_by_style_name_base_and_outline_level() -> None:
    document = docx.Document()
    named = document.styles.add_style("标题 3", WD_STYLE_TYPE.PARAGRAPH)
    based = document.styles.add_style("公文小标题", WD_STYLE_TYPE.PARAGRAPH)
    based.base_style = named
    document.add_paragraph("中文样式", named)
    document.add_paragraph("继承样式", based)
    add(document, '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>大纲</w:t></w:r></w:p>')
    document.add_paragraph("正文。")
    assert headings(read(document)) == [(3, "中文样式"), (3, "继承样式"), (2, "大纲")]


def test_what_a_reader_sees_is_read_and_what_he_does_not_is_not() -> None:
    document = docx.Document()
    add(
        document,
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins w:id='1'><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:del w:id='2'><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>zhù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>注</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r>"
        "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:tab/><w:t>末</w:t><w:noBreakHyphen/></w:r></w:p>",
    )
    add(
        document,
        "<w:p><w:r><w:t>图前</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r><w:r><w:t>图后</w:t></w:r></w:p>",
    )
    assert read(document).text == "甲增注控件\t末-\n图前图后\n框内"


def test_automatic_numbers_are_part_of_the_text() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = [
        ("chineseCountingThousand", "第%1条", ""),
        ("decimal", "（%2）", ""),
        ("decimal", "%1.%2.%3", "<w:isLgl/>"),
    ]
    xml = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{legal}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text, legal) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{xml}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for ident, override in ((77, ""), (78, restart)):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{ident}"><w:abstractNumId w:val="77"/>'
                f"{override}</w:num>"
            )
        )
    places = [(77, 0), (77, 1), (77, 1), (77, 0), (77, 1), (77, 2), (78, 0), (78, 0)]
    for ident, depth in places:
        add(
            document,
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{ident}"/></w:numPr>'
            "</w:pPr><w:r><w:t>文</w:t></w:r></w:p>",
        )
    assert read(document).text.split("\n") == [
        "第一条 文",
        "（1）文",
        "（2）文",
        "第二条 文",
        "（1）文",
        "2.1.1 文",
        "第一条 文",
        "第二条 文",
    ]


def test_numbers_as_word_writes_them() -> None:
    assert [chinese(n) for n in (1, 10, 12, 20, 101, 110, 1001)] == [
        "一", "十", "十二", "二十", "一百零一", "一百一十", "一千零一",
    ]  # fmt: skip
    assert [roman(n) for n in (4, 9, 14, 40, 1999)] == ["iv", "ix", "xiv", "xl", "mcmxcix"]
    assert [letters(n) for n in (1, 26, 27, 53)] == ["a", "z", "aa", "aaa"]


def test_a_table_of_contents_is_set_aside() -> None:
    document = docx.Document()
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("第一章 总则\t1", style)
    document.add_heading("第一章 总则", 1)
    reading = read(document)
    assert asides(reading) == [("table of contents", "第一章 总则\t1")]
    assert headings(reading) == [(1, "第一章 总则")]


def test_footnotes_stand_at_the_end() -> None:
    document = docx.Document()
    document.add_paragraph("正文。")
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:t>线"
        "</w:t></w:r></w:p></w:footnote><w:footnote w:id='1'><w:p><w:r><w:t>注一。</w:t></w:r>"
        "</w:p></w:footnote></w:footnotes>"
    )
    packed = with_part(
        saved(document), "word/footnotes.xml", notes, f"{main}.footnotes+xml", relation
    )
    (reading,) = read_docx(packed)
    assert reading.text == "正文。\n注一。"


def with_part(data: bytes, name: str, xml: str, content_type: str, relation: str) -> bytes:
    """A .docx with a part more."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == "[Content_Types].xml":
                override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
                text = text.replace(b"</Types>", override.encode())
            elif info.filename == "word/_rels/document.xml.rels":
                target = name.removeprefix("word/")
                added = f'<Relationship Id="rX" Type="{relation}" Target="{target}"/>'
                text = text.replace(b"</Relationships>", f"{added}</Relationships>".encode())
            new.writestr(info, text)
        new.writestr(name, xml)
    return file.getvalue()


def test_properties_become_metadata_unless_a_program_made_them_up() -> None:
    document = docx.Document()
    document.add_paragraph("正文。")
    properties = document.core_properties
    properties.title, properties.author = "Microsoft Word - 工作总结.doc", "李四"
    properties.modified = dt.datetime(2023, 3, 5, 8)
    reading = read(document)
    assert (reading.title, reading.metadata) == (
        "工作总结",
        {"author": "李四", "date": "2023-03-05"},
    )
    properties.title, properties.author = "文档1", "微软用户"
    reading = read(document)
    assert (reading.title, reading.metadata) == (None, {"date": "2023-03-05"})


def test_the_date_and_author_of_a_template_are_not_those_of_the_document() -> None:
    document = docx.Document()
    document.add_paragraph("正文。")
    assert read(document).metadata == {}
    document.core_properties.created = dt.datetime(2013, 12, 23, 9)
    document.core_properties.modified = dt.datetime(2013, 12, 23, 9)
    assert read(document).metadata == {"date": "2013-12-23"}


def test_damage_is_named() -> None:
    data = saved(docx.Document())
    with pytest.raises(ReadError, match="it is damaged or cut off: its end is missing"):
        read_docx(data[: len(data) // 2])
    with pytest.raises(ReadError, match=r"it is in fact rich text \(\.rtf\)"):
        read_docx(b"{\\rtf1 text}")
    with pytest.raises(ReadError, match="it is damaged or no Word document"):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.txt", "a")
        read_docx(file.getvalue())
