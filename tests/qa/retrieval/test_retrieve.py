"""Which passages are looked at more closely."""

from __future__ import annotations

from corpus import Document, Source
from qa import Collection, index_documents
from qa.retrieval.retrieve import ALL, MATCHING, find
from tests.small_encoder import SmallEncoder

COMMON = ("灯塔", "渡口", "茶叶", "石拱", "食堂", "电车", "公园", "码头")
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
