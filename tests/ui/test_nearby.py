"""What stands beside a passage, and what is related to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa import Collection, index_paths
from tests.small_encoder import SmallEncoder
from tests.ui.reading import read
from ui import ReadingRoom
from ui.asked import Asked
from ui.handlers import (
    answer_question,
    nearby,
)
from ui.translations import TEXTS

ZH = TEXTS["zh"]


def _passage_id(room: ReadingRoom) -> str:
    hits = room.ask("望澜桥上同时停留的人数不得超过多少？", 5).hits
    return next(hit.passage.id for hit in hits if "一千二百人" in hit.citation.quote)


def test_neighbours_are_the_passages_before_and_after(room: ReadingRoom) -> None:
    passage_id = _passage_id(room)
    around = room.neighbours(passage_id)
    sent = {"kind": "neighbours", "passage": passage_id, "language": "en"}
    reading = read(nearby(room, sent))
    shown = [element.text for element in reading.of("blockquote")]
    expected = [one for one in (around.before, around.after) if one is not None]
    assert expected
    assert shown == [one.document.text[one.passage.start : one.passage.end] for one in expected]
    opened = [element.attributes["data-passage"] for element in reading.of("button")]
    assert opened == [one.passage.id for one in expected]


def test_neighbours_end_where_the_document_does(room: ReadingRoom, collection: Collection) -> None:
    ident = next(one for one, title in room.offered().titles.items() if "通告" in title)
    names = [one.id for one in collection.store.passages_of(ident).values()]
    before, after = room.neighbours(names[0])
    assert before is None and after is not None and after.passage.id == names[1]
    before, after = room.neighbours(names[-1])
    assert after is None and before is not None and before.passage.id == names[-2]
    assert room.neighbours("nowhere-1") == (None, None)


def test_what_comes_after_a_quote_of_several_passages_is_behind_all(
    room: ReadingRoom, tmp_path: Path, collection: Collection, small_encoder: SmallEncoder
) -> None:
    ordinal = [f"第{one}条 守桥的人{one}更天去看水位，记在{one}号木牌上。" * 6 for one in "一二三"]
    (tmp_path / "守桥.txt").write_text("\n\n".join(ordinal), "utf-8")
    index_paths(collection, small_encoder, [tmp_path / "守桥.txt"])
    ident = next(one.id for one in room.documents() if one.paths[0].endswith("守桥.txt"))
    first, second, third = collection.store.passages_of(ident).values()
    after = room.neighbours(first.id, second.end).after
    assert after is not None and after.passage.id == third.id
    sent = {"kind": "neighbours", "passage": first.id, "end": str(second.end), "language": "en"}
    (shown,) = read(nearby(room, sent)).of("blockquote")
    assert shown.text.startswith("第三条")
    for end in ("x", "", "9" * 30, None, 3, [1]):
        assert read(nearby(room, {**sent, "end": end})).of("blockquote")[0].text[:3] == "第二条"


def test_related_passages_come_with_their_reasons(
    collection: Collection, small_encoder: SmallEncoder, tmp_path: Path
) -> None:
    for name, text in {
        "甲.txt": "望澜桥于2019年开工修缮。工匠换下了三十七块拱石。桥面铺了新的青石板。",
        "乙.txt": "望瀾橋於2019年開工修繕。工匠換下了三十七塊拱石。橋面鋪了新的青石板！",
        "丙.txt": "工匠换下了三十七块拱石。石料来自邻县，运了两个月才到齐，路上还下了大雪。",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    index_paths(collection, small_encoder, sorted(tmp_path.glob("*.txt")))
    room = ReadingRoom(collection, small_encoder)
    first = room.ask("望澜桥2019年开工修缮", 3).hits[0].passage.id
    html = nearby(room, {"kind": "related", "passage": first, "language": "zh"})
    reading = read(html)
    assert reading.text.index(ZH.near_duplicates) < reading.text.index(ZH.related_passages)
    assert ZH.reason_sentence in reading.text
    assert len(reading.of("button", "elsewhere")) == 4  # each opens, and lies beside the card
    assert first not in [button.attributes.get("data-passage") for button in reading.of("button")]
    assert any("拱石" in element.text for element in reading.of("mark", "sentence"))


@pytest.mark.parametrize(
    "sent", [None, [], {}, {"passage": "<script>-1"}, {"passage": "nowhere-0", "kind": "related"}]
)
def test_nothing_is_near_a_passage_that_is_not_there(room: ReadingRoom, sent: object) -> None:
    assert read(nearby(room, sent)).text == ZH.unknown_passage


@pytest.mark.parametrize("kind", ["neighbours", "related"])
def test_nothing_near_a_hostile_passage_becomes_html(room: ReadingRoom, kind: str) -> None:
    answer = answer_question(room, Asked("危险的桥段落")).answer
    assert answer
    for hit in answer.hits:
        reading = read(nearby(room, {"kind": kind, "passage": hit.passage.id}))
        assert not {"script", "img", "svg"} & {element.tag for element in reading.elements}
