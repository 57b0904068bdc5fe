"""The open collection and its model, shared by every browser tab."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from corpus import CollectionError, Document, EncodingRule, Passage, UsageError
from embeddings import Encoder
from qa import (
    EMBEDDED,
    Answer,
    Collection,
    DocumentSummary,
    Filter,
    RelatedPassages,
    Report,
    index_paths,
    related,
)

from .answer_in_transit import unpacked
from .answer_task import AnswerTask
from .answerers import Answerers
from .encoding_together import Encoded, encoded_now
from .examples import EXAMPLES, SAMPLE_QUESTIONS, example, spread
from .helper_process import helpers_of_this_machine
from .indexing_job import IndexingJob
from .offered import Offered, offered
from .readers import Readers
from .serving.request_log import logged

_SAMPLE_FOLDER = "/corpus/sample/documents/"
_EVERYTHING = Filter()


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


class Neighbours(NamedTuple):
    """The passages beside one in its document; None at the document's ends."""

    before: Place | None
    after: Place | None


class _Listed(NamedTuple):
    """What is the same until the collection changes."""

    documents: tuple[DocumentSummary, ...]
    offered: Offered
    examples: tuple[str, ...]


class ReadingRoom:
    """A few open collections serve all tabs; who finds none idle waits for a turn.

    What changes the collection goes through `indexing`, or another connection, in the meantime.
    """

    def __init__(self, collection: Collection, encoder: Encoder, bar: float | None = None) -> None:
        self._readers = Readers(collection)
        self._encoder = encoder
        self._bar = bar
        self._listing = threading.Lock()
        self._listed: tuple[int, _Listed] | None = None
        self.folder = collection.folder
        self.indexing = IndexingJob(self.folder, self._encoder)
        helpers = helpers_of_this_machine() if collection.index_store == EMBEDDED else 0
        self._answerers = Answerers(encoder, self, self.folder, helpers)

    def beside(self, collection: Collection) -> ReadingRoom:
        """A room for another collection with the same model.

        Raises:
            CollectionError: that collection was made with another one.
        """
        collection.check(self._encoder)
        return ReadingRoom(collection, self._encoder, self._bar)

    @logged("ask", lambda answer: len(answer.hits))
    def ask(
        self,
        question: str,
        top: int,
        among: Filter = _EVERYTHING,
        more_like: Sequence[str] = (),
        less_like: Sequence[str] = (),
    ) -> Answer:
        """See `qa.ask`, which this is."""
        marked = tuple(more_like), tuple(less_like)
        return self._answerers.answer(AnswerTask(question, top, among, *marked, self._bar))

    def answer_here(self, task: AnswerTask, encoded: Encoded) -> Answer:
        """See `AnswersHere`."""
        with self._readers.one() as collection:
            return task.answer(collection, encoded)

    def unpack(self, sent: bytes) -> Answer:
        """See `AnswersHere`."""
        with self._readers.one() as collection:
            return unpacked(sent, collection.store.document)

    def close(self) -> None:
        """End what was started for this room alone; its collection stays open."""
        self._answerers.close()

    @logged("related", lambda found: len(found.near_duplicates) + len(found.related))
    def related(self, passage_id: str, top: int) -> RelatedPassages:
        """See `qa.related`, which this is."""
        with self._readers.one() as collection:
            return related(collection, passage_id, top)

    @logged("index", lambda report: report.passages)
    def index(self, paths: Sequence[Path], encodings: Sequence[EncodingRule]) -> Report:
        """See `qa.index_paths`, which this is, through a connection of its own: asking goes on."""
        with Collection.open(self.folder) as collection:
            return index_paths(collection, self._encoder, paths, encodings=encodings)

    @logged("passage", lambda place: int(place is not None))
    def find(self, passage_id: str) -> Place | None:
        """The passage of that id; None where the collection has none."""
        places, number = self._document_around(passage_id)
        return places[number] if places else None

    def undated(self, among: Filter) -> int:
        """How many documents a filter of dates leaves out for having none."""
        if among.since is None and among.until is None:
            return 0
        anytime = replace(among, since=None, until=None)
        with self._readers.one() as collection:
            try:
                left = anytime.select(collection.store.document_facts())
            except UsageError:
                return 0
        return sum(not one.metadata.get("date", "")[:4].isdecimal() for one in left)

    def neighbours(self, passage_id: str, end: int = 0) -> Neighbours:
        """The passages before and after the one of that id; none where there is no such passage.

        A quote that others are joined to ends at `end` of the document.
        """
        places, number = self._document_around(passage_id)
        after = (one for one in places[number + 1 :] if one.passage.start >= end)
        return Neighbours(places[number - 1] if number > 0 else None, next(after, None))

    def _document_around(self, passage_id: str) -> tuple[list[Place], int]:
        """The passages of the document that one is in, and its number; empty if there is none."""
        document_id, _, _ = passage_id.rpartition("-")
        with self._readers.one() as collection:
            try:
                document = collection.store.document(document_id)
            except CollectionError:
                return [], 0
            passages = list(collection.store.passages_of(document_id).values())
        numbers = [number for number, one in enumerate(passages) if one.id == passage_id]
        if not numbers:
            return [], 0
        return [Place(document, passage) for passage in passages], numbers[0]

    def offered(self) -> Offered:
        """What a question can be narrowed to, read again when the collection has changed."""
        return self._list().offered

    def documents(self) -> tuple[DocumentSummary, ...]:
        """By path, read again when the collection has changed."""
        return self._list().documents

    def examples(self) -> tuple[str, ...]:
        """What can be asked here, a few questions."""
        return SAMPLE_QUESTIONS if self.facts().sample else self._list().examples

    def _list(self) -> _Listed:
        with self._listing, self._readers.one() as collection:
            store = collection.store
            generation = store.generation
            if self._listed is None or self._listed[0] != generation:
                documents = tuple(store.documents())
                examples = self._own_examples(collection, documents)
                listed = _Listed(documents, offered(documents), examples)
                self._listed = generation, listed
            return self._listed[1]

    @staticmethod
    def _own_examples(
        collection: Collection, documents: Sequence[DocumentSummary]
    ) -> tuple[str, ...]:
        """Of documents from all over the collection; few are looked at, however many there are."""
        looked_at = spread([one for one in documents if one.passages], 4 * EXAMPLES)
        headings = [collection.store.headings([one.id]).values() for one in looked_at]
        found = [
            example(one.title, dict.fromkeys(name for section in under for name in section))
            for one, under in zip(looked_at, headings, strict=True)
        ]
        return tuple(spread(list(dict.fromkeys(filter(None, found))), EXAMPLES))

    @property
    def generation(self) -> int:
        """Another number after every change of the collection."""
        with self._readers.one() as collection:
            return collection.store.generation

    def facts(self) -> Facts:
        with self._readers.one() as collection:
            store = collection.store
            return Facts(
                documents=store.document_count(),
                passages=store.passage_count(),
                model=collection.model_name or self._encoder.name,
                folder=self.folder,
                sample=any(_SAMPLE_FOLDER in Path(path).as_posix() for path in store.paths()),
            )

    def fit_index(self) -> None:
        """Learn the index that is right for so many passages, if there is another; asking goes on,
        and a collection that someone else made or copied here gets it too."""
        with Collection.open(self.folder) as collection:
            if collection.store.passage_count():
                collection.fit_index(self._encoder)

    def warm_up(self) -> None:
        """Answer one question for nobody: the first real one then need not load anything."""
        if self.facts().passages:
            task = AnswerTask("问据 Wenju", 1)
            (encoded,) = encoded_now(self._encoder, [task.text])
            self.answer_here(task, encoded)
