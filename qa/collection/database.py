"""The SQLite file of a collection: opened, brought up to date, written in transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np

from corpus import CollectionError, said, text_key
from embeddings import to_codes

from .schema import SCHEMA_VERSION, TABLES, UPGRADES

_MAPPED = 1 << 31  # bytes of the file, the most that SQLite maps


class Database:
    """An open file of a version that can be read; what one `transaction` writes is in it whole or
    not at all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file, made now if it is not there.

        Raises:
            CollectionError: it is no collection, damaged, or of another version.
        """
        try:
            db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA foreign_keys = ON")
            store = cls(db)
            # A question reads hundreds of passages from all over the file; with a system call for
            # every page of it that takes five times as long.
            store._map(_MAPPED)
            store._make_tables()
            store._upgrade()
            version = store.meta("schema")
        except sqlite3.Error as error:
            raise CollectionError(
                said("{path} is no readable collection: {error}", path=path, error=error)
            ) from error
        if version != str(SCHEMA_VERSION):
            raise CollectionError(
                said(
                    "{path} is a collection of version {version}, this Wenju reads version {known};"
                    " index the documents again into another folder",
                    path=path,
                    version=version,
                    known=SCHEMA_VERSION,
                )
            )
        return store

    def _make_tables(self) -> None:
        """In a new file, and all at once: another program may be opening it at the same moment."""
        if self._is_empty():
            with self._at_once():
                if self._is_empty():
                    self._run(TABLES)
                    self.set_meta("schema", str(SCHEMA_VERSION))

    def _upgrade(self) -> None:
        """What an older version did not keep is added, so far as it can still be known."""
        self._db.create_function("text_key", 1, text_key, deterministic=True)
        self._db.create_function("coded", 1, self._coded, deterministic=True)
        if self.meta("schema") in UPGRADES:
            with self._at_once():
                while (version := self.meta("schema") or "") in UPGRADES:
                    self._run(UPGRADES[version])

    def _coded(self, tokens: bytes) -> bytes:
        """Token vectors that are still kept at eight bits a component."""
        size = int(self.meta("token_size") or 1)
        return to_codes(np.frombuffer(tokens, np.int8).reshape(-1, size))

    def _is_empty(self) -> bool:
        return not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    def _run(self, statements: str) -> None:
        for statement in statements.split(";"):
            self._db.execute(statement)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside, or none; moves the generation on by one."""
        with self._at_once():
            yield
            self.set_meta("generation", str(self.generation + 1))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything that is read inside is of one moment; nothing is written inside."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    @contextmanager
    def unmapped(self) -> Iterator[None]:
        """The file is read page by page inside, for work that goes through all of it: mapped, what
        was read counts as this process's memory, as much as there is of it."""
        before = self.mapped
        self._map(0)
        try:
            yield
        finally:
            self._map(before)

    @property
    def mapped(self) -> int:
        """Bytes of the file that are mapped into memory where they are read, at most."""
        return int(self._db.execute("PRAGMA mmap_size").fetchone()[0])

    def _map(self, most: int) -> None:
        self._db.execute(f"PRAGMA mmap_size = {most}")

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # SQLite has ended it where the disk is full
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @property
    def generation(self) -> int:
        """Grows with every change; derived indexes are stamped with it."""
        return int(self.meta("generation") or 0)

    @property
    def unused(self) -> int:
        """Bytes of the file that hold nothing any more, and are filled before it grows."""
        pages, size = (
            int(self._db.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("freelist_count", "page_size")
        )
        return pages * size

    def meta(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))
