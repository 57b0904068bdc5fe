from itertools import permutations
from pathlib import Path

import pytest

from qa import Collection, Watcher, index_paths, remove
from tests.small_encoder import SmallEncoder

MENU = "澜川晚报\n要闻　时评　副刊\n字号 大 中 小\n"
FOOTER = "\n返回版面目录\n澜川晚报社主办"


def write_page(folder: Path, name: str, site: str = "wanbao.example") -> Path:
    path = folder / f"{name}.txt"
    address = f"转载请注明出处：http://{site}/{name}.html"
    news = f"昨天，第{name}座桥通车了。\n\n本报讯 桥长{name}里，工期三年。"
    text = f"第{name}座桥通车\n\n{address}\n\n{news}"
    path.write_text(MENU + text + FOOTER, "utf-8")
    return path


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "pages"
    folder.mkdir()
    return [write_page(folder, name) for name in "甲乙丙"]


def passages(collection: Collection) -> dict[str, list[str]]:
    """By title the texts of all passages, with what the model reads before each."""
    store = collection.store
    return {
        one.title: [f"{p.context}|{p.text}" for p in store.passages_of(one.id).values()]
        for one in store.documents()
    }


def test_what_pages_of_a_site_share_is_set_aside(collection: Collection, pages: list[Path]) -> None:
    report = index_paths(collection, SmallEncoder(), pages)
    found = passages(collection)
    assert set(found) == {"第甲座桥通车", "第乙座桥通车", "第丙座桥通车"}
    assert not any("晚报" in text for texts in found.values() for text in texts)
    assert (report.passages, report.set_aside) == (3, 3 * (5 + 1 + 1))  # notice, and title line


def test_it_makes_no_difference_in_which_order_they_come(pages: list[Path], tmp_path: Path) -> None:
    ends = []
    for number, order in enumerate(permutations(pages)):
        with Collection.open(tmp_path / f"c{number}", create=True) as collection:
            for path in order:
                index_paths(collection, SmallEncoder(), [path])
            ends.append(passages(collection))
    assert all(end == ends[0] for end in ends) and len(ends[0]) == 3


def test_when_pages_are_gone_the_lines_are_text_again(
    collection: Collection, pages: list[Path]
) -> None:
    index_paths(collection, SmallEncoder(), pages)
    remove(collection, [str(pages[0])])
    index_paths(collection, SmallEncoder(), [])
    alone = passages(collection)
    assert set(alone) == {"澜川晚报"} or all("晚报" in "".join(texts) for texts in alone.values())


def test_other_sites_are_not_touched(collection: Collection, pages: list[Path]) -> None:
    other = write_page(pages[0].parent, "丁", "other.example")
    index_paths(collection, SmallEncoder(), [*pages, other])
    (untouched,) = (texts for texts in passages(collection).values() if "丁" in "".join(texts))
    assert "返回版面目录" in "".join(untouched)


def test_only_what_reads_differently_is_encoded_again(tmp_path: Path) -> None:
    long = "\n\n".join(f"第{n}段，" + f"说的是第{n}件事，" * 20 + "完。" for n in range(8))
    for n in range(3):
        text = f"题目{n}\n\n来源：http://site.example/{n}\n\n{long}\n\n正文{n}。"
        (tmp_path / f"{n}.md").write_text(f"# 题{n}\n\n{text}\n\n上海\n\n网站地图", "utf-8")
    encoder = SmallEncoder()
    with Collection.open(tmp_path / "c", create=True) as collection:
        index_paths(collection, encoder, [tmp_path / "0.md", tmp_path / "1.md"])
        before, first = encoder.encoded, collection.store.passage_count()
        index_paths(collection, encoder, [tmp_path / "2.md"])
        kept = collection.store.passage_count()
        assert all("网站地图" not in text for one in passages(collection).values() for text in one)
    assert (first, kept) == (16, 24)
    assert encoder.encoded - before == 8 + 3  # the third file, and the last passage of each


def test_a_run_that_was_stopped_is_made_up_for(collection: Collection, pages: list[Path]) -> None:
    class StopsAfterFiles(Watcher):
        files = 0

        def finished(self, file: object) -> None:
            self.files += 1

        def stopped(self) -> bool:
            return self.files == 3

    index_paths(collection, SmallEncoder(), pages, StopsAfterFiles())
    assert set(passages(collection)) == {"澜川晚报"}
    index_paths(collection, SmallEncoder(), pages)
    assert len(passages(collection)) == 3
