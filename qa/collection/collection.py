"""A collection on disk: the store, and the two indexes derived from it."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus import CollectionError
from embeddings import Encoder, NeighbourIndex

from .cohort import Cohort
from .index_kind import KINDS, IndexKind, in_cells, sentences_of
from .lexical import LexicalIndex
from .store import Store

STORE_FILE = "collection.sqlite"
_STAMP_FILE = "derived.json"
VECTOR_FILE = "vectors.faiss"
_LEXICAL_FOLDER = "words"
_LOCK_FILE = "writing.lock"
_BATCH = 2000
TRIED = 256  # sentences that tell how far an approximate index has to look

log = logging.getLogger("wenju")


class _Derived(NamedTuple):
    """Both indexes, of one generation of the store; what is in use is not changed any more."""

    generation: int
    vectors: NeighbourIndex
    words: LexicalIndex


class Collection:
    """An open collection. SQLite is the truth; both indexes can be thrown away at any time.

    The indexes are stamped with the generation of the store that they were built from. A stale
    one is brought up to date row by row; one without a stamp, or damaged, is built again.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store
        self._derived: _Derived | None = None
        self._cohort: Cohort | None = None
        self._reading = False

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open the collection in a folder.

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
        return cls(folder, Store.open(path))

    def beside(self) -> Self:
        """The same collection for another thread: a connection of its own to the store, and the
        indexes that are in memory here. Not to be called while this one is in use."""
        other = type(self).open(self.folder)
        other._derived = self._derived
        return other

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

    @property
    def dimensions(self) -> int:
        return int(self.store.meta("dimensions") or 0)

    @property
    def token_size(self) -> int:
        return int(self.store.meta("token_size") or 0)

    # The derived indexes

    @property
    def vectors(self) -> NeighbourIndex:
        """Passage vectors by row, as fresh as the store."""
        self.refresh()
        assert self._derived is not None
        return self._derived.vectors

    @property
    def words(self) -> LexicalIndex:
        """Passage words by row, as fresh as the store."""
        self.refresh()
        assert self._derived is not None
        return self._derived.words

    @property
    def in_memory(self) -> bool:
        """Whether the indexes are open."""
        return self._derived is not None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read inside is all of one moment, whatever others write in the meantime.

        The indexes are as fresh as they can be when it begins; what they offer that the store does
        not hold any more is not found in it.
        """
        self.refresh()
        with self.store.snapshot():
            self._reading = True
            try:
                yield
            finally:
                self._reading = False

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
        known = self._derived
        if known and (self._reading or known.generation == self.store.generation):
            return
        try:
            with self.writing(wait=0):
                self.synchronise()
        except CollectionError:
            if known is None:
                raise

    def synchronise(self) -> None:
        """Bring both indexes up to date; the caller holds the right to write."""
        generation = self.store.generation
        vectors, words = self._load_derived()
        if self._stamped_generation() != generation:
            rows, known = self.store.passage_rows(), vectors.rows
            added = np.setdiff1d(rows, known, assume_unique=True)
            removed = np.setdiff1d(known, rows, assume_unique=True)
            if len(added) or len(removed):
                self._stamp_path.unlink(missing_ok=True)  # until the new stamp: unfinished
                vectors = self._updated(vectors, words, added, removed)
            self._write_stamp(generation)
        self._derived = _Derived(generation, vectors, words)
        self._cohort = None

    @property
    def index_kind(self) -> IndexKind:
        """What was asked for: `auto` unless something else was."""
        kind = self.store.meta("index")
        return next((one for one in KINDS if one == kind), "auto")

    @index_kind.setter
    def index_kind(self, kind: IndexKind) -> None:
        self.store.set_meta("index", kind)

    def fit_index(self, encoder: Encoder) -> None:
        """Give the vectors the index that is right for so many of them.

        Learning cells takes minutes for a million vectors. Meanwhile others may ask and write; what
        was learned of vectors that have changed by then is left for the next time.
        """
        vectors = self.vectors
        generation = self._derived.generation if self._derived else -1
        wanted = in_cells(self.index_kind, len(vectors))
        if wanted and (vectors.exact or vectors.outgrown):
            log.info("learning an index for %d passages", len(vectors))
            vectors.divide(encoder.encode_questions(sentences_of(self.store, vectors.rows, TRIED)))
        elif not wanted and not vectors.exact:
            vectors.join()
        else:
            return
        try:
            with self.writing():
                if self.store.generation == generation:
                    vectors.save(self.folder / VECTOR_FILE)
                    with self.store.transaction():  # so that whoever has it open opens it anew
                        pass
                    self._write_stamp(self.store.generation)
        except CollectionError as error:
            log.info("the index is left as it is: %s", error)
        if self._derived:
            self._derived = self._derived._replace(generation=-1)

    @property
    def _stamp_path(self) -> Path:
        return self.folder / _STAMP_FILE

    def _stamped_generation(self) -> int | None:
        try:
            return int(json.loads(self._stamp_path.read_text("utf-8"))["generation"])
        except (OSError, ValueError, KeyError):
            return None

    def _load_derived(self) -> tuple[NeighbourIndex, LexicalIndex]:
        """Both indexes as they are on disk; empty ones where they are unusable."""
        try:
            if self._stamped_generation() is None:
                raise CollectionError("the indexes were never finished")
            vectors = NeighbourIndex.load(self.folder / VECTOR_FILE)
            words = LexicalIndex.open(self.folder / _LEXICAL_FOLDER)
            if len(vectors) != len(words):
                raise CollectionError("the indexes do not hold the same passages")
            return vectors, words
        except (CollectionError, OSError, ValueError) as error:
            if self.store.passage_count():
                log.info("building the indexes again: %s", error)
            self._stamp_path.unlink(missing_ok=True)
            shutil.rmtree(self.folder / _LEXICAL_FOLDER, ignore_errors=True)
            words = LexicalIndex.open(self.folder / _LEXICAL_FOLDER)
            return NeighbourIndex.empty(self.dimensions), words

    def _updated(
        self,
        vectors: NeighbourIndex,
        words: LexicalIndex,
        added: NDArray[np.int64],
        removed: NDArray[np.int64],
    ) -> NeighbourIndex:
        """The vectors, out of memory again; both indexes are changed, and on disk."""
        if len(removed):
            vectors.remove(removed)
        for batch in _batches(added):
            vectors.add(*self.store.vectors(batch))
        texts = (pair for batch in _batches(added) for pair in sorted(self._texts(batch)))
        words.update(texts, removed.tolist())
        vectors.save(self.folder / VECTOR_FILE)
        return NeighbourIndex.load(self.folder / VECTOR_FILE)

    def _texts(self, rows: Sequence[int]) -> list[tuple[int, str]]:
        """What a passage is found by: its words, and those that it stands under."""
        return [(row, f"{context}\n{text}") for row, context, text in self.store.readings(rows)]

    def _write_stamp(self, generation: int) -> None:
        scratch = self._stamp_path.with_suffix(".new")
        scratch.write_text(json.dumps({"generation": generation}), "utf-8")
        scratch.replace(self._stamp_path)


def _batches(rows: NDArray[np.int64]) -> Iterator[list[int]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH].tolist()
