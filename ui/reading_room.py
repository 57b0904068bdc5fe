"""The open collection and its model, shared by every browser tab: one reader at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from corpus import CollectionError, Document, Passage
from embeddings import Encoder
from qa import Answer, Collection, ask

_SAMPLE_FOLDER = "/corpus/sample/documents/"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page says of the collection as a whole."""

    documents: int
    passages: int
    model: str
    folder: Path
    sample: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A passage in its document, as the store holds both."""

    document: Document
    passage: Passage


class ReadingRoom:
    """One SQLite connection and one model serve all tabs, so each call waits for its turn."""

    def __init__(self, collection: Collection, encoder: Encoder) -> None:
        self._collection = collection
        self._encoder = encoder
        self._turn = threading.Lock()

    def ask(self, question: str, top: int) -> Answer:
        """See `qa.ask`, which this is."""
        with self._turn:
            return ask(self._collection, self._encoder, question, top)

    def find(self, passage_id: str) -> Place | None:
        """The passage of that id; None where the collection has none."""
        document_id, _, _ = passage_id.rpartition("-")
        with self._turn:
            try:
                document = self._collection.store.document(document_id)
            except CollectionError:
                return None
            passages = self._collection.store.passages_of(document_id).values()
        found = (Place(document, passage) for passage in passages if passage.id == passage_id)
        return next(found, None)

    def facts(self) -> Facts:
        with self._turn:
            store = self._collection.store
            return Facts(
                documents=store.document_count(),
                passages=store.passage_count(),
                model=self._collection.model_name or self._encoder.name,
                folder=self._collection.folder,
                sample=any(_SAMPLE_FOLDER in Path(path).as_posix() for path in store.paths()),
            )

    def warm_up(self) -> None:
        """Answer one question for nobody: the first real one then need not load anything."""
        if self.facts().passages:
            self.ask("问据 Wenju", 1)
