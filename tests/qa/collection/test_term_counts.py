"""Terms counted in many texts at once are those that one counts by splitting each."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.collection.term_counts import term_counts

TERMS = st.text("ab澜·川é𠮷", min_size=1, max_size=12)
TEXTS = st.lists(st.lists(TERMS | st.just("中华人民共和国"), max_size=8).map(" ".join), max_size=6)


@given(texts=TEXTS, terms=st.lists(TERMS | st.just("中华人民共和国"), max_size=6, unique=True))
def test_counts_are_those_of_splitting(texts: list[str], terms: list[str]) -> None:
    held = [Counter(text.split()) for text in texts]
    expected = np.array([one[term] for one in held for term in terms], float)
    np.testing.assert_array_equal(
        term_counts(texts, terms), expected.reshape(len(texts), len(terms))
    )


def test_long_terms_that_begin_or_end_alike_are_told_apart() -> None:
    base = "https://例子/" + "a" * 40
    terms = [base, base + "a", "x" + base, base[:-1] + "b", base[:8], base[:16]]
    texts = [" ".join(terms[i:]) for i in range(len(terms))]
    assert term_counts(texts, terms).tolist() == [
        [float(column >= row) for column in range(len(terms))] for row in range(len(terms))
    ]
