"""What is derived from the store: the finder of passages and the index of their words."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from corpus import CollectionError, UnreachableError

from .finder import EmbeddedFinder, Finder, batches
from .index_store import EMBEDDED, milvus_address
from .lexical import LexicalIndex
from .store import Store

VECTOR_FILE = "vectors.faiss"
_STAMP_FILE = "derived.json"
_LEXICAL_FOLDER = "words"

log = logging.getLogger("wenju")


class Stamp(NamedTuple):
    """Which generation of the store the indexes were built from, and where passages are found."""

    generation: int
    index_store: str


class DerivedIndexes:
    """Both can be thrown away at any time. The stamp in the collection's folder says what they
    were built from; without one they were never finished, and are built again."""

    def __init__(self, folder: Path, store: Store, finder: Finder, words: LexicalIndex) -> None:
        self._folder = folder
        self._store = store
        self.finder = finder
        self.words = words

    @classmethod
    def open(cls, folder: Path, store: Store) -> Self:
        """The indexes as they were left; empty ones where they are unusable.

        Raises:
            UnreachableError: passages are found in Milvus, and it does not answer.
            UsageError: passages are found in Milvus, and what asks it is not installed.
        """
        stamp = _stamp(folder)
        try:
            if stamp is None:
                raise CollectionError("the indexes were never finished")
            words = LexicalIndex.open(folder / _LEXICAL_FOLDER)
            finder = _finder(folder, store, words)
            if stamp.index_store == index_store_of(store) and len(finder) != len(words):
                raise CollectionError("the indexes do not hold the same passages")
            return cls(folder, store, finder, words)
        except UnreachableError:
            raise
        except (CollectionError, OSError, ValueError) as error:
            if store.passage_count():
                log.info("building the indexes again: %s", error)
        shutil.rmtree(folder / _LEXICAL_FOLDER, ignore_errors=True)
        words = LexicalIndex.open(folder / _LEXICAL_FOLDER)
        finder = _empty_finder(folder, store, words, damaged=stamp is not None)
        _stamp_path(folder).unlink(missing_ok=True)
        return cls(folder, store, finder, words)

    def beside(self, store: Store) -> Self:
        """The same indexes for another thread, which has a connection of its own to the store."""
        return type(self)(self._folder, store, self.finder.beside(store), self.words)

    def synchronise(self) -> None:
        """Bring both to the rows of the store, and stamp them."""
        wanted, stamp = self._wanted(), _stamp(self._folder)
        if stamp == wanted:
            return
        rows, found = self._store.passage_rows(), self.finder.rows
        together = stamp is not None and stamp.index_store == wanted.index_store
        there = found if together else self.words.rows
        in_finder, in_words = _difference(found, rows), _difference(there, rows)
        if any(map(len, (*in_finder, *in_words))):
            _stamp_path(self._folder).unlink(missing_ok=True)  # until the new stamp: unfinished
            self.finder.update(*in_finder)
            self._update_words(*in_words)
        self.words.give_up()
        self.stamp()

    def stamp(self) -> None:
        """Say that both are as new as the store."""
        path = _stamp_path(self._folder)
        scratch = path.with_suffix(".new")
        scratch.write_text(json.dumps(self._wanted()._asdict()), "utf-8")
        scratch.replace(path)

    def _wanted(self) -> Stamp:
        return Stamp(self._store.generation, index_store_of(self._store))

    def prepare_words(self, rows: NDArray[np.int64]) -> None:
        """Have the words of new passages ready before all is brought up to date."""
        self.words.prepare(self._texts(rows))

    def _update_words(self, added: NDArray[np.int64], removed: NDArray[np.int64]) -> None:
        ready = frozenset() if len(removed) else self.words.prepared({*added.tolist()})
        rest = added[~np.isin(added, [*ready])]
        self.words.update(self._texts(rest), removed.tolist())

    def _texts(self, rows: NDArray[np.int64]) -> Iterator[tuple[int, str]]:
        """A passage is found by its words, and by those that it stands under."""
        for batch in batches(rows):
            for row, context, text in sorted(self._store.readings(batch)):
                yield row, f"{context}\n{text}"


def index_store_of(store: Store) -> str:
    """Where passages are found: see `qa.collection.index_store`."""
    return store.meta("index_store") or EMBEDDED


def _finder(folder: Path, store: Store, words: LexicalIndex) -> Finder:
    address = milvus_address(index_store_of(store))
    if address is None:
        return EmbeddedFinder.load(store, words, folder / VECTOR_FILE)
    from .milvus import MilvusFinder  # not installed with the rest

    return MilvusFinder.open(address, f"wenju_{_identity(store)}", store, words)


def _empty_finder(folder: Path, store: Store, words: LexicalIndex, *, damaged: bool) -> Finder:
    """In Milvus, rows that came before a stop are whole, and stay."""
    if milvus_address(index_store_of(store)) is None:
        return EmbeddedFinder.empty(store, words, folder / VECTOR_FILE)
    finder = _finder(folder, store, words)
    if damaged:
        finder.clear()
    return finder


def _identity(store: Store) -> str:
    """What names the collection where others are beside it."""
    found = store.meta("identity")
    if found is None:
        found = uuid4().hex
        store.set_meta("identity", found)
    return found


def _stamp_path(folder: Path) -> Path:
    return folder / _STAMP_FILE


def _stamp(folder: Path) -> Stamp | None:
    """None where the indexes were never finished."""
    try:
        found = json.loads(_stamp_path(folder).read_text("utf-8"))
        return Stamp(int(found["generation"]), found.get("index_store", EMBEDDED))
    except (OSError, ValueError, KeyError):
        return None


def _difference(
    before: NDArray[np.int64], after: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What is to be added and what removed."""
    return (
        np.setdiff1d(after, before, assume_unique=True),
        np.setdiff1d(before, after, assume_unique=True),
    )
