"""Which passages are looked at more closely."""

from __future__ import annotations

from corpus import Document, Source
from qa import Collection, index_documents
from qa.retrieval.retrieve import ALL, MATCHING, find
from tests.small_encoder import SmallEncoder


def test_one_rare_word_does_not_keep_passages_with_the_others_from_being_found(
    collection: Collection,
) -> None:
    told = [f"灯塔记第{number}篇。" for number in range(ALL // 2)]
    others = [f"渡口记第{number}篇。" for number in range(ALL)]
    documents = [
        Document(f"{number}", "记", text, Source(f"{number}", "", 0, "text", "utf-8"))
        for number, text in enumerate([*told, *others, "守则在此。"])
    ]
    index_documents(collection, SmallEncoder(), documents)
    elsewhere = SmallEncoder().encode_question("渡口")
    found = find(collection, "灯塔守则", elsewhere)
    texts = collection.store.texts(found.rows).values()
    assert sum("灯塔" in text for text in texts) >= MATCHING - 1
    assert "守则在此。" in texts
