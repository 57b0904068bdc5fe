"""A collection on disk: the store, and the two indexes derived from it."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self
from uuid import uuid4

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus import CollectionError, UnreachableError, UsageError
from embeddings import Encoder, NeighbourIndex

from .cohort import Cohort
from .finder import EmbeddedFinder, Finder, batches
from .index_kind import KINDS, IndexKind, in_cells, sentences_of
from .index_store import EMBEDDED, milvus_address
from .lexical import LexicalIndex
from .store import Store

STORE_FILE = "collection.sqlite"
_STAMP_FILE = "derived.json"
VECTOR_FILE = "vectors.faiss"
_LEXICAL_FOLDER = "words"
_LOCK_FILE = "writing.lock"
_MODEL = ("model", "fingerprint", "dimensions", "token_size")  # what is known of it
TRIED = 256  # sentences that tell how far an approximate index has to look

log = logging.getLogger("wenju")


class _Stamp(NamedTuple):
    """Which generation of the store the indexes were built from, and where passages are found."""

    generation: int
    index_store: str


class Collection:
    """An open collection. SQLite is the truth; both indexes can be thrown away at any time.

    The indexes are stamped with the generation of the store that they were built from. A stale
    one is brought up to date row by row; one without a stamp, or damaged, is built again.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store
        self._generation = -1
        self._finder: Finder | None = None
        self._words: LexicalIndex | None = None
        self._cohort: Cohort | None = None

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, index_store: str | None = None) -> Self:
        """Open the collection in a folder.

        Args:
            index_store: where passages are found from now on; None: where they were.

        Raises:
            CollectionError: there is none (and `create` is not asked for), or it is damaged.
        """
        path = folder / STORE_FILE
        if not create and not path.exists():
            raise CollectionError(
                f"there is no collection in {folder}; make one with: python -m qa index PATH..."
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CollectionError(f"the folder {folder} cannot be made: {error}") from error
        opened = cls(folder, Store.open(path))
        if index_store is not None and index_store != opened.index_store:
            opened.index_store = index_store
        return opened

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Whether a folder holds a collection."""
        return (folder / STORE_FILE).is_file()

    @staticmethod
    def store_size(folder: Path) -> int:
        """Bytes of the store in a folder, with what SQLite keeps beside it."""
        return sum(path.stat().st_size for path in folder.glob(f"{STORE_FILE}*"))

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self, wait: float = 3) -> Iterator[None]:
        """Only one process writes at a time.

        Args:
            wait: seconds to wait for another one that may only be bringing its indexes up to date.

        Raises:
            CollectionError: another one is writing.
        """
        try:
            with FileLock(self.folder / _LOCK_FILE, timeout=wait):
                yield
        except Timeout:
            raise CollectionError(
                f"another program is writing to the collection {self.folder}; wait until it is done"
            ) from None

    # The model

    @property
    def model_name(self) -> str | None:
        """The model that made the vectors; None while there are none."""
        return self.store.meta("model")

    def bind(self, encoder: Encoder) -> None:
        """Remember the model of an empty collection; refuse any other for one that has vectors.

        Raises:
            CollectionError: the collection's vectors were made by another model.
        """
        if self.model_name is None:
            self.store.set_meta("model", encoder.name)
            self.store.set_meta("fingerprint", encoder.fingerprint)
            self.store.set_meta("dimensions", str(encoder.dimensions))
            self.store.set_meta("token_size", str(encoder.token_size))
        else:
            self.check(encoder)

    def check(self, encoder: Encoder) -> None:
        """Raises CollectionError where the collection's vectors were made by another model."""
        if self.store.meta("fingerprint") not in {None, encoder.fingerprint}:
            raise CollectionError(
                f"the collection {self.folder} was made with the model {self.model_name}, not with "
                f"{encoder.name}. Use --model {self.model_name}, or index the documents into "
                "another collection with --collection DIR"
            )

    def bind_as(self, other: Collection) -> None:
        """Remember the model of another collection, if there is none yet.

        Raises:
            CollectionError: the vectors of the two were made by different models.
        """
        if self.model_name is None:
            for name in _MODEL:
                if (value := other.store.meta(name)) is not None:
                    self.store.set_meta(name, value)
        elif other.store.meta("fingerprint") not in {None, self.store.meta("fingerprint")}:
            raise CollectionError(
                f"the collection {other.folder} was made with the model {other.model_name}, "
                f"{self.folder} with {self.model_name}; index the documents of one of them again "
                "with the model of the other"
            )

    @property
    def dimensions(self) -> int:
        return int(self.store.meta("dimensions") or 0)

    @property
    def token_size(self) -> int:
        return int(self.store.meta("token_size") or 0)

    # The derived indexes

    @property
    def finder(self) -> Finder:
        """What finds passages, as fresh as the store."""
        self.refresh()
        assert self._finder is not None
        return self._finder

    @property
    def vectors(self) -> NeighbourIndex:
        """Passage vectors by row, as fresh as the store.

        Raises:
            UsageError: they are not in the collection's own folder.
        """
        finder = self.finder
        if not isinstance(finder, EmbeddedFinder):
            raise UsageError(
                f"passages of this collection are found in {self.index_store}; only its own index "
                f"can be looked into: --store {EMBEDDED}"
            )
        return finder.vectors

    @property
    def words(self) -> LexicalIndex:
        """Passage words by row, as fresh as the store; they score what was found."""
        self.refresh()
        assert self._words is not None
        return self._words

    @property
    def cohort(self) -> Cohort:
        """The passages that every question is measured against."""
        self.refresh()
        if self._cohort is None:
            self._cohort = Cohort.draw(self.store, self.dimensions, self.token_size)
        return self._cohort

    def refresh(self) -> None:
        """Bring both indexes to the store's generation, on disk and in memory.

        While another process is writing, what is in memory stays in use.
        """
        if self._finder is not None and self._generation == self.store.generation:
            return
        try:
            with self.writing(wait=0):
                self.synchronise()
        except CollectionError:
            if self._finder is None:
                raise

    def synchronise(self) -> None:
        """Bring both indexes up to date; the caller holds the right to write."""
        generation = self.store.generation
        self._load_derived()
        stamp = self._stamp()
        if stamp != (generation, self.index_store):
            self._update(same_rows=stamp is None or stamp.index_store == self.index_store)
            self._write_stamp(generation)
        self._generation = generation
        self._cohort = None

    @property
    def index_kind(self) -> IndexKind:
        """What was asked for: `auto` unless something else was."""
        kind = self.store.meta("index")
        return next((one for one in KINDS if one == kind), "auto")

    @index_kind.setter
    def index_kind(self, kind: IndexKind) -> None:
        self.store.set_meta("index", kind)

    @property
    def index_store(self) -> str:
        """Where passages are found: see `qa.collection.index_store`."""
        return self.store.meta("index_store") or EMBEDDED

    @index_store.setter
    def index_store(self, place: str) -> None:
        self.store.set_meta("index_store", place)
        self._finder = None

    def fit_index(self, encoder: Encoder) -> None:
        """Give the vectors the index that is right for so many of them.

        Learning cells takes minutes for a million vectors. Meanwhile others may ask and write; what
        was learned of vectors that have changed by then is left for the next time.
        """
        finder = self.finder
        generation = self._generation

        def questions() -> NDArray[np.float32]:
            return encoder.encode_questions(sentences_of(self.store, finder.rows, TRIED))

        if not finder.fit(in_cells(self.index_kind, len(finder)), questions):
            return
        try:
            with self.writing():
                if self.store.generation == generation:
                    finder.save()
                    with self.store.transaction():  # so that whoever has it open opens it anew
                        pass
                    self._write_stamp(self.store.generation)
        except CollectionError as error:
            log.info("the index is left as it is: %s", error)
        self._generation = -1

    @property
    def _stamp_path(self) -> Path:
        return self.folder / _STAMP_FILE

    def _stamp(self) -> _Stamp | None:
        """None where the indexes were never finished."""
        try:
            found = json.loads(self._stamp_path.read_text("utf-8"))
            return _Stamp(int(found["generation"]), found.get("index_store", EMBEDDED))
        except (OSError, ValueError, KeyError):
            return None

    def _load_derived(self) -> None:
        """Open the finder and the words; empty ones where they are unusable."""
        stamp = self._stamp()
        try:
            if stamp is None:
                raise CollectionError("the indexes were never finished")
            words = LexicalIndex.open(self.folder / _LEXICAL_FOLDER)
            finder = self._open_finder(words, fresh=False)
            if stamp.index_store == self.index_store and len(finder) != len(words):
                raise CollectionError("the indexes do not hold the same passages")
        except UnreachableError:
            raise
        except (CollectionError, OSError, ValueError) as error:
            if self.store.passage_count():
                log.info("building the indexes again: %s", error)
            self._stamp_path.unlink(missing_ok=True)
            shutil.rmtree(self.folder / _LEXICAL_FOLDER, ignore_errors=True)
            words = LexicalIndex.open(self.folder / _LEXICAL_FOLDER)
            finder = self._open_finder(words, fresh=True)
        self._words, self._finder = words, finder

    def _open_finder(self, words: LexicalIndex, *, fresh: bool) -> Finder:
        address = milvus_address(self.index_store)
        if address is None:
            opened = EmbeddedFinder.empty if fresh else EmbeddedFinder.load
            return opened(self.store, words, self.folder / VECTOR_FILE)
        from .milvus import MilvusFinder  # not installed with the rest

        finder = MilvusFinder.open(address, f"wenju_{self._identity}", self.store, words)
        if fresh:
            finder.clear()
        return finder

    @property
    def _identity(self) -> str:
        """What names the collection where others are beside it."""
        found = self.store.meta("identity")
        if found is None:
            found = uuid4().hex
            self.store.set_meta("identity", found)
        return found

    def _update(self, *, same_rows: bool) -> None:
        """Bring the finder and the words to the store's rows.

        Args:
            same_rows: both were built together, so that both hold the same rows.
        """
        assert self._finder is not None and self._words is not None
        rows, found = self.store.passage_rows(), self._finder.rows
        there = found if same_rows else self._words.rows
        in_finder, in_words = _difference(found, rows), _difference(there, rows)
        if any(map(len, (*in_finder, *in_words))):
            self._stamp_path.unlink(missing_ok=True)  # until the new stamp: unfinished
            self._finder.update(*in_finder)
            added, removed = in_words
            texts = (pair for batch in batches(added) for pair in sorted(self._texts(batch)))
            self._words.update(texts, removed.tolist())

    def _texts(self, rows: Iterable[int]) -> list[tuple[int, str]]:
        """What a passage is found by: its words, and those that it stands under."""
        return [(row, f"{context}\n{text}") for row, context, text in self.store.readings(rows)]

    def _write_stamp(self, generation: int) -> None:
        scratch = self._stamp_path.with_suffix(".new")
        scratch.write_text(json.dumps(_Stamp(generation, self.index_store)._asdict()), "utf-8")
        scratch.replace(self._stamp_path)


def _difference(
    before: NDArray[np.int64], after: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What is to be added and what removed."""
    return (
        np.setdiff1d(after, before, assume_unique=True),
        np.setdiff1d(before, after, assume_unique=True),
    )
