import pytest

from qa.commands.columns import columns_of, side_by_side, wrapped


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("望澜桥", 4, ["望澜", "桥"]),
        ("望澜桥", 5, ["望澜", "桥"]),
        ("an old bridge", 8, ["an old", "bridge"]),
        ("修了 the bridge", 10, ["修了 the", "bridge"]),
        ("", 8, [""]),
        ("a\x1b[31mb\x07", 20, ["a[31mb"]),
        ("甲\n乙", 20, ["甲 乙"]),
        ("x" * 25, 20, ["x" * 20, "x" * 5]),
    ],
)
def test_wrapping(text: str, columns: int, lines: list[str]) -> None:
    assert wrapped(text, columns) == lines


@pytest.mark.parametrize("columns", [60, 80, 133])
def test_the_mark_stands_in_one_column(columns: int) -> None:
    shown = side_by_side("望澜桥修缮 and more " * 9, "又一段文字，" * 20, "≈", columns)
    lines = shown.splitlines()
    assert all(sum(map(columns_of, line)) <= columns for line in lines)
    assert sum(map(columns_of, lines[0].split("≈")[0])) == (columns - 3) // 2 + 1
