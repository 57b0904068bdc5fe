"""Terms counted as numbers are those that one counts by comparing words."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.collection.term_keys import counted, packed

TERM = st.text("ab澜·川é𠮷", min_size=1, max_size=12) | st.just("中华人民共和国")
TEXTS = st.lists(st.lists(TERM, max_size=8), max_size=6)


@given(texts=TEXTS, terms=st.lists(TERM, max_size=6, unique=True))
def test_counts_are_those_of_words(texts: list[list[str]], terms: list[str]) -> None:
    held = [Counter(text) for text in texts]
    expected = [[float(one[term]) for term in terms] + [float(one.total())] for one in held]
    assert counted(list(map(packed, texts)), terms).tolist() == expected


def test_a_term_that_is_there_very_often() -> None:
    text = ["甲"] * 1000 + ["乙"] * 255 + ["丙"] * 510 + ["丁"]
    keys = packed(text)
    assert len(keys) == 4 + 1 + 2 + 1
    asked = ["丁", "丙", "乙", "甲", "戊"]
    assert counted([keys], asked).tolist() == [[1, 510, 255, 1000, 0, 1766]]


def test_long_terms_that_begin_or_end_alike_are_told_apart() -> None:
    base = "https://例子/" + "a" * 40
    terms = [base, base + "a", "x" + base, base[:-1] + "b", base[:8], base[:16]]
    texts = [packed(terms[i:]) for i in range(len(terms))]
    expected = np.triu(np.ones((len(terms), len(terms))))
    np.testing.assert_array_equal(counted(texts, terms)[:, :-1], expected)
