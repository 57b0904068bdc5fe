"""Files into a collection."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from corpus import (
    LIMITS,
    Division,
    Document,
    Passage,
    ReadError,
    Skipped,
    damaged_places,
    divide,
    read_file,
    walk,
)
from embeddings import Encoder, PassageVectors

from .collection import Collection
from .near_duplicates import elsewhere
from .store import FileState

Progress = Callable[[Path, int, int], None]  # file, its number from 1, files in all
_PASSAGES_AT_ONCE = 64  # enough to fill the encoder's batches


@dataclass
class Report:
    """What an indexing run did. `missing` are files that were indexed and are no longer there.

    `near_duplicates` counts the passages of the collection that stand nearly the same in another
    document; None where nothing was added, and nothing counted.
    """

    added: list[Path] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    unchanged: int = 0
    same_content: list[Path] = field(default_factory=list)
    passages: int = 0
    near_duplicates: int | None = None
    replaced_characters: int = 0
    set_aside: int = 0
    damaged: int = 0
    notes: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Files that are in the collection now."""
        return len(self.added) + len(self.changed) + len(self.same_content) + self.unchanged


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A file that is read and split, and whose new documents wait for their vectors."""

    path: str
    state: FileState
    documents: dict[str, str]
    fresh: list[tuple[Document, list[Passage]]]

    @property
    def passages(self) -> list[Passage]:
        return [passage for _, passages in self.fresh for passage in passages]


def index_paths(
    collection: Collection,
    encoder: Encoder,
    paths: Sequence[Path],
    progress: Progress = lambda path, number, total: None,
) -> Report:
    """Add and update every supported file under the paths; what cannot be read is reported.

    Each document is one transaction: a run that is stopped loses the few documents it was at, and
    the next run goes on from there, because a file that has not changed costs nothing.

    Raises:
        CollectionError: the collection belongs to another model, or is being written to.
    """
    report = Report()
    with collection.writing():
        collection.bind(encoder)
        found = list(walk(paths))
        files = [entry for entry in found if isinstance(entry, Path)]
        report.skipped += [entry for entry in found if isinstance(entry, Skipped)]
        _store_all(collection, encoder, _read_changed(collection, encoder, files, report, progress))
        report.missing += _gone(collection, paths)
        collection.synchronise()
    if report.passages:
        report.near_duplicates = elsewhere(collection.store)
    return report


def index_documents(collection: Collection, encoder: Encoder, documents: Iterable[Document]) -> int:
    """Put documents into the collection that were not read from files; returns the passages."""
    with collection.writing():
        collection.bind(encoder)
        prepared = (
            _Prepared(
                document.source.path,
                FileState(document.source.sha256, document.source.size, 0),
                {"": document.id},
                [(document, divide_to_fit(document, encoder).passages)],
            )
            for document in documents
        )
        count = _store_all(collection, encoder, prepared)
        collection.synchronise()
    return count


def remove(collection: Collection, names: Iterable[str]) -> list[str]:
    """Take documents out, each by its id or by the path of a file; returns those not found."""
    unknown = []
    with collection.writing():
        for name in names:
            path = os.path.abspath(Path(name).expanduser())
            with collection.store.transaction():
                if collection.store.has_document(name):
                    collection.store.remove_document(name)
                elif collection.store.file(path):
                    collection.store.remove_file(path)
                else:
                    unknown.append(name)
        collection.synchronise()
    return unknown


def _read_changed(
    collection: Collection,
    encoder: Encoder,
    files: Sequence[Path],
    report: Report,
    progress: Progress,
) -> Iterator[_Prepared]:
    """The documents of files that are new or have changed, each content once."""
    read: set[str] = set()
    for number, path in enumerate(files, start=1):
        progress(path, number, len(files))
        try:
            prepared = _read_if_changed(collection, encoder, path, read, report)
        except (ReadError, OSError) as error:
            report.skipped.append(Skipped(path, str(error)))
            continue
        if prepared is not None:
            read |= set(prepared.documents.values())
            yield prepared


def _read_if_changed(
    collection: Collection, encoder: Encoder, path: Path, read: set[str], report: Report
) -> _Prepared | None:
    store = collection.store
    name = os.path.abspath(path)
    before = store.file(name)
    status = path.stat()
    if before and (before.size, before.mtime_ns) == (status.st_size, status.st_mtime_ns):
        report.unchanged += 1
        return None
    documents = read_file(path)
    state = FileState(documents[0].source.sha256, status.st_size, status.st_mtime_ns)
    new = [
        document
        for document in documents
        if document.id not in read and not store.has_document(document.id)
    ]
    if before and before.sha256 == state.sha256:
        report.unchanged += 1
    elif not new:
        report.same_content.append(path)
    else:
        (report.changed if before else report.added).append(path)
    fresh = [(document, _divided(document, encoder, report)) for document in new]
    members = {document.source.member: document.id for document in documents}
    return _Prepared(name, state, members, fresh)


def _store_all(collection: Collection, encoder: Encoder, prepared: Iterable[_Prepared]) -> int:
    """Encode several documents at once, write each in a transaction of its own."""
    count = 0
    waiting: list[_Prepared] = []
    for item in prepared:
        waiting.append(item)
        if sum(len(item.passages) for item in waiting) >= _PASSAGES_AT_ONCE:
            count += _encode_and_write(collection, encoder, waiting)
            waiting = []
    return count + _encode_and_write(collection, encoder, waiting)


def _encode_and_write(
    collection: Collection, encoder: Encoder, prepared: Sequence[_Prepared]
) -> int:
    passages = [passage for item in prepared for passage in item.passages]
    vectors = encoder.encode_passages(
        [passage.text for passage in passages], [passage.sentences for passage in passages]
    )
    first = 0
    for item in prepared:
        with collection.store.transaction():
            for document, parts in item.fresh:
                last = first + len(parts)
                if not collection.store.has_document(document.id):
                    collection.store.add_document(document, parts, _rows(vectors, first, last))
                first = last
            collection.store.put_file(item.path, item.state, item.documents)
    return len(passages)


def _rows(vectors: PassageVectors, first: int, last: int) -> PassageVectors:
    bounds = vectors.bounds[first : last + 1]
    token_bounds = vectors.token_bounds[bounds[0] : bounds[-1] + 1]
    return PassageVectors(
        vectors.passages[first:last],
        vectors.sentences[bounds[0] : bounds[-1]],
        (bounds - bounds[0]).astype(np.int64),
        vectors.tokens[token_bounds[0] : token_bounds[-1]],
        (token_bounds - token_bounds[0]).astype(np.int64),
    )


def _divided(document: Document, encoder: Encoder, report: Report) -> list[Passage]:
    """The document's passages, none longer than the model's window; adds up what was done to it."""
    division = divide_to_fit(document, encoder)
    report.passages += len(division.passages)
    report.set_aside += len(division.set_aside)
    report.damaged += len(damaged_places(document.text))
    report.replaced_characters += document.source.replaced
    report.notes += [f"{document.source.path}: {note}" for note in document.notes]
    return division.passages


def divide_to_fit(document: Document, encoder: Encoder) -> Division:
    """The document divided into passages that fit the model's window."""

    def fits(text: str) -> bool:
        # No model here makes more than one token of a byte, so short texts need no counting.
        few = len(text.encode("utf-8", "replace")) < encoder.window - 16
        return few or encoder.count_tokens([text])[0] <= encoder.window

    return divide(document, LIMITS, fits)


def _gone(collection: Collection, paths: Sequence[Path]) -> list[str]:
    folders = [os.path.join(os.path.abspath(path), "") for path in paths if path.is_dir()]
    known = collection.store.paths()
    return [p for p in known if p.startswith(tuple(folders)) and not Path(p).exists()]
