"""A collection on disk: the store, and the two indexes derived from it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus import CollectionError, UsageError, said
from embeddings import Encoder, NeighbourIndex, QuestionEncoder

from .cohort import Cohort
from .derived import DerivedIndexes, index_store_of
from .finder import EmbeddedFinder, Finder
from .index_kind import KINDS, IndexKind, in_cells, sentences_of
from .index_store import EMBEDDED
from .lexical import LexicalIndex
from .store import Store

STORE_FILE = "collection.sqlite"
_LOCK_FILE = "writing.lock"
_MODEL = ("model", "fingerprint", "dimensions", "token_size")  # what is known of it
TRIED = 256  # sentences that tell how far an approximate index has to look

log = logging.getLogger("wenju")


class Collection:
    """An open collection. SQLite is the truth; both indexes can be thrown away at any time.

    The indexes are stamped with the generation of the store that they were built from. Stale ones
    are brought up to date row by row; those without a stamp, or damaged, are built again.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store
        self._generation = -1  # of the store that the indexes were built from
        self._derived: DerivedIndexes | None = None
        self._prepared: DerivedIndexes | None = None  # on their way, while this one writes
        self._cohort: Cohort | None = None
        self._reading = False

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
                said(
                    "there is no collection in {folder}; make one with: python -m qa index PATH...",
                    folder=folder,
                )
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CollectionError(
                said("the folder {folder} cannot be made: {error}", folder=folder, error=error)
            ) from error
        opened = cls(folder, Store.open(path))
        if index_store is not None and index_store != opened.index_store:
            opened.index_store = index_store
        return opened

    def beside(self) -> Self:
        """The same collection for another thread: a connection of its own to the store, and the
        indexes that are in memory here. Not to be called while this one is in use."""
        other = type(self).open(self.folder)
        if self._derived is not None:
            other._derived = self._derived.beside(other.store)
            other._generation = self._generation
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
                try:
                    yield
                finally:
                    if self._prepared is not None:
                        self._prepared.words.give_up()
                    self._prepared = None
        except Timeout:
            raise CollectionError(
                said(
                    "another program is writing to the collection {folder}; wait until it is done",
                    folder=self.folder,
                )
            ) from None

    # The model

    @property
    def model_name(self) -> str | None:
        """The model that made the vectors; None while there are none."""
        return self.store.meta("model")

    def bind(self, encoder: QuestionEncoder) -> None:
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

    def check(self, encoder: QuestionEncoder) -> None:
        """Raises CollectionError where the collection's vectors were made by another model."""
        if self.store.meta("fingerprint") in {None, encoder.fingerprint}:
            return
        if self.model_name == encoder.name:
            raise CollectionError(
                said(
                    "the collection {folder} was made with a model {model} whose files were others"
                    " than they are now. Put those back, or index the documents into another"
                    " collection with --collection DIR",
                    folder=self.folder,
                    model=encoder.name,
                )
            )
        raise CollectionError(
            said(
                "the collection {folder} was made with the model {made_with}, not with {model}."
                " Use --model {made_with}, or index the documents into another collection with"
                " --collection DIR",
                folder=self.folder,
                made_with=self.model_name,
                model=encoder.name,
            )
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
        return self._fresh().finder

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
        return self._fresh().words

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
            self._cohort = Cohort.draw(self.store, self.dimensions)
        return self._cohort

    def refresh(self) -> None:
        """Bring both indexes to the store's generation, on disk and in memory.

        While another process is writing, what is in memory stays in use.
        """
        known = self._derived is not None
        if known and (self._reading or self._generation == self.store.generation):
            return
        try:
            with self.writing(wait=0):
                self.synchronise()
        except CollectionError:
            if not known:
                raise

    def _fresh(self) -> DerivedIndexes:
        self.refresh()
        assert self._derived is not None
        return self._derived

    def prepare_words(self, documents: Iterable[str]) -> None:
        """Have the words of new documents ready for `synchronise`, beside other work; the caller
        holds the right to write until then."""
        rows = sorted(row for one in documents for row in self.store.rows_in(one))
        if rows:
            self._prepared = self._prepared or DerivedIndexes.open(self.folder, self.store)
            self._prepared.prepare_words(np.array(rows, np.int64))

    def synchronise(self) -> None:
        """Bring both indexes up to date; the caller holds the right to write."""
        generation = self.store.generation
        derived = self._prepared or DerivedIndexes.open(self.folder, self.store)
        self._prepared = None
        derived.synchronise()
        self._derived = derived
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
        return index_store_of(self.store)

    @index_store.setter
    def index_store(self, place: str) -> None:
        self.store.set_meta("index_store", place)
        self._derived = None

    def fit_index(self, encoder: Encoder) -> None:
        """Give the vectors the index that is right for so many of them.

        Learning cells takes minutes for a million vectors. Meanwhile others may ask and write; what
        was learned of vectors that have changed by then is left for the next time.
        """
        derived, generation = self._fresh(), self._generation
        finder = derived.finder

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
                    derived.stamp()
        except CollectionError as error:
            log.info("the index is left as it is: %s", error)
        self._generation = -1
