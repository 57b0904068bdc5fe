import pytest

from corpus.readers import Reading
from corpus.readers.html import read_html
from tests.corpus.readers.checks import asides, headings

ARTICLE = """<!DOCTYPE html><html><head><meta charset="{charset}">
<title>某市发布教育规划_某某网</title><meta property="og:site_name" content="某某网">
<meta name="publishdate" content="2023-03-05"><style>.x{{color:red}}</style>
<link rel="canonical" href="https://news.example.com/a/1.html"></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/n">新闻</a></li></ul>
<div>您的位置：<a href="/">首页</a> &gt; 正文</div>
<h1>某市发布教育规划</h1><div>2023-03-05 09:12 来源：某某社 作者：张三</div>
<div class="content"><p>
　　某市人民政府今日发布<ruby>教育<rp>(</rp><rt>jiàoyù</rt><rp>)</rp></ruby>发展规划，
提出到2030年全面普及学前教育，基本实现义务教育优质均衡发展。</p>
<p>规划提出，要加大财政投入力度，<b>重点</b>支持农村学校建设，改善办学条件，提高教师待遇。</p>
<h2>一、主要目标</h2>
<p>到2030年，全市学前教育毛入园率达到98%以上，九年义务教育巩固率达到99%以上。<br>
高中阶段教育毛入学率达到97%以上，残疾儿童义务教育入学率达到97%以上。</p>
<table><tr><th>指标</th><th>2025</th></tr><tr><td>入园率</td><td><p>95%</p></td></tr></table>
<p style="color:red; display: none">隐藏文字</p><!-- 注释 -->
<p>市教育局负责人表示，规划的实施将分三个阶段推进，每个阶段都有明确的任务书和时间表。</p></div>
<h3>相关阅读</h3><ul><li><a href="1">某省召开教育大会部署工作</a></li></ul>
<footer><p>版权所有 某某网</p></footer><script>var a = "脚本";</script></body></html>"""

LINES = [
    "首页",
    "新闻",
    "您的位置：首页 > 正文",
    "某市发布教育规划",
    "2023-03-05 09:12 来源：某某社 作者：张三",
    "某市人民政府今日发布教育发展规划，提出到2030年全面普及学前教育，"
    "基本实现义务教育优质均衡发展。",
    "规划提出，要加大财政投入力度，重点支持农村学校建设，改善办学条件，提高教师待遇。",
    "一、主要目标",
    "到2030年，全市学前教育毛入园率达到98%以上，九年义务教育巩固率达到99%以上。",
    "高中阶段教育毛入学率达到97%以上，残疾儿童义务教育入学率达到97%以上。",
    "指标\t2025",
    "入园率\t95%",
    "市教育局负责人表示，规划的实施将分三个阶段推进，每个阶段都有明确的任务书和时间表。",
    "相关阅读",
    "某省召开教育大会部署工作",
    "版权所有 某某网",
]


def read(page: str, encoding: str = "utf-8") -> Reading:
    (reading,) = read_html(page.encode(encoding))
    return reading


def test_all_visible_text_is_there_once_and_in_order() -> None:
    assert read(ARTICLE.format(charset="utf-8")).text.split("\n") == LINES


def test_headings_have_their_level() -> None:
    reading = read(ARTICLE.format(charset="utf-8"))
    assert headings(reading) == [(1, "某市发布教育规划"), (2, "一、主要目标")]


def test_what_is_not_main_content_is_set_aside_with_the_reason() -> None:
    assert asides(read(ARTICLE.format(charset="utf-8"))) == [
        ("links", "首页"),
        ("links", "新闻"),
        ("outside the main text", "您的位置：首页 > 正文"),
        ("outside the main text", "2023-03-05 09:12 来源：某某社 作者：张三"),
        ("outside the main text", "相关阅读"),
        ("links", "某省召开教育大会部署工作"),
        ("page footer", "版权所有 某某网"),
    ]


def test_metadata_comes_from_the_page() -> None:
    reading = read(ARTICLE.format(charset="utf-8"))
    assert reading.title == "某市发布教育规划"
    assert reading.metadata == {
        "date": "2023-03-05",
        "source": "某某社",
        "author": "张三",
        "url": "https://news.example.com/a/1.html",
    }


def test_a_page_without_main_content_is_read_whole() -> None:
    reading = read("<body><nav><a href=a>首页</a></nav><p>短。</p><div>另一句。</div></body>")
    assert (reading.text, reading.blocks) == ("首页\n短。\n另一句。", ())


@pytest.mark.parametrize(
    ("declared", "encoding", "found"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("big5", "big5", "big5hkscs"),
        ("utf-8", "utf-8", "utf-8"),
        ("gbk", "utf-8", "utf-8"),  # a wrong declaration that the bytes contradict
        ("utf-8", "utf-16", "utf-16-le"),  # the byte order mark is before the declaration
        ("no-such-charset", "gb18030", "gb18030"),
    ],
)
def test_the_declared_encoding_counts_unless_the_bytes_say_otherwise(
    declared: str, encoding: str, found: str
) -> None:
    page = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>" + (
        "<p>國家圖書館收藏了大量的歷史文獻，讀者可以在閱覽室查閱。館內設有專題展覽。</p>"
    )
    reading = read(page, encoding)
    assert reading.encoding == found
    assert (
        reading.text == "國家圖書館收藏了大量的歷史文獻，讀者可以在閱覽室查閱。館內設有專題展覽。"
    )


def test_a_declaration_decides_what_bytes_alone_would_not() -> None:
    page = "<meta charset=Shift_JIS><p>ｱｲｳ</p>"
    assert read(page, "cp932").text == "ｱｲｳ"


def test_xhtml_is_read_as_xml() -> None:
    page = (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        "<title/></head><body><a id='x'/><h2>第一回</h2><p>话说&nbsp;天下&amp;大势</p></body>"
        "</html>"
    )
    reading = read(page)
    assert reading.text == "第一回\n话说\u00a0天下&大势"
    assert headings(reading) == [(2, "第一回")]


def test_a_table_that_arranges_the_page_is_not_a_row() -> None:
    page = (
        "<table><tr><td>栏目</td><td><h2>标题</h2><p>第一段。</p><p>第二段。</p></td></tr></table>"
        "<table><tr><td>甲</td><td></td><td>丙<br>丁</td></tr></table>"
    )
    assert read(page).text == "栏目\n标题\n第一段。\n第二段。\n甲\t\t丙 丁"


def test_preformatted_lines_stay_apart() -> None:
    assert read("<pre>第一行\n  第 二行</pre>尾").text == "第一行\n第 二行\n尾"


def test_a_very_deep_page_is_read() -> None:
    assert read("<div>" * 1500 + "底" + "</div>" * 1500).text == "底"


def test_a_nul_byte_does_not_end_the_page() -> None:
    assert read("<p>前\x00后</p><p>末</p>").text == "前后\n末"


def test_a_saved_page_knows_its_address() -> None:
    page = "<!-- saved from url=(0026)https://example.com/a.html --><p>正文在此。</p>"
    assert read(page).metadata["url"] == "https://example.com/a.html"
