"""Places among ascending numbers are those that numpy finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings import places_in

NUMBERS = st.lists(st.integers(1, 60), max_size=40)


@given(there=st.sets(st.integers(1, 60)), wanted=NUMBERS)
def test_places_are_those_of_a_search(there: set[int], wanted: list[int]) -> None:
    ascending, sought = np.array(sorted(there), np.int64), np.array(wanted, np.int64)
    np.testing.assert_array_equal(places_in(ascending, sought), np.searchsorted(ascending, sought))
