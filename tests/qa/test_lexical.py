import math
from collections import Counter
from pathlib import Path

import pytest

from corpus import index_terms
from qa.lexical import LexicalIndex

TEXTS = {
    7: "望澜桥修缮工程完工",
    3: "社区食堂供应午餐",
    5: "望瀾橋的石拱",
    9: "bridge renovation",
    11: "社区食堂供应午餐",
}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex.open(tmp_path / "words")
    index.update(TEXTS.items(), [])
    return index


def terms(text: str) -> Counter[str]:
    return Counter(index_terms(text))


def test_scripts_meet_and_ties_go_by_row(index: LexicalIndex) -> None:
    assert set(index.search(terms("望澜桥"), 10).rows) == {7, 5}
    assert index.search(terms("食堂"), 10).rows == [3, 11]
    assert index.search(terms("Bridge"), 10).rows == [9]
    assert index.search(terms("没有"), 10).rows == []


def test_the_score_is_bm25(index: LexicalIndex) -> None:
    """Lucene's BM25 worked out over the same terms; tantivy keeps lengths of up to 40 exactly."""
    lengths = {row: len(index_terms(text)) for row, text in TEXTS.items()}
    mean = sum(lengths.values()) / len(lengths)
    found = index.search(Counter({"石拱": 1}), 5)
    idf = math.log(1 + (5 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * lengths[5] / mean))
    assert found.rows == [5]
    assert found.scores[0] == pytest.approx(expected, rel=1e-4)


def test_scores_of_given_rows_are_those_of_the_search(index: LexicalIndex) -> None:
    question = terms("望澜桥的社区食堂")
    everything = dict(zip(*index.search(question, 10), strict=True))
    some = dict(zip(*index.score(question, [3, 5, 9]), strict=True))
    assert some == {row: everything[row] for row in (3, 5)}
    assert index.score(question, []).rows == []


def test_removed_and_added_in_place(index: LexicalIndex, tmp_path: Path) -> None:
    index.update([(12, "石拱桥")], [5, 7])
    reopened = LexicalIndex.open(tmp_path / "words")
    assert len(reopened) == 4
    assert reopened.search(terms("石拱"), 10).rows == [12]
    assert reopened.document_frequencies(["石拱", "食堂", "无"]) == {"石拱": 1, "食堂": 2, "无": 0}
