import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from corpus import index_terms
from qa.collection.lexical import LexicalIndex

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
    """Lucene's BM25 worked out over the same terms."""
    lengths = {row: len(index_terms(text)) for row, text in TEXTS.items()}
    mean = sum(lengths.values()) / len(lengths)
    found = index.search(Counter({"石拱": 1}), 5)
    idf = math.log(1 + (5 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * lengths[5] / mean))
    assert found.rows == [5]
    assert found.scores[0] == pytest.approx(expected)


def test_what_stands_nearly_everywhere_is_not_looked_for(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path / "words")
    index.update([(row, f"工作 {'石拱' * (row < 2)}") for row in range(20)], [])
    assert index.rarer({"工作": 1, "石拱": 2, "没有": 1}) == {"石拱": 2}
    assert index.rarer({"工作": 1, "没有": 1}) == {"工作": 1, "没有": 1}


def test_scores_of_given_rows_are_those_of_the_search(index: LexicalIndex) -> None:
    question = terms("望澜桥的社区食堂")
    everything = dict(zip(*index.search(question, 10), strict=True))
    some = index.score(question, [9, 5, 3])
    assert some.parts.shape == (3, len(some.terms)) and not some.parts[0].any()
    assert some.parts.sum(1)[1:].tolist() == [everything[row] for row in (5, 3)]


def test_only_the_rows_that_are_asked_for(index: LexicalIndex) -> None:
    assert index.search(terms("望澜桥"), 10, np.array([3, 5])).rows == [5]


def test_all_that_tie_with_the_last(index: LexicalIndex) -> None:
    assert index.search(terms("食堂"), 1).rows == [3, 11]


def test_rows_by_what_their_terms_are_or_hold(index: LexicalIndex) -> None:
    assert set(index.rows_with({"望·澜", "澜·桥"}, [])) == {7, 5}
    assert index.rows_with([], {"renov"}) == [9]
    assert index.rows_with({"石·拱"}, {"堂"}) == []


def test_the_rarest_are_looked_for_until_they_stand_in_half_as_many(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    held = {"河": 20, "桥": 20, "石拱": 8, "食堂": 20, "档案": 12, "灯塔": 20, "渡口": 20}
    texts = ["，".join(word for word, count in held.items() if row < count) for row in range(200)]
    index.update(list(enumerate(texts)), [])
    assert index.holding(held) == held
    found = index.rarer(dict.fromkeys(held, 1))
    assert list(found) == ["石拱", "档案", "桥", "河", "渡口", "灯塔"]  # in 100 of 200; by name


def test_many_ties_are_found_beyond_what_is_asked_first(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path / "many")
    index.update([(row, f"石拱 {'桥' * (row == 40)}") for row in range(50)], [])
    assert len(index.search(Counter({"石拱": 1}), 3).rows) == 49


def test_removed_and_added_in_place(index: LexicalIndex, tmp_path: Path) -> None:
    index.update([(12, "石拱桥")], [5, 7])
    reopened = LexicalIndex.open(tmp_path / "words")
    assert len(reopened) == 4
    assert reopened.search(terms("石拱"), 10).rows == [12]
    fresh = LexicalIndex.open(tmp_path / "fresh")
    fresh.update([(row, TEXTS[row]) for row in (11, 3, 9)] + [(12, "石拱桥")], [])
    question = terms("社区的石拱桥 bridge")
    assert reopened.inverse_frequencies(question) == fresh.inverse_frequencies(question)
    assert reopened.search(question, 10) == fresh.search(question, 10)


def test_one_that_is_open_stays_what_it_was(index: LexicalIndex, tmp_path: Path) -> None:
    question = terms("社区的石拱桥 bridge")
    before = index.search(question, 10)
    other = LexicalIndex.open(tmp_path / "words")
    other.update([(12, "石拱桥")], [5, 7])
    index._index.reload()  # what tantivy does by itself a moment later
    assert index.search(question, 10) == before
    assert index.score(question, [5]).parts.sum() > 0


@pytest.mark.parametrize("lost", ["places.npy", "keys.bin"])
def test_one_without_numbers_for_its_words_gets_them(
    index: LexicalIndex, tmp_path: Path, lost: str
) -> None:
    """As one that was made before these were kept."""
    asked, rows = terms("望澜桥 食堂"), [3, 5, 7, 9, 11]
    (tmp_path / "words" / lost).unlink()
    again = LexicalIndex.open(tmp_path / "words")
    assert again.score(asked, rows).parts.tolist() == index.score(asked, rows).parts.tolist()
    assert again.search(asked, 3) == index.search(asked, 3)
    again.update([(13, "望澜桥头的食堂")], [3])
    assert again.search(asked, 1).rows == [13]


def test_numbers_of_other_passages_are_made_anew(index: LexicalIndex, tmp_path: Path) -> None:
    """As many, but not the same: as if a program that knows of no numbers had changed the words."""
    before = {name: (tmp_path / "words" / name).read_bytes() for name in ("places.npy", "keys.bin")}
    index.update([(13, "望澜桥头的食堂")], [3])
    for name, content in before.items():
        (tmp_path / "words" / name).write_bytes(content)
    again = LexicalIndex.open(tmp_path / "words")
    assert again.search(terms("望澜桥 食堂"), 1).rows == [13]


def test_what_is_prepared_is_found_after_the_update(index: LexicalIndex, tmp_path: Path) -> None:
    question = terms("石拱桥和木桥")
    before = index.search(question, 10)
    index.prepare([(12, "石拱桥")])
    index.prepare([(13, "木桥")])
    assert index.search(question, 10) == LexicalIndex.open(tmp_path / "words").search(question, 10)
    assert index.search(question, 10) == before
    assert index.prepared({12, 13, 14}) == {12, 13}
    index.update([(14, "木桥")], [])
    fresh = LexicalIndex.open(tmp_path / "fresh")
    fresh.update([*TEXTS.items(), (12, "石拱桥"), (13, "木桥"), (14, "木桥")], [])
    assert index.search(question, 10) == fresh.search(question, 10)
    index.update([(15, "铁桥")], [])  # nothing is left over
    assert len(index) == 9


def test_what_was_prepared_in_vain_leaves_nothing(index: LexicalIndex) -> None:
    index.prepare([(12, "石拱桥"), (13, "木桥")])
    assert index.prepared({12}) == set()  # 13 is gone meanwhile
    index.update([(12, "石拱桥")], [])
    assert index.search(terms("木桥"), 10).rows == []
    assert set(index.search(terms("石拱"), 10).rows) == {5, 12}
    index.prepare([(14, "木桥")])
    index.update([(15, "铁桥")], [12])
    assert index.rows.tolist() == [3, 5, 7, 9, 11, 15]


def test_a_writer_that_is_given_up_is_in_nobodys_way(index: LexicalIndex, tmp_path: Path) -> None:
    given_up = LexicalIndex.open(tmp_path / "words")
    given_up.prepare([(12, "石拱桥")])
    del given_up
    index.update([(13, "木桥")], [])
    assert index.rows.tolist() == [3, 5, 7, 9, 11, 13]
