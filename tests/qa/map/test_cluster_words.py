from math import log

import pytest

from qa.map.cluster_words import class_tf_idf, most_telling, name_groups, own_words


def test_class_tf_idf_by_hand() -> None:
    # 8 words in two classes: A is 4; 食堂 stands 4 times in all, 桥 once
    first, second = class_tf_idf([{"食堂": 3, "桥": 1}, {"食堂": 1, "拱": 3}])
    assert first["食堂"] == pytest.approx(3 * log(1 + 4 / 4))
    assert first["桥"] == pytest.approx(log(1 + 4 / 1))
    assert second == {
        "食堂": pytest.approx(log(2)),
        "拱": pytest.approx(3 * log(1 + 4 / 3)),
    }
    assert class_tf_idf([]) == [] and class_tf_idf([{}]) == [{}]


def test_a_word_names_one_class() -> None:
    assert own_words([{"a": 1.0}, {"a": 3.0, "b": 1.0}]) == [{}, {"a": 3.0, "b": 1.0}]


def test_parts_of_a_chosen_word_are_left_out() -> None:
    assert most_telling({"食堂": 5.0, "社区食堂": 4.0, "饭": 1.0}, 3) == ["食堂", "饭"]


def test_groups_are_named_by_what_sets_them_apart() -> None:
    names = name_groups(
        [
            ["社区食堂的午餐，食堂的工作", "食堂在2019年开张，工作很忙"],
            ["石桥的拱石，修桥的工作", "The stone bridge, and the stones of the bridge 石桥"],
        ]
    )
    assert names[0][0] == "食堂"
    assert {"石桥", "bridge"} & set(names[1]) and "the" not in names[1]
    assert not any(char.isdigit() for name in names for word in name for char in word)
