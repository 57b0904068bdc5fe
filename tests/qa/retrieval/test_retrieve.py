"""Which passages are looked at more closely."""

from __future__ import annotations

import pytest

from corpus import Document, Source
from embeddings import SentenceEncoder
from qa import Collection, index_documents
from qa.collection import cohort
from qa.retrieval import retrieve
from qa.retrieval.retrieve import ALL, MATCHING, find
from tests.small_encoder import SmallEncoder

COMMON = ("灯塔", "渡口", "茶叶", "石拱", "食堂", "电车", "公园", "码头")
SHOPS = ("灯笼店", "书店", "茶馆", "药店", "布店", "米店")
TOLD = (
    "图书馆三楼的阅览室正在修缮。",
    "渡船在雾天停航。",
    "小学的操场铺了新草。",
    "邮局招聘两名投递员。",
    "水位昨天涨了半米。",
    "合唱团下周去邻县演出。",
    "面包涨价两角。",
    "电车改走新路。",
)
SAID = (
    "The reading room of the library is being repaired.",
    "No ferry sails in fog.",
    "The school has new grass on its playing field.",
    "Two postmen are wanted.",
    "Yesterday the water rose by half a metre.",
    "The choir will sing in another county next week.",
    "Bread has become dearer.",
    "The tram takes another street now.",
)
RARE = f"麒麟座{'，此外还有许多别的' * 6}。"


def test_neither_a_rare_word_nor_the_others_keep_passages_from_being_found(
    collection: Collection,
) -> None:
    told = [f"{'，'.join(COMMON)}记第{number}篇。" for number in range(ALL // 2)]
    others = [f"河水记第{number}篇。" for number in range(ALL)]
    texts = [*told, *others, RARE]
    documents = [
        Document(f"{number}", "记", text, Source(f"{number}", "", 0, "text", "utf-8"))
        for number, text in enumerate(texts)
    ]
    index_documents(collection, SmallEncoder(), documents)
    elsewhere = SmallEncoder().encode_question("河水")
    found = find(collection, f"麒麟座，{'，'.join(COMMON)}", elsewhere)
    held = collection.store.texts(found.rows).values()
    assert RARE in held
    assert sum("灯塔" in text for text in held) >= MATCHING


def test_passages_in_another_script_are_found_among_many_in_the_questions_own(
    collection: Collection, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, few in {"ALL": 5, "NEAREST": 6, "MATCHING": 2, "ABROAD": 4}.items():
        monkeypatch.setattr(retrieve, name, few)
    monkeypatch.setattr(cohort, "SIZE", 8)
    shops = [f"{place}边的{what}每天早晨七点开门。" for place in "东西南北" for what in SHOPS]
    answer = "The lantern shop by the river closes at nine in the evening."
    documents = [
        Document(f"{number}", "", text, Source(f"{number}", "", 0, "text", "utf-8"))
        for number, text in enumerate([*shops, *TOLD, *SAID, answer])
    ]
    index_documents(collection, encoder, documents)
    asked = "河边的灯笼店晚上几点关门？"
    vectors = encoder.encode_question(asked)
    assert answer in find(collection, asked, vectors).texts
    monkeypatch.setattr(cohort.Cohort, "in_other_scripts", lambda *_: [])
    assert answer not in find(collection, asked, vectors).texts


def test_of_passages_in_its_script_it_is_told_which_lack_the_number_asked_for(
    collection: Collection,
) -> None:
    texts = ["每月发给三百元。", "从2003年起发给，数目不公布。", "It is paid out every month."]
    documents = [
        Document(f"{number}", "", text, Source(f"{number}", "", 0, "text", "utf-8"))
        for number, text in enumerate(texts)
    ]
    index_documents(collection, SmallEncoder(), documents)
    asked = "每月发给多少元？"
    found = find(collection, asked, SmallEncoder().encode_question(asked))
    assert dict(zip(found.texts, found.parts.no_number.tolist(), strict=True)) == dict(
        zip(texts, [0.0, 1.0, 0.0], strict=True)
    )
    assert found.parts.asks_number.tolist() == [1.0] * 3
