"""Terms as numbers are found again by row, and only those that were committed."""

from pathlib import Path

import pytest

from qa.collection.key_file import KeyFile
from qa.collection.term_keys import counted, packed


def holding(keys: KeyFile, rows: list[int], term: str) -> list[float]:
    return [row[0] for row in counted(keys.of(rows), [term]).tolist()]


def test_they_are_there_again_by_row(tmp_path: Path) -> None:
    keys = KeyFile.open(tmp_path)
    assert len(keys) == 0 and not keys.of([1, 2])[1].size
    for row, terms in ((7, ["桥", "桥"]), (3, ["河"]), (5, [])):
        keys.add(row, terms)
    for found in (keys.commit(), KeyFile.open(tmp_path)):
        assert len(found) == 3
        assert holding(found, [3, 7, 4, 9, 5, 1], "桥") == [0, 2, 0, 0, 0, 0]
        assert (found.of([3])[0] == packed(["河"])).all()


def test_what_is_added_counts_once_it_is_committed(tmp_path: Path) -> None:
    first = KeyFile.open(tmp_path)
    first.add(1, ["桥"])
    first = first.commit()
    first.add(2, ["桥"])
    assert holding(KeyFile.open(tmp_path), [1, 2], "桥") == [1, 0]
    first.give_up()
    first.add(3, ["河", "桥"])
    after = first.commit()
    assert holding(after, [1, 2, 3], "桥") == [1, 0, 1] and len(after) == 2
    assert holding(KeyFile.open(tmp_path), [1, 2, 3], "河") == [0, 0, 1]
    assert after.commit() is after


def test_a_stop_while_something_is_added_does_no_harm(tmp_path: Path) -> None:
    keys = KeyFile.open(tmp_path)
    keys.add(1, ["桥"])
    keys = keys.commit()
    keys.add(2, ["河"] * 3)
    keys._file.flush()  # type: ignore[union-attr]
    again = KeyFile.open(tmp_path)
    again.add(4, ["桥", "桥"])
    assert holding(again.commit(), [1, 2, 4], "桥") == [1, 0, 2]


def test_whoever_has_it_open_sees_what_it_was(tmp_path: Path) -> None:
    keys = KeyFile.open(tmp_path)
    keys.add(1, ["桥"])
    keys = keys.commit()
    open_elsewhere = KeyFile.open(tmp_path)
    fresh = keys.clear()
    assert len(fresh) == len(KeyFile.open(tmp_path)) == 0
    fresh.add(1, ["河"])
    fresh = fresh.commit()
    assert holding(open_elsewhere, [1], "桥") == [1]
    assert holding(fresh, [1], "桥") == [0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("places.npy", b"no numbers"),
        ("places.npy", b""),
        ("places.npy", b"PK\x03\x04"),
        ("keys.bin", b"cut off!"),
        ("keys.bin", b""),
    ],
)
def test_a_damaged_file_holds_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    keys = KeyFile.open(tmp_path)
    keys.add(1, ["桥", "河"])
    keys.commit()
    (tmp_path / name).write_bytes(content)
    assert len(KeyFile.open(tmp_path)) == 0
