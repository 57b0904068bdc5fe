"""Files into a collection."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from corpus import (
    LIMITS,
    Division,
    Document,
    EncodingRule,
    Passage,
    ReadError,
    Skipped,
    Source,
    damaged_places,
    divide,
    encoding_for,
    read_documents,
    walk,
)
from embeddings import Encoder, PassageVectors

from .collection.collection import Collection
from .collection.records import FileState
from .text_reuse.near_duplicates import elsewhere

Progress = Callable[[Path, int, int], None]  # file, its number from 1, files in all
SURE = 0.9  # confidence of an encoding; where it is less, someone should look
_PASSAGES_AT_ONCE = 128  # enough for several batches on each of several cores


@dataclass
class Report:
    """What an indexing run did.

    `missing` are files that were indexed and are no longer there, `encodings` those of the
    documents that were read, `doubtful` where one of them may be wrong, and `same_text` the paths
    of files that have the same text without being the same file. `near_duplicates` counts the
    passages of the collection that stand nearly the same in another document; None where nothing
    was added, and nothing counted.
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
    repaired: int = 0
    notes: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    encodings: Counter[str] = field(default_factory=Counter)
    doubtful: list[Source] = field(default_factory=list)
    same_text: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Files that are in the collection now."""
        return len(self.added) + len(self.changed) + len(self.same_content) + self.unchanged

    def add(self, document: Document) -> None:
        """Count a document that was read, whether it is new or not."""
        source = document.source
        self.encodings[source.encoding] += 1
        if source.encoding_confidence is not None and source.encoding_confidence < SURE:
            self.doubtful.append(source)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A file that is read and split, and whose new documents wait for their vectors; or a part of
    one, while its state is unfinished."""

    path: str
    state: FileState
    documents: dict[str, str] = field(default_factory=dict)
    fresh: list[tuple[Document, list[Passage]]] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        return [passage for _, passages in self.fresh for passage in passages]


def index_paths(
    collection: Collection,
    encoder: Encoder,
    paths: Sequence[Path],
    progress: Progress = lambda path, number, total: None,
    encodings: Sequence[EncodingRule] = (),
) -> Report:
    """Add and update every supported file under the paths; what cannot be read is reported.

    A file is read in the encoding that the last matching rule says, now or when it was last
    indexed; a file for which that changes is read again.

    Each document is one transaction: a run that is stopped loses the few documents it was at, and
    the next run goes on from there, because a file that has not changed costs nothing.

    Raises:
        CollectionError: the collection belongs to another model, or is being written to.
    """
    report = Report()
    with collection.writing():
        collection.bind(encoder)
        found = list(walk(paths))
        paths_found = [entry for entry in found if isinstance(entry, Path)]
        files = [(path, _asked_encoding(collection, path, encodings)) for path in paths_found]
        report.skipped += [entry for entry in found if isinstance(entry, Skipped)]
        _store_all(collection, encoder, _read_changed(collection, encoder, files, report, progress))
        report.missing += _gone(collection, paths)
        report.notes += _unused(encodings, paths_found)
        new = {os.path.abspath(path) for path in report.added + report.changed}
        report.same_text += [same for same in collection.store.same_texts() if new & set(same)]
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
    files: Sequence[tuple[Path, str]],
    report: Report,
    progress: Progress,
) -> Iterator[_Prepared]:
    """The documents of files that are new or have changed, each content once."""
    seen: set[str] = set()
    for number, (path, encoding) in enumerate(files, start=1):
        progress(path, number, len(files))
        try:
            yield from _read_if_changed(collection, encoder, path, encoding, seen, report)
        except (ReadError, OSError) as error:
            report.skipped.append(Skipped(path, str(error)))


def _read_if_changed(
    collection: Collection,
    encoder: Encoder,
    path: Path,
    encoding: str,
    seen: set[str],
    report: Report,
) -> Iterator[_Prepared]:
    """A file that has changed, in parts, so that a large archive is never held as a whole."""
    store = collection.store
    name = os.path.abspath(path)
    before = store.file(name)
    status = path.stat()
    state = FileState("", status.st_size, status.st_mtime_ns, encoding)
    if before and before[1:] == state[1:]:
        report.unchanged += 1
        return
    members: dict[str, str] = {}
    part = _Prepared(name, state.unfinished)
    any_new = False
    for document in read_documents(path, encoding or None):
        state = state._replace(sha256=document.source.sha256)
        if len(part.passages) >= _PASSAGES_AT_ONCE:
            yield part
            part = _Prepared(name, state.unfinished)
        members[document.source.member] = part.documents[document.source.member] = document.id
        report.add(document)
        if document.id not in seen and not store.has_document(document.id):
            any_new = True
            part.fresh.append((document, _divided(document, encoder, report)))
        seen.add(document.id)
    if any_new:
        known = before and before != before.unfinished
        (report.changed if known else report.added).append(path)
    elif before and before.sha256 == state.sha256:
        report.unchanged += 1
    else:
        report.same_content.append(path)
    yield replace(part, state=state, documents=members)


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
        [passage.text for passage in passages],
        [passage.sentences for passage in passages],
        [passage.context for passage in passages],
    )
    first = 0
    for item in prepared:
        with collection.store.transaction():
            for document, parts in item.fresh:
                last = first + len(parts)
                if not collection.store.has_document(document.id):
                    collection.store.add_document(document, parts, _rows(vectors, first, last))
                first = last
            if item.state == item.state.unfinished:
                collection.store.put_members(item.path, item.state, item.documents)
            else:
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
    for place in damaged_places(document.text):
        report.damaged += not place.repaired
        report.repaired += place.repaired
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


def _asked_encoding(collection: Collection, path: Path, rules: Sequence[EncodingRule]) -> str:
    asked = encoding_for(path, rules)
    if asked is None:
        before = collection.store.file(os.path.abspath(path))
        return before.asked_encoding if before else ""
    return asked


def _unused(rules: Sequence[EncodingRule], files: Sequence[Path]) -> list[str]:
    return [
        f"no file matches --encoding {rule.pattern}={rule.encoding or 'auto'}"
        for rule in rules
        if not any(rule.matches(path) for path in files)
    ]


def _gone(collection: Collection, paths: Sequence[Path]) -> list[str]:
    folders = [os.path.join(os.path.abspath(path), "") for path in paths if path.is_dir()]
    known = collection.store.paths()
    return [p for p in known if p.startswith(tuple(folders)) and not Path(p).exists()]
