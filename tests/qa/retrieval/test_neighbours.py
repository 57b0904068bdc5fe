"""Passages that are shown as one, since an answer may run over several."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus import CleanText, Passage
from qa import Collection, ask, index_paths
from qa.retrieval.neighbours import LONGEST, Scored, joined, with_neighbours
from tests.small_encoder import SmallEncoder

ARTICLES = """# 望澜桥养护办法

第一条 桥工队每月检查桥孔一次，雨季每旬一次，检查的结果写在簿子上，簿子放在桥头的茶棚里。

第二条 石缝有松动的，由匠人用糯米灰浆修补，修补的日子写在簿子上，补过的石头刻上年月。
"""
MASONS = (
    "修桥的石匠有三十一个，领头的姓费。石匠们拆下每块石料都编了号，裂了的换新，能用的归位，缺的从青岭采石场"
    "运来，一块一块敲过听声，声音发闷的退回去。石匠们住在槐树下的工棚里，每天天不亮就上桥，下雨也不停工。"
)
MORTAR = (
    "修桥的灰浆是石匠们照旧法调的，糯米熬成浆，和石灰拌匀，补在背阴处，养足七天再敲。石匠们说，修桥的灰浆不能急，"
    "急了来年就裂。九个桥孔补完，石匠们把剩下的糯米煮了一锅饭，请街坊们在桥头吃，修桥就算修成了。"
)
SUMMER = (
    "那年夏天的西瓜特别甜，卖糖水的摊子排到了巷口，孩子们在河里摸鱼，老人在树下下棋，谁也不急着回家。电车站"
    "搬到了邮局对面，票价涨了五分，售票员换成了年轻姑娘，见人先笑。入秋以后雨水多，河面高了一尺，渡船停了半个月。"
)


def _passage(ordinal: int, text: str, *section: str) -> Passage:
    start = ordinal * 1000
    places = np.arange(start, start + len(text), dtype=np.int32)
    clean = CleanText(text, np.stack([places, places + 1], axis=1))
    return Passage(f"d-{ordinal}", "d", start, start + len(text), section, 0, None, "", clean, ())


def _around(best: Passage, *others: tuple[Passage, float]) -> list[str]:
    known = {one.id: Scored(one, score) for one, score in others}
    return [part.id for part in with_neighbours(best, known.get)]


def test_neighbours_that_may_answer_too_are_joined_in_order() -> None:
    before, best, after, last = (_passage(n, "石匠编了号。", "修桥") for n in range(4))
    assert _around(best, (after, 1.0), (before, 2.0), (last, 0.5)) == ["d-0", "d-1", "d-2", "d-3"]
    assert _around(best, (last, 3.0)) == ["d-1"]  # not beside it
    assert _around(best) == ["d-1"]


def test_what_stands_under_another_heading_stays_apart() -> None:
    one, other = _passage(0, "每月检查。", "第一条"), _passage(1, "用灰浆修补。", "第二条")
    assert _around(one, (other, 5.0)) == ["d-0"]
    assert _around(other, (one, 5.0)) == ["d-1"]


def test_what_announces_an_item_belongs_to_it() -> None:
    lead = _passage(0, "要从两个方面着手。建议如下：")
    item = _passage(1, "一是勤看。", "建议如下：")
    assert _around(item, (lead, 1.0)) == ["d-0", "d-1"]
    assert _around(lead, (item, 1.0)) == ["d-0", "d-1"]


def test_together_they_are_not_too_long_and_the_better_one_comes_first() -> None:
    before, best, after = (_passage(n, "字" * (LONGEST * 2 // 5)) for n in range(3))
    assert _around(best, (before, 1.0), (after, 2.0)) == ["d-1", "d-2"]
    assert _around(best, (before, 2.0), (after, 1.0)) == ["d-0", "d-1"]
    short = _passage(2, "字")
    assert _around(best, (before, 2.0), (short, 1.0)) == ["d-0", "d-1", "d-2"]


def test_joined_passages_stand_where_they_stand() -> None:
    parts = [_passage(0, "甲乙。"), _passage(1, "丙丁。")]
    whole = joined(parts)
    assert (whole.id, whole.start, whole.end, whole.text) == ("d-0", 0, 1003, "甲乙。\n丙丁。")
    assert whole.in_document(4, 6) == (1000, 1002)


def test_an_answer_over_two_paragraphs_is_one_hit(tmp_path: Path, collection: Collection) -> None:
    (tmp_path / "桥.txt").write_text("\n\n".join((MASONS, MORTAR, SUMMER)), "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    first, second = ask(collection, SmallEncoder(), "石匠有多少人，怎么修的桥？", 5).hits
    assert first.citation.quote == f"{MASONS}\n\n{MORTAR}"
    assert second.citation.quote == SUMMER
    assert [first.rank, second.rank] == [1, 2]


def test_articles_are_cited_one_by_one(tmp_path: Path, collection: Collection) -> None:
    (tmp_path / "办法.md").write_text(ARTICLES, "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    hits = ask(collection, SmallEncoder(), "检查和修补的日子写在哪里", 5).hits
    assert len(hits) == 2
    assert sorted("第一条" in hit.citation.quote for hit in hits) == [False, True]


def test_passages_of_two_documents_or_pages_stay_apart() -> None:
    one, next_page = _passage(0, "每月检查。"), replace(_passage(1, "雨季每旬。"), page=2)
    assert _around(one, (next_page, 5.0)) == ["d-0"]
    elsewhere = replace(_passage(1, "雨季每旬。"), document_id="d-")
    assert _around(one, (elsewhere, 5.0)) == ["d-0"]


def test_what_answers_beside_a_near_duplicate_is_shown(
    tmp_path: Path, collection: Collection
) -> None:
    """Nothing goes with what is folded into another hit."""
    (tmp_path / "甲.txt").write_text(f"{MASONS}\n\n{SUMMER}", "utf-8")
    (tmp_path / "乙.txt").write_text(f"{MASONS}\n\n{MORTAR}\n\n{SUMMER}", "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    hits = ask(collection, SmallEncoder(), "石匠有多少人，怎么修的桥？", 5).hits
    assert any(MORTAR in hit.citation.quote for hit in hits)
    cited = [place.quote for hit in hits for place in (hit.citation, *hit.also_in)]
    assert sum(quote.startswith(MASONS) for quote in cited) == 2


def test_what_was_scored_and_all_that_is_shown_are_named(
    tmp_path: Path, collection: Collection
) -> None:
    (tmp_path / "桥.txt").write_text("\n\n".join((MORTAR, MASONS, SUMMER)), "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    question = "石匠有多少人，怎么修的桥？"
    first, second = ask(collection, SmallEncoder(), question, 5).hits
    document = first.citation.document.id
    assert first.passage.id == f"{document}-0"
    assert first.passages == (f"{document}-1", f"{document}-0")
    assert second.passages == (second.passage.id,)
    others = ask(collection, SmallEncoder(), question, 5, less_like=first.passages).hits
    assert [hit.citation.quote for hit in others] == [SUMMER]
