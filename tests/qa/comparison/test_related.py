from pathlib import Path

import pytest

from corpus import UsageError
from qa import Collection, index_paths, related
from tests.small_encoder import SmallEncoder

TEXTS = {
    "桥.txt": "望澜桥于2019年开工修缮。工匠换下了三十七块拱石。桥面铺了新的青石板。",
    "桥2.txt": "望瀾橋於2019年開工修繕。工匠換下了三十七塊拱石。橋面鋪了新的青石板！",
    "石.txt": "工匠换下了三十七块拱石。据说石料来自邻县的采石场，运了两个月才到齐，路上下了大雪。",
    "桥史.txt": "望澜桥的青石板桥面原是明代所铺，拱石上刻着工匠的姓名，修缮时都编了号。",
    "soup.txt": "Soup is served daily at noon.",
}


@pytest.fixture
def passages(collection: Collection, tmp_path: Path) -> dict[str, str]:
    """Ids of the passages by the names of their files."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path / name for name in TEXTS])
    return {
        Path(one.paths[0]).name: passage.id
        for one in collection.store.documents()
        for passage in collection.store.passages_of(one.id).values()
    }


def test_near_duplicates_stand_apart_each_with_its_reason(
    collection: Collection, passages: dict[str, str]
) -> None:
    found = related(collection, passages["桥.txt"])
    (duplicate,) = found.near_duplicates
    assert duplicate.passage.id == passages["桥2.txt"]
    assert (duplicate.shared, duplicate.reason) == (1.0, "same sentence")
    by_passage = {one.passage.id: one for one in found.related}
    stone = by_passage[passages["石.txt"]]
    assert stone.reason == "same sentence" and stone.pair is not None
    assert stone.document.text[slice(*stone.pair.b)] == "工匠换下了三十七块拱石。"
    history = by_passage[passages["桥史.txt"]]
    assert history.reason == "shared words" and "工匠" in history.words
    assert history.pair is None and history.shared == 0.0
    assert passages["soup.txt"] not in by_passage and passages["桥.txt"] not in by_passage


def test_other_documents_come_first(collection: Collection, tmp_path: Path) -> None:
    paragraph = "望澜桥的第{}处拱石在修缮时换过，石料来自邻县，由工匠逐块打磨，" + "编号存档，" * 14
    own = "\n\n".join(paragraph.format(number) + "。" for number in "一二三")
    (tmp_path / "一.txt").write_text(own, "utf-8")
    (tmp_path / "二.txt").write_text(paragraph.format("四") + "。", "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path / "一.txt", tmp_path / "二.txt"])
    first = next(one for one in collection.store.documents() if one.passages == 3)
    passage = next(iter(collection.store.passages_of(first.id).values()))
    found = related(collection, passage.id).near_duplicates
    assert [one.passage.document_id == first.id for one in found] == [False, True, True]


def test_only_so_many(collection: Collection, passages: dict[str, str]) -> None:
    assert len(related(collection, passages["桥.txt"], top=1).related) == 1


def test_an_unknown_passage(collection: Collection, passages: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        related(collection, "nowhere")
