"""Only files in the folders that were opened can be named."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import UsageError
from ui import AllowedFolders

OUTSIDE = "outside the folders that may be indexed"


@pytest.fixture
def allowed(tmp_path: Path) -> AllowedFolders:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.txt").write_text("甲")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.txt").write_text("密")
    (tmp_path / "inner").mkdir()
    return AllowedFolders((tmp_path / "in",))


def test_files_and_folders_inside(allowed: AllowedFolders, tmp_path: Path) -> None:
    inside = tmp_path / "in"
    for name in (str(inside), str(inside / "deep" / "a.txt"), "deep", "deep/a.txt", "./deep"):
        (found,) = allowed.select([name])
        assert found == inside / name
    assert AllowedFolders((tmp_path / "none", inside)).select(["deep"]) == [inside / "deep"]


@pytest.mark.parametrize("name", ["..", "../out", "deep/../../out", "", "  ", "a\0b"])
def test_names_that_are_no_plain_paths(allowed: AllowedFolders, name: str) -> None:
    with pytest.raises(UsageError, match="is no path"):
        allowed.select([name])


@pytest.mark.parametrize("name", ["out/secret.txt", "out", "inner", "out/not-there.txt", "."])
def test_what_lies_outside_is_refused_alike(
    allowed: AllowedFolders, tmp_path: Path, name: str
) -> None:
    with pytest.raises(UsageError, match=OUTSIDE):
        allowed.select([str(tmp_path / name)])
    for other in ("/etc/passwd", "/"):
        with pytest.raises(UsageError, match=OUTSIDE):
            allowed.select([other])


def test_links_are_followed_before_they_are_judged(allowed: AllowedFolders, tmp_path: Path) -> None:
    inside, secret = tmp_path / "in", tmp_path / "out" / "secret.txt"
    (inside / "link.txt").symlink_to(secret)
    with pytest.raises(UsageError, match=OUTSIDE):
        allowed.select(["link.txt"])
    with pytest.raises(UsageError, match="link that leads out"):
        allowed.select([str(inside)])
    (inside / "link.txt").unlink()
    (tmp_path / "way").symlink_to(inside)
    assert allowed.select([str(tmp_path / "way")])


def test_a_link_behind_a_link_is_found(allowed: AllowedFolders, tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "begin").mkdir()
    (inside / "begin" / "on").symlink_to(inside / "deep")
    (inside / "deep" / "back").symlink_to(inside / "begin")  # a circle, which ends
    assert allowed.select(["begin"])
    (inside / "deep" / "out").symlink_to(tmp_path / "out")
    with pytest.raises(UsageError, match="link that leads out"):
        allowed.select(["begin"])


def test_no_more_is_told_of_the_file_system(allowed: AllowedFolders, tmp_path: Path) -> None:
    messages = []
    for name in ("out/secret.txt", "out/not-there.txt"):
        with pytest.raises(UsageError) as refused:
            allowed.select([str(tmp_path / name)])
        messages.append(str(refused.value).replace(name, ""))
    assert messages[0] == messages[1]
    with pytest.raises(UsageError, match="there is no such file"):
        allowed.select(["deep/b.txt"])
