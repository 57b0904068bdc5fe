import random

import numpy as np
import pytest

from qa import Collection, index_documents
from qa.text_reuse.near_duplicates import (
    HASHES,
    elsewhere,
    groups,
    in_other_documents,
    near_duplicate_groups,
    resemblance,
    shingles,
    signatures,
)
from tests.qa.texts import document
from tests.small_encoder import SmallEncoder

PASSAGE = (
    "社区食堂每天中午供应三种套餐，七十岁以上的老人每餐补贴三元，行动不便的可以预约送餐。"
    "食堂的账目每月在门口公布一次，欢迎街坊们随时来查看，有意见可以写在本子上。"
)


def test_shingles_are_of_folded_letters() -> None:
    assert len(shingles("甲乙丙丁戊")) == 2  # 甲乙丙丁, 乙丙丁戊
    np.testing.assert_array_equal(shingles("關注民生，Ａ"), shingles("关注 民生a"))
    assert (len(shingles("甲乙")), len(shingles("，。"))) == (1, 0)
    assert len(shingles("甲乙丙丁甲乙丙丁")) == 4  # the fifth is the first again


def test_resemblance_by_hand() -> None:
    # 甲乙丙丁 乙丙丁戊 丙丁戊己 and 乙丙丁戊 丙丁戊己 丁戊己庚: two of four
    assert resemblance(shingles("甲乙丙丁戊己"), shingles("乙丙丁戊己庚")) == 0.5
    assert resemblance(shingles("甲乙丙丁"), shingles("")) == 0.0
    assert resemblance(shingles(""), shingles("")) == 0.0


def changed(text: str, share: float, seed: int) -> str:
    random_ = random.Random(seed)
    return "".join("改" if random_.random() < share else char for char in text)


def test_equal_columns_estimate_the_resemblance() -> None:
    pairs = [
        (PASSAGE * 2, changed(PASSAGE * 2, share, int(share * 1000)))
        for share in np.linspace(0, 0.2, 60)
    ]
    exact = np.array([resemblance(shingles(a), shingles(b)) for a, b in pairs])
    table = signatures([shingles(text) for pair in pairs for text in pair])
    estimate = (table[::2] == table[1::2]).mean(1)
    assert exact.min() < 0.5 and exact.max() == 1.0
    # Standard error sqrt(s (1 - s) / HASHES), at most 0.044
    assert abs((estimate - exact).mean()) < 0.02
    assert np.abs(estimate - exact).max() < 4 * 0.5 / HASHES**0.5


def test_a_signature_is_the_least_value_and_nothing_has_the_largest() -> None:
    a, b = shingles("甲乙丙丁戊"), shingles("子丑寅卯辰巳")
    both = np.union1d(a, b)
    table = signatures([a, b, both, shingles("")])
    np.testing.assert_array_equal(table[2], np.minimum(table[0], table[1]))
    assert (table[3] == 2**32 - 1).all()


def test_nearly_the_same_are_one_group() -> None:
    other = "今年新开的邮局在火车站东边，周末也营业到晚上八点，寄往外省的包裹两天就到。"
    texts = [PASSAGE, other, PASSAGE.replace("三元", "五元"), "", "。", PASSAGE[:30]]
    assert groups(signatures([shingles(text) for text in texts])).tolist() == [0, 1, 0, 3, 4, 5]
    assert near_duplicate_groups(texts) == [[0, 2], [1], [3], [4], [5]]


def test_exact_groups_by_hand() -> None:
    texts = ["abcdefghijklm", "bcdefghijklm", "cdefghijklm", "zzzzz", "abcdefghijklm", "yyyyy"]
    # four-letter shingles: 10, 9, 8; 9/10 and 8/9 resemble at 0.85, 8/10 does not
    assert near_duplicate_groups(texts, 3, bar=0.85) == [[0, 1, 4], [2], [3]]
    assert near_duplicate_groups(texts, 1, bar=0.85) == [[0, 1, 4]]
    assert near_duplicate_groups(texts, bar=0.85) == [[0, 1, 4], [2], [3], [5]]
    assert near_duplicate_groups([], 5) == []


def test_groups_are_joined_through_different_bands() -> None:
    """Rows 0 and 1 are alike, and 1 and 2, but 0 and 2 are not."""
    table = np.arange(3 * HASHES, dtype=np.uint32).reshape(3, HASHES)
    part = HASHES // 4
    table[1, part:] = table[0, part:]
    table[2, : HASHES - part] = table[1, : HASHES - part]
    assert (table[0] == table[2]).mean() == 0.5
    assert groups(table, 0.75).tolist() == [0, 0, 0]
    assert groups(table, 0.8).tolist() == [0, 1, 2]


def test_only_other_documents_count() -> None:
    assert in_other_documents(np.array([0, 0, 2, 3, 2]), ["a", "a", "b", "c", "d"]) == 2


@pytest.mark.parametrize(
    ("texts", "count"), [((), 0), ((PASSAGE, "别的"), 0), ((PASSAGE, PASSAGE + "好"), 2)]
)
def test_a_collection_counts_them(
    collection: Collection, texts: tuple[str, ...], count: int
) -> None:
    index_documents(
        collection, SmallEncoder(), [document(text, f"/{n}.txt") for n, text in enumerate(texts)]
    )
    assert elsewhere(collection.store) == count
