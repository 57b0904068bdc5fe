"""The long looks at a collection: comparison, overlap and map, while asking goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from corpus import Document, Passage
from qa import (
    Answer,
    Collection,
    Comparison,
    DocumentSummary,
    Overlap,
    PassageMap,
    compare,
    overlap,
    passage_map,
)

from .serving.request_log import logged

MOST_SHARED = 50  # pairs of documents, and sentences, that are kept in full
Progress = Callable[[str, int, int], None]  # what is being done, steps of it done, steps in all
_Value = TypeVar("_Value")


class Study:
    """Every look opens the collection for itself, so that none waits for another or for a question.

    What takes long is a fact about the collection, not about who looks: it is found once, kept
    until the collection changes, and shown to everyone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._overlap: _Kept[Overlap] = _Kept()
        self._map: _Kept[PassageMap] = _Kept()

    def documents(self) -> list[DocumentSummary]:
        """By path, as in `python -m qa documents`."""
        with Collection.open(self._folder) as collection:
            return collection.store.documents()

    def document(self, document_id: str) -> Document:
        """Raises CollectionError where the collection has no such document."""
        with Collection.open(self._folder) as collection:
            return collection.store.document(document_id)

    def passage(self, name: str) -> Passage | None:
        """The passage of that id; None where there is none, as for a document's id."""
        with Collection.open(self._folder) as collection:
            rows = collection.store.rows_of([name]).values()
            return next(iter(collection.store.passages(rows).values()), None)

    @logged("compare", lambda comparison: len(comparison.pairs))
    def compare(self, a: str, b: str) -> Comparison:
        """See `qa.compare`, which this is."""
        with Collection.open(self._folder) as collection:
            return compare(collection, a, b)

    @logged("overlap", lambda found: len(found.pairs))
    def overlap(self, progress: Progress) -> Overlap:
        """What the documents share; the `MOST_SHARED` pairs and sentences in full."""
        with Collection.open(self._folder) as collection:
            return self._overlap.current(
                collection.store.generation, lambda: overlap(collection, MOST_SHARED, progress)
            )

    @logged("map", lambda drawn: len(drawn.passages))
    def map(self, answer: Answer | None, progress: Progress) -> PassageMap:
        """The map, with the hits of an answer; laid out anew only where a sample lacks a hit."""
        with Collection.open(self._folder) as collection:
            drawn = self._map.current(
                collection.store.generation, lambda: passage_map(collection, progress=progress)
            )
            if answer is None:
                return drawn
            drawn = drawn.with_answer(answer)
            if drawn.is_sample and len(drawn.hits) < len(answer.hits):
                return passage_map(collection, answer, progress=progress)
            return drawn


class _Kept(Generic[_Value]):
    """A value that was made from one generation of the collection; made by one thread at a time."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._made: tuple[int, _Value] | None = None

    def current(self, generation: int, make: Callable[[], _Value]) -> _Value:
        with self._turn:
            if self._made is None or self._made[0] != generation:
                self._made = generation, make()
            return self._made[1]
