import sqlite3
from pathlib import Path

import numpy as np
import pytest

from corpus import Block, CollectionError, Document, Source, split, text_key
from embeddings import PassageVectors
from qa.collection.records import FileState
from qa.collection.store import Store
from tests.small_encoder import SmallEncoder

TEXT = "關(guān)注民生。\n\n第二段，有&ldquo;引号&rdquo;的话。"
STATE = FileState("0" * 64, 10, 1)
BLOCKS = (Block(0, 3, level=2, page=1), Block(4, 6, aside="links"))


def add(store: Store, ident: str = "d1", text: str = TEXT, path: str = "/a.txt") -> PassageVectors:
    source = Source(path, STATE.sha256, 10, "text", "gb18030", 2)
    document = Document(ident, "题目", text, source, {"date": "2024-01-02"}, BLOCKS)
    passages = split(document)
    vectors = SmallEncoder().encode_passages(
        [passage.text for passage in passages], [passage.sentences for passage in passages]
    )
    with store.transaction():
        store.add_document(document, passages, vectors)
        store.put_file(path, STATE, {"": ident})
    return vectors


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "c.sqlite")


def test_what_goes_in_comes_out(store: Store) -> None:
    vectors = add(store)
    document = store.document("d1")
    assert (document.text, document.title) == (TEXT, "题目")
    assert (document.metadata, document.blocks) == ({"date": "2024-01-02"}, BLOCKS)
    assert document.source == Source("/a.txt", STATE.sha256, 10, "text", "gb18030", 2)
    stored = store.passages_of("d1")
    expected = split(document)
    assert list(stored.values()) == expected
    for ours, theirs in zip(stored.values(), expected, strict=True):
        assert ours.text == theirs.text
        np.testing.assert_array_equal(ours.clean.spans, theirs.clean.spans)
    rows = list(stored)
    found = store.vectors(rows)
    assert found.rows.tolist() == rows
    np.testing.assert_allclose(found.vectors, vectors.passages, atol=5e-4)
    sentences = np.concatenate(list(store.sentence_vectors(rows, 64).values()))
    np.testing.assert_allclose(sentences, vectors.sentences, atol=5e-4)


def test_a_transaction_is_whole_or_not_at_all(store: Store) -> None:
    generation = store.generation
    with pytest.raises(RuntimeError), store.transaction():
        store.set_meta("x", "y")
        raise RuntimeError
    assert (store.meta("x"), store.generation) == (None, generation)


def test_a_document_lives_while_a_file_holds_it(store: Store) -> None:
    add(store)
    with store.transaction():
        store.put_file("/b.txt", STATE, {"": "d1"})
    assert store.documents()[0].paths == ("/a.txt", "/b.txt")
    assert store.names_of("d1") == {"a.txt", "b.txt"}
    with store.transaction():
        store.remove_file("/a.txt")
    assert store.document("d1").source.path == "/b.txt"
    with store.transaction():
        store.remove_file("/b.txt")
    assert (store.document_count(), store.passage_count()) == (0, 0)


def test_a_changed_file_lets_its_old_document_go(store: Store) -> None:
    add(store)
    add(store, "d2", "全新的内容。")
    assert [document.id for document in store.documents()] == ["d2"]


def test_rows_are_never_used_again(store: Store) -> None:
    add(store)
    rows = store.passage_rows()
    with store.transaction():
        store.remove_document("d1")
    add(store)
    assert store.passage_rows().min() > rows.max()


def test_what_is_no_collection_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.sqlite").write_bytes(b"no database " * 100)
    with pytest.raises(CollectionError, match="no readable collection"):
        Store.open(tmp_path / "bad.sqlite")


def test_another_version_is_refused(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "c.sqlite")
    store.set_meta("schema", "999")
    store.close()
    with pytest.raises(CollectionError, match="version 999"):
        Store.open(tmp_path / "c.sqlite")


def test_a_collection_of_version_1_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    Store.open(path).close()
    db = sqlite3.connect(path)
    for statement in (
        "DROP INDEX documents_by_text",
        "DROP INDEX documents_by_site",
        *(
            f"ALTER TABLE documents DROP COLUMN {name}"
            for name in ("blocks", "site_settled", "site")
        ),
        "ALTER TABLE passages DROP COLUMN context",
        "ALTER TABLE documents DROP COLUMN encoding_confidence",
        "ALTER TABLE documents DROP COLUMN text_key",
        "ALTER TABLE files DROP COLUMN asked_encoding",
        "ALTER TABLE passage_tokens DROP COLUMN bits",
        "INSERT INTO passage_tokens VALUES (1, x'00112233445566778899aabbccddeeff', x'0200')",
        "INSERT INTO meta VALUES ('token_size', '8')",
        "UPDATE meta SET value = '1' WHERE name = 'schema'",
        "INSERT INTO documents VALUES"
        " ('d1', '题', '这是一篇二十个字以上的文章，说的是一座老桥。', 'text', 'gb18030', 0, '{}')",
        "INSERT INTO files VALUES ('/a.txt', '', 'ab', 3, 7, 'd1')",
    ):
        db.execute(statement)
    db.commit()
    db.close()
    store = Store.open(path)
    (summary,) = store.documents()
    assert (summary.encoding, summary.encoding_confidence) == ("gb18030", None)
    assert store.document("d1").source.encoding_confidence is None
    assert store.document("d1").blocks == ()
    assert store.file("/a.txt") == FileState("ab", 3, 7, "")
    assert store.tokens.space == 8 and store.tokens.of([1], 8)[1].tokens.shape == (2, 8)
    (key,) = sqlite3.connect(path).execute("SELECT text_key FROM documents").fetchone()
    assert key == text_key(store.document("d1").text) != ""
    store.close()


def test_an_unknown_document_is_named(store: Store) -> None:
    with pytest.raises(CollectionError, match="nobody"):
        store.document("nobody")


def test_the_scripts_that_passages_are_in_and_the_rows_of_documents(store: Store) -> None:
    assert store.scripts() == [] and store.rows_of_documents(["d1"]) == set()
    add(store)
    add(store, "d2", "A bridge of stone was built over the river in that year.", "/b.txt")
    add(store, "d3", "Another bridge was built of wood.", "/c.txt")
    scripts = {place.script for place in store.places(store.passage_rows().tolist()).values()}
    assert store.scripts() == sorted(scripts) and len(scripts) == 2
    assert store.rows_of_documents(["d1", "d3"]) == {*store.rows_in("d1"), *store.rows_in("d3")}


def test_the_file_is_mapped_again_after_an_error(store: Store) -> None:
    before = store.mapped
    with pytest.raises(ValueError), store.unmapped():
        assert store.mapped == 0
        raise ValueError
    assert store.mapped == before > 0
