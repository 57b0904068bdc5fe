from __future__ import annotations

from pathlib import Path

import pytest

from qa import Collection, Hit, ask, index_paths, search
from qa.retrieval.headlines import is_headline
from tests.small_encoder import SmallEncoder

NEWS = """望澜桥恢复通行 - 澜川新闻网

您的位置：首页 > 新闻 > 正文

望澜桥恢复通行

时间：2022-09-28　来源：澜川日报　浏览量：18462　字号：[大] [中] [小]

今天上午九时，封闭近三年的石桥重新向行人开放，八十四岁的费阿婆第一个走上桥面，跺了跺脚，说不晃了。桥头的槐树下摆着三十年前的照片，街坊们指着认人，卖糖水的摊子排到了巷口，孩子们数桥墩。

桥是九孔石拱桥，始建于万历十一年，全长一百八十七米，最大一孔净跨十五米八，两侧的栏板都是青石。修缮用了三年，拆下的每块石料都编了号，裂了的换新，能用的归位，灰浆照旧法用糯米和石灰调成。
"""
QUESTION = "望澜桥恢复通行"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("望澜桥恢复通行", True),
        ("# 望瀾橋 恢復通行", True),
        ("望澜桥恢复通行\n2022年9月28日 记者 苗岭\n——修缮的得与失", True),
        ("望澜桥恢复通行\n今天恢复通行。", False),
        ("望澜桥恢复通行\nIt is open again.", False),
        ("望澜桥恢复通行了", False),
        ("##\n#", False),
        ("望澜桥恢复通行\n" + "澜川日报" * 20, False),
    ],
)
def test_a_headline_says_no_more_than_a_title(text: str, expected: bool) -> None:
    assert is_headline(text, ("望澜桥恢复通行", "交通")) == expected


def _hits(collection: Collection, encoder: SmallEncoder) -> tuple[Hit, ...]:
    return ask(collection, encoder, QUESTION, 5).hits


def test_what_a_headline_is_over_has_its_place(
    tmp_path: Path, collection: Collection, small_encoder: SmallEncoder
) -> None:
    (tmp_path / "news.txt").write_text(NEWS, "utf-8")
    index_paths(collection, small_encoder, [tmp_path / "news.txt"])
    ranked = search(collection, small_encoder, QUESTION).ranked
    texts = [
        collection.store.passages([row])[row].text
        for row in sorted(collection.store.passage_rows().tolist())
    ]
    assert texts[0] == QUESTION and len(texts) == 3
    hits = _hits(collection, small_encoder)
    assert "\n".join(hit.passage.text for hit in hits) == "\n".join(texts[1:])
    assert hits[0].confidence == ranked[0].confidence
    assert sum(part.value for part in hits[0].why.parts) == pytest.approx(hits[0].score)
    assert hits[0].citation.quote in NEWS and "浏览量" not in hits[0].citation.quote


def test_a_headline_over_nothing_stays(
    tmp_path: Path, collection: Collection, small_encoder: SmallEncoder
) -> None:
    (tmp_path / "alone.txt").write_text(QUESTION, "utf-8")
    index_paths(collection, small_encoder, [tmp_path / "alone.txt"])
    (hit,) = _hits(collection, small_encoder)
    assert hit.citation.quote == QUESTION


def test_a_passage_that_is_unwanted_leads_nothing(
    tmp_path: Path, collection: Collection, small_encoder: SmallEncoder
) -> None:
    (tmp_path / "news.txt").write_text(NEWS, "utf-8")
    index_paths(collection, small_encoder, [tmp_path / "news.txt"])
    unwanted = f"{collection.store.documents()[0].id}-1"
    hits = ask(collection, small_encoder, QUESTION, 5, less_like=[unwanted]).hits
    assert QUESTION in [hit.citation.quote for hit in hits]
    assert unwanted not in [hit.passage.id for hit in hits]
    excluding = ask(collection, small_encoder, f"{QUESTION} -费阿婆", 5).hits
    assert not any("费阿婆" in hit.citation.quote for hit in excluding)
