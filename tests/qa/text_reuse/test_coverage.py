import numpy as np

from qa.text_reuse.coverage import Shared, covered, pairs
from tests.qa.texts import row


def test_each_place_counts_once_and_groups_are_apart() -> None:
    groups = np.array([1, 0, 0, 1, 0])
    starts, ends = np.array([5, 0, 2, 6, 8]), np.array([9, 4, 3, 12, 9])
    # group 0: [0, 4) with [2, 3) inside it, and [8, 9); group 1: [5, 12); group 2 has none
    assert covered(groups, starts, ends, 3).tolist() == [5, 7, 0]
    assert covered(groups[:0], starts[:0], ends[:0], 2).tolist() == [0, 0]


def test_pairs_have_their_stretches() -> None:
    letters = row("甲乙丙丁", "子丑寅卯", "天地玄黄")  # breaks at 0, 5 and 10
    shared = Shared(*map(np.array, ([1, 6, 2, 3], [2, 2, 2, 1], [11, 12, 12, 6], [2, 3, 2, 1])))
    found = pairs(letters, shared)
    assert found.keys.tolist() == [1, 2, 5]  # (0, 1), (0, 2), (1, 2) of three
    assert found.letters_a.tolist() == [1, 3, 2]  # (0, 2): [1, 3) and [2, 4)
    assert found.letters_b.tolist() == [1, 3, 3]
    assert [found.stretches(key).tolist() for key in (1, 2, 5, 7)] == [[3], [0, 2], [1], []]
