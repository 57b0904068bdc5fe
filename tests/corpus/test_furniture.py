import json
import re
from pathlib import Path

import pytest

from corpus import SAMPLE_FOLDER, damaged_places, divide, read_file
from corpus.furniture import furniture
from corpus.metadata import edge_metadata, first_line_title


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("您的位置：首页 > 新闻 > 正文", "navigation"),
        ("首頁 > 兩地觀察 > 安老", "navigation"),
        ("上一篇：甲　下一篇：乙", "navigation"),
        ("免责声明：本站信息来自网络。", "disclaimer"),
        ("某网版權及免責聲明：凡本網註明來源的作品。", "disclaimer"),
        ("如若转载,请注明出处:https://example.com/1.html", "reprint notice"),
        ("推荐访问:新形势下 老干部 内涵", "widget"),
        ("新闻热线：0000-5550123", "contact"),
        ("【责任编辑：某甲】", "editor"),
        ("时间:2022-03-20 00:05:56 公文范文 来源:网友投稿", "byline"),
        ("2020-05-28 15:56 來源: 編輯:供稿 瀏覽量:0", "byline"),
    ],
)
def test_what_is_plainly_furniture(line: str, reason: str) -> None:
    assert furniture(["题目", line, "正文。"]) == {1: reason}


@pytest.mark.parametrize(
    "line",
    [
        "时间：是检验真理的标准，来源于实践，我们必须在实践中检验和发展真理。",
        "作者认为，老干部工作要融入大局。",
        "位置决定想法，想法决定做法。",
        "要设立服务热线，及时解决老同志反映的问题，热线号码是12345，全天有人接听。",
        "转载本文者须知：历史不会重复。",
        "（作者系市政协副主席、市委老干部局局长）",
        "2022年9月20日",
        "（2023年4月18日）",
        "相关部门要推荐一批典型。",
        "关键词是发展。",
    ],
)
def test_text_is_never_set_aside_for_looking_odd(line: str) -> None:
    assert furniture(["题目", line, "正文。"]) == {}


def test_only_the_edges_of_a_page_have_its_own_lines() -> None:
    body = ["正文一段。"] * 20
    assert furniture([*body, "来源：某报 编辑：某甲", *body]) == {}


def test_a_title_that_is_repeated() -> None:
    assert furniture(["题目 一则", "来源：某报", "题目　一则", "正文。"]) == {
        1: "byline",
        2: "repeated title",
    }
    assert furniture(["诗", "山高月小。", "水落石出。", "山高月小。"]) == {}


def test_metadata_of_the_edges() -> None:
    assert edge_metadata("题目\n來源：某報　編輯：某乙\n中共某县委书记 某某甲\n正文。") == {
        "source": "某報",
        "editor": "某乙",
        "author": "某某甲",
        "author_role": "中共某县委书记",
    }
    assert edge_metadata("作者: 发布时间:2019/11/12 9:23:45 点击率:0") == {"date": "2019-11-12"}


def test_titles() -> None:
    assert first_line_title("旧桥通车 - 某某新闻网\n正文。", "x.txt") == "旧桥通车"
    assert first_line_title("您的位置：首页 > 正文\n旧桥通车\n正文。", "x.txt") == "旧桥通车"
    repeated = "书记这样说!\n时间:2019-01-02 来源:某报\n书记这样说!\n正文。"
    assert first_line_title(repeated, "x.txt") == "书记这样说!"


def test_no_evidence_of_the_sample_questions_is_set_aside() -> None:
    rows = (SAMPLE_FOLDER / "questions.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, rows):
        if row["kind"] != "none":
            (document,) = read_file(SAMPLE_FOLDER / "documents" / row["document"])
            for place in divide(document).set_aside:
                assert place.end <= row["start"] or place.start >= row["end"], row["id"]


SEEDS = {  # what is set aside, as offsets; damaged places; metadata
    "000_3f6ab959762ef391.txt": (
        {
            (0, 14): "navigation",
            (2108, 2188): "disclaimer",
            (2189, 2194): "widget",
            (2195, 2203): "widget",
        },
        0,
        {"author_role": "市政协副主席、市委老干部局局长"},
    ),
    "001_930ed2109418e768.txt": (
        {(2981, 3031): "reprint notice"},
        0,
        {"url": "https://www.xiezuomuban.com/126149.html"},
    ),
    "002_11b5e0bd2ab51daf.txt": (
        {(0, 16): "title", (18, 53): "byline", (2998, 3014): "widget"},
        0,
        {"date": "2022-03-20", "source": "网友投稿"},
    ),
    "003_b74884d00001fd5b.txt": (
        {(0, 32): "title", (33, 66): "byline", (67, 99): "repeated title"},
        0,
        {"date": "2019-11-12", "author": "翟玉龙", "author_role": "中共镇雄县委书记"},
    ),
    "004_b7a5152ad6829bcd.txt": (
        {
            (0, 105): "contact",  # slogan with addresses and telephone
            (107, 145): "title",
            (147, 179): "byline",
            (2348, 2374): "contact",
            (2375, 2388): "editor",
            (2390, 2649): "disclaimer",
        },
        5,
        {"date": "2020-05-28", "editor": "供稿", "author": "朱江浪"},
    ),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds(shared: Path, name: str) -> None:
    aside, damaged, metadata = SEEDS[name]
    (document,) = read_file(shared / "seeds" / name)
    division = divide(document)
    assert {(one.start, one.end): one.why for one in division.set_aside} == aside
    assert len(damaged_places(document.text)) == damaged
    assert document.metadata == metadata
    for passage in division.passages:
        assert not re.search("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", passage.text)


@pytest.mark.shared
def test_no_evidence_of_the_seed_questions_is_set_aside(shared: Path) -> None:
    rows = shared / "evaluation" / "seed-questions" / "questions.jsonl"
    for row in map(json.loads, rows.read_text("utf-8").splitlines()):
        if row["kind"] != "none":
            (document,) = read_file(shared / "seeds" / row["document"])
            for place in divide(document).set_aside:
                assert place.end <= row["start"] or place.start >= row["end"], row["id"]
