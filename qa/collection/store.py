"""The truth on disk: documents, passages and their vectors in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from corpus import CollectionError, Document, Passage, Source, site_of, text_key
from embeddings import PassageVectors, from_halves

from .database import Database
from .records import (
    DocumentFacts,
    DocumentSummary,
    FileState,
    Place,
    StoredVectors,
    from_blocks,
    passage_record,
    to_blocks,
    to_json,
    to_passage,
    to_summary,
    to_vectors,
    token_parts,
)
from .site_table import SiteTable
from .token_table import TokenTable


class Store(Database):
    """An open collection file, by what stands in it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.sites = SiteTable(connection)
        self.tokens = TokenTable(connection)

    # Files and documents

    def file(self, path: str) -> FileState | None:
        row = self._db.execute(
            "SELECT sha256, size, mtime_ns, asked_encoding FROM files WHERE path = ?", (path,)
        ).fetchone()
        return FileState(*row) if row else None

    def paths(self) -> list[str]:
        query = "SELECT DISTINCT path FROM files ORDER BY path"
        return [path for (path,) in self._db.execute(query)]

    def names_of(self, document_id: str) -> set[str]:
        """The names, without folders, of all files that hold the document, or of its member."""
        rows = self._db.execute("SELECT path, member FROM files WHERE document = ?", (document_id,))
        return {PurePath(name).name for row in rows for name in row if name}

    def paths_of(self, document_id: str) -> list[str]:
        """The files that hold the document, or hold it as a member."""
        query = "SELECT DISTINCT path FROM files WHERE document = ? ORDER BY path"
        return [path for (path,) in self._db.execute(query, (document_id,))]

    def has_document(self, document_id: str) -> bool:
        query = "SELECT 1 FROM documents WHERE id = ?"
        return self._db.execute(query, (document_id,)).fetchone() is not None

    def put_file(self, path: str, state: FileState, documents: Mapping[str, str]) -> None:
        """Remember a file and the documents in it, by member; others that it held before go.

        A document that no file holds any more goes with its passages.
        """
        before = self.documents_in(path)
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))
        self._insert_members(path, state, documents)
        self._drop_unless_held(before - set(documents.values()))

    def put_members(self, path: str, state: FileState, documents: Mapping[str, str]) -> None:
        """Remember some of a file's documents, by member; others that it holds stay."""
        query = "SELECT document FROM files WHERE path = ? AND member = ?"
        found = (self._db.execute(query, (path, member)).fetchone() for member in documents)
        before = {row[0] for row in found if row}
        self._insert_members(path, state.unfinished, documents)
        self._db.execute("UPDATE files SET mtime_ns = -1 WHERE path = ?", (path,))
        self._drop_unless_held(before - set(documents.values()))

    def _insert_members(self, path: str, state: FileState, documents: Mapping[str, str]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO files"
            " (path, member, sha256, size, mtime_ns, asked_encoding, document)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((path, member, *state, document) for member, document in documents.items()),
        )

    def remove_file(self, path: str) -> None:
        before = self.documents_in(path)
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))
        self._drop_unless_held(before)

    def remove_document(self, document_id: str) -> None:
        self._db.execute("DELETE FROM files WHERE document = ?", (document_id,))
        self._drop_unless_held({document_id})

    def documents_in(self, path: str) -> set[str]:
        """Ids of the documents that an indexed file holds; none where it is not indexed."""
        return set(self.members(path).values())

    def members(self, path: str) -> dict[str, str]:
        """The documents that an indexed file holds, by member."""
        query = "SELECT member, document FROM files WHERE path = ? ORDER BY member"
        return dict(self._db.execute(query, (path,)).fetchall())

    def _drop_unless_held(self, documents: set[str]) -> None:
        for document in documents:
            query = "SELECT 1 FROM files WHERE document = ?"
            if not self._db.execute(query, (document,)).fetchone():
                self.sites.unsettle_site_of(document)
                self._drop_passages(document)
                self._db.execute("DELETE FROM documents WHERE id = ?", (document,))

    def _drop_passages(self, document: str) -> None:
        self.tokens.drop(document)
        self._db.execute("DELETE FROM passages WHERE document = ?", (document,))

    def add_document(
        self, document: Document, passages: Sequence[Passage], vectors: PassageVectors
    ) -> None:
        """A document with its passages, row i of `vectors` being of passage i; it takes the place
        of one of the same id."""
        source = document.source
        self._db.execute("PRAGMA defer_foreign_keys = ON")  # files name the one before
        self._drop_passages(document.id)
        self._db.execute("DELETE FROM documents WHERE id = ?", (document.id,))
        self._db.execute(
            "INSERT INTO documents (id, title, text, format, encoding, replaced, metadata,"
            " encoding_confidence, text_key, blocks, site)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.title,
                document.text,
                source.format,
                source.encoding,
                source.replaced,
                to_json(dict(document.metadata)),
                source.encoding_confidence,
                text_key(document.text),
                from_blocks(document.blocks),
                site_of(document.metadata),
            ),
        )
        self.sites.unsettle_site_of(document.id)
        self._add_passages(passages, vectors)

    def _add_passages(self, passages: Sequence[Passage], vectors: PassageVectors) -> None:
        tokens = {}
        for ordinal, passage in enumerate(passages):
            cursor = self._db.execute(
                "INSERT INTO passages (id, document, ordinal, start, end, section, paragraph, page,"
                " context, text, spans, sentences, vector, sentence_vectors, script, lot)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                passage_record(ordinal, passage, vectors),
            )
            assert cursor.lastrowid is not None
            tokens[cursor.lastrowid] = token_parts(ordinal, vectors)
        self.tokens.add(tokens)

    def document(self, document_id: str) -> Document:
        """Raises CollectionError where there is none of that id."""
        row = self._db.execute(
            "SELECT id, title, text, format, encoding, replaced, metadata,"
            " path, member, sha256, size, encoding_confidence, blocks"
            " FROM documents JOIN files ON document = id WHERE id = ? ORDER BY path, member",
            (document_id,),
        ).fetchone()
        if row is None:
            raise CollectionError(f"there is no document {document_id} in this collection")
        ident, title, text, format_, encoding, replaced, metadata, *found = row
        path, member, sha256, size, confidence, blocks = found
        source = Source(path, sha256, size, format_, encoding, replaced, member, confidence)
        return Document(ident, title, text, source, json.loads(metadata), to_blocks(blocks))

    def titles(self, documents: Iterable[str]) -> dict[str, str]:
        """By the ids of documents."""
        query = "SELECT id, title FROM documents WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._db.execute(query, (json.dumps(list(documents)),)).fetchall())

    def documents(self) -> list[DocumentSummary]:
        rows = self._db.execute(
            "SELECT id, title, format, encoding, replaced, length(text),"
            " (SELECT count(*) FROM passages WHERE document = documents.id),"
            " (SELECT json_group_array(path || iif(member = '', '', ' › ' || member))"
            "  FROM files WHERE document = documents.id), metadata, encoding_confidence,"
            " (SELECT json_group_array(path || iif(member = '', '', ' › ' || member))"
            "  FROM files JOIN documents AS other ON document = other.id"
            "  WHERE other.text_key = documents.text_key AND other.text_key != ''"
            "  AND other.id != documents.id)"
            " FROM documents ORDER BY (SELECT min(path) FROM files WHERE document = documents.id)"
        )
        return [to_summary(*row) for row in rows]

    def same_texts(self) -> list[tuple[str, ...]]:
        """Paths of files whose documents have the same text, byte-identical files left out."""
        rows = self._db.execute(
            "SELECT json_group_array(DISTINCT path) FROM documents JOIN files ON document = id"
            " WHERE text_key != '' GROUP BY text_key"
            " HAVING count(DISTINCT id) > 1 AND count(DISTINCT path) > 1 ORDER BY min(path)"
        )
        return [tuple(sorted(json.loads(paths))) for (paths,) in rows]

    def document_facts(self) -> list[DocumentFacts]:
        """Of all documents, by id. A member of a file is named as in `documents`."""
        rows = self._db.execute(
            "SELECT id, title, json_group_array(path || iif(member = '', '', ' › ' || member)),"
            " metadata FROM documents JOIN files ON document = id GROUP BY id ORDER BY id"
        )
        return [
            DocumentFacts(ident, title, tuple(sorted(json.loads(paths))), json.loads(metadata))
            for ident, title, paths, metadata in rows
        ]

    def document_count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM documents").fetchone()[0])

    # Passages and vectors

    def passage_count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def passage_rows(self) -> NDArray[np.int64]:
        """Rows of all passages, ascending: shape (n,)."""
        rows = self._db.execute("SELECT row FROM passages ORDER BY row").fetchall()
        return np.array(rows, np.int64).reshape(-1)

    def passages(self, rows: Iterable[int]) -> dict[int, Passage]:
        """Passages by row; rows that are no longer there are left out."""
        found = self._select(
            "row, id, document, start, end, section, paragraph, page, context, text, spans,"
            " sentences",
            rows,
        )
        return {row: to_passage(*fields) for row, *fields in found}

    def rows_in(self, document_id: str) -> list[int]:
        """Rows of all passages of a document, in its order."""
        query = "SELECT row FROM passages WHERE document = ? ORDER BY ordinal"
        return [row for (row,) in self._db.execute(query, (document_id,))]

    def passages_of(self, document_id: str) -> dict[int, Passage]:
        """All passages of a document by row, in its order."""
        rows = self.rows_in(document_id)
        found = self.passages(rows)
        return {row: found[row] for row in rows}

    def rows_of_documents(self, documents: Iterable[str]) -> set[int]:
        """Rows of all passages of the documents."""
        found = self._db.execute(
            "SELECT row FROM passages WHERE document IN (SELECT value FROM json_each(?))",
            (json.dumps(list(documents)),),
        )
        return {row for (row,) in found}

    def headings(self, documents: Iterable[str]) -> dict[int, tuple[str, ...]]:
        """By row the titles of the headings that each passage of the documents stands under."""
        found = self._db.execute(
            "SELECT row, section FROM passages WHERE document IN (SELECT value FROM json_each(?))",
            (json.dumps(list(documents)),),
        )
        return {row: tuple(json.loads(section)) for row, section in found}

    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Ids of passages by row."""
        return dict(self._select("row, id", rows))

    def rows_of(self, passages: Iterable[str]) -> dict[str, int]:
        """Rows of passages by id; ids that are not there are left out."""
        found = self._db.execute(
            "SELECT id, row FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(passages)),),
        )
        return dict(found.fetchall())

    def readings(self, rows: Iterable[int]) -> list[tuple[int, str, str]]:
        """Row, context and text of passages: what the model reads."""
        return self._select("row, context, text", rows)

    def texts(self, rows: Iterable[int]) -> dict[int, str]:
        return dict(self._select("row, text", rows))

    def vectors(self, rows: Iterable[int]) -> StoredVectors:
        """Vectors of the passages with these rows, ascending by row."""
        found = sorted(self._select("row, vector", rows))
        return StoredVectors(
            np.array([row for row, _ in found], np.int64),
            np.stack([to_vectors(blob) for _, blob in found])
            if found
            else np.empty((0, 0), np.float32),
        )

    def all_vectors(
        self, rows: Sequence[int], dimensions: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The vector of each passage and after it those of its sentences, in the order of the rows.

        Returns:
            float32 (m, d), and where those of each passage start, int64 (n,).
        """
        selected = self._select("row, vector, sentence_vectors", rows)
        found = {row: whole + sentences for row, whole, sentences in selected}
        vectors = from_halves(b"".join(found[row] for row in rows), dimensions)
        sizes = [len(found[row]) // (2 * dimensions) for row in rows]
        return vectors, np.cumsum([0, *sizes[:-1]])

    def sentence_vectors(
        self, rows: Iterable[int], dimensions: int
    ) -> dict[int, NDArray[np.float32]]:
        """For each row the vectors of the passage's sentences: float32 (sentences, dimensions)."""
        found = self._select("row, sentence_vectors", rows)
        return {row: to_vectors(blob).reshape(-1, dimensions) for row, blob in found}

    def lots(self, script: str, count: int) -> list[int]:
        """Rows of `count` passages in a script, drawn the same way every time."""
        rows = self._db.execute(
            "SELECT row FROM passages WHERE script = ? ORDER BY lot, id LIMIT ?", (script, count)
        )
        return [row for (row,) in rows]

    def scripts(self) -> list[str]:
        """The scripts that the collection's passages are in."""
        rows = self._db.execute(  # from one to the next in the index, without reading all of it
            "WITH RECURSIVE found (script) AS (SELECT min(script) FROM passages UNION ALL"
            " SELECT (SELECT min(script) FROM passages WHERE script > found.script) FROM found"
            " WHERE found.script IS NOT NULL)"
            " SELECT script FROM found WHERE script IS NOT NULL"
        )
        return [script for (script,) in rows]

    def places(self, rows: Iterable[int]) -> dict[int, Place]:
        """By row what ranking needs to know of a passage."""
        found = self._select("row, id, document, script, context, text", rows)
        return {row: Place(*fields) for row, *fields in found}

    def _select(self, columns: str, rows: Iterable[int]) -> list[tuple]:  # type: ignore[type-arg]
        wanted = json.dumps([int(row) for row in rows])
        query = f"SELECT {columns} FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        return self._db.execute(query, (wanted,)).fetchall()
