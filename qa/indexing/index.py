"""Files into a collection."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from corpus import (
    Document,
    EncodingRule,
    Passage,
    ReadError,
    Skipped,
    encoding_for,
    read_documents,
    reason_of,
    said,
    walk,
)
from embeddings import Encoder, PassageVectors

from ..collection.collection import Collection
from ..collection.records import FileState
from ..text_reuse.near_duplicates import elsewhere
from .divide_to_fit import divide_to_fit
from .known_vectors import KnownVectors
from .report import FileReport, Outcome, Report
from .shard import Shard
from .sites import settle, unsettled_sites
from .watcher import Watcher

PASSAGES_AT_ONCE = 128  # enough for several batches on each of several cores
_AT_FIRST = 16  # passages, twice as many each time: how far it is can soon be told
_NOBODY = Watcher()
_WHOLE = Shard(1, 1)


class _Found(NamedTuple):
    """A file with what the collection knows of it, and what it is now."""

    path: Path
    before: FileState | None
    state: FileState
    again: bool  # it is read whether it has changed or not

    @property
    def unchanged(self) -> bool:
        same = self.before is not None and self.before[1:] == self.state[1:]
        return same and not self.again


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A file that is read and split, and whose new documents wait for their vectors; or a part of
    one, while its state is unfinished.

    `before` has the ids of the documents that the file held when it was last indexed.
    """

    path: str
    state: FileState
    file: FileReport
    before: frozenset[str] = frozenset()
    documents: dict[str, str] = field(default_factory=dict)
    fresh: list[tuple[Document, list[Passage]]] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        return [passage for _, passages in self.fresh for passage in passages]


def index_paths(
    collection: Collection,
    encoder: Encoder,
    paths: Sequence[Path],
    watcher: Watcher = _NOBODY,
    encodings: Sequence[EncodingRule] = (),
    again: bool = False,
    shard: Shard = _WHOLE,
) -> Report:
    """Add and update every supported file under the paths; what cannot be read is reported.

    A file is read in the encoding that the last matching rule says, now or when it was last
    indexed; a file for which that changes is read again, and `again` has every file read again.

    Of the files only those of a `shard` are looked at.

    Each document is one transaction: a run that is killed loses the few documents it was at, one
    that its watcher stops loses none. The next run goes on from there, because a file that has not
    changed costs nothing.

    Raises:
        CollectionError: the collection belongs to another model, or is being written to.
    """
    report = Report()
    in_shard = partial(shard.holds, among=paths)
    with collection.writing():
        collection.bind(encoder)
        listed = list(walk(paths))
        skipped = [one for one in listed if isinstance(one, Skipped)]
        files = [path for path in listed if isinstance(path, Path)]
        report.files += [FileReport.of_skipped(one) for one in skipped if in_shard(one.path)]
        mine = [path for path in files if in_shard(path)]
        found = list(_look_at(collection, mine, encodings, again, report))
        watcher.found({one.path: one.state.size for one in found})
        for file in report.files:
            watcher.finished(file)
        prepared = _read_changed(collection, encoder, found, report, watcher)
        _store_all(collection, encoder, prepared, watcher)
        _settle_sites(collection, encoder, report, watcher)
        report.missing += _gone(collection, paths)
        report.unused += _unused(encodings, files)
        new = {os.path.abspath(path) for path in report.added + report.changed}
        report.same_text += [same for same in collection.store.same_texts() if new & set(same)]
        collection.synchronise()
    collection.fit_index(encoder)
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
                FileReport(Path(document.source.path), Outcome.ADDED),
                documents={"": document.id},
                fresh=[(document, divide_to_fit(document, encoder).passages)],
            )
            for document in documents
        )
        count = _store_all(collection, encoder, prepared)
        collection.synchronise()
    collection.fit_index(encoder)
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


def _look_at(
    collection: Collection,
    paths: Sequence[Path],
    encodings: Sequence[EncodingRule],
    again: bool,
    report: Report,
) -> Iterator[_Found]:
    """Files that are new or seem to have changed; the others are reported at once."""
    for path in paths:
        try:
            status = path.stat()
        except OSError as error:
            report.files.append(FileReport(path, Outcome.SKIPPED, reason_of(error)))
            continue
        before = collection.store.file(os.path.abspath(path))
        encoding = encoding_for(path, encodings)
        if encoding is None:
            encoding = before.asked_encoding if before else ""
        state = FileState("", status.st_size, status.st_mtime_ns, encoding)
        found = _Found(path, before, state, again)
        if found.unchanged:
            report.files.append(FileReport(path, Outcome.UNCHANGED))
        else:
            yield found


def _read_changed(
    collection: Collection,
    encoder: Encoder,
    files: Sequence[_Found],
    report: Report,
    watcher: Watcher,
) -> Iterator[_Prepared]:
    """The documents of the files, each content once, until the watcher stops it."""
    seen: set[str] = set()
    changing = {os.path.abspath(one.path) for one in files}
    for number, found in enumerate(files):
        if watcher.stopped():
            report.left = len(files) - number
            return
        watcher.reading(found.path)
        file = FileReport(found.path)
        report.files.append(file)
        try:
            yield from _read(collection, encoder, found, changing, seen, file, watcher)
        except (ReadError, OSError) as error:
            file.outcome, file.reason = Outcome.SKIPPED, reason_of(error)
            watcher.finished(file)


def _read(
    collection: Collection,
    encoder: Encoder,
    found: _Found,
    changing: AbstractSet[str],
    seen: set[str],
    file: FileReport,
    watcher: Watcher,
) -> Iterator[_Prepared]:
    """A file in parts, so that a large archive is never held as a whole."""
    store = collection.store
    path, before, state, again = found
    name = os.path.abspath(path)
    members: dict[str, str] = {}
    held = frozenset(store.documents_in(name))
    part = _Prepared(name, state.unfinished, file, held)
    any_new = False
    for document in read_documents(path, state.asked_encoding or None):
        state = state._replace(sha256=document.source.sha256)
        if len(part.passages) >= PASSAGES_AT_ONCE:
            yield part
            part = _Prepared(name, state.unfinished, file, held)
            if watcher.stopped():
                return
        members[document.source.member] = part.documents[document.source.member] = document.id
        file.count(document)
        # A document that only other changing files hold goes with the last of them.
        stays = any(one == name or one not in changing for one in store.paths_of(document.id))
        if document.id not in seen and (again or not stays):
            any_new = True
            division = divide_to_fit(document, encoder)
            file.count_new(document, division)
            part.fresh.append((document, division.passages))
        seen.add(document.id)
    if any_new:
        known = before and before != before.unfinished
        file.outcome = Outcome.CHANGED if known else Outcome.ADDED
    elif before and before.sha256 == state.sha256:
        file.outcome = Outcome.UNCHANGED
    else:
        file.outcome = Outcome.SAME_CONTENT
    yield replace(part, state=state, documents=members)


def _store_all(
    collection: Collection,
    encoder: Encoder,
    prepared: Iterable[_Prepared],
    watcher: Watcher = _NOBODY,
) -> int:
    """Encode several documents at once, write each in a transaction of its own.

    While some are encoded, the next are read and the words of those before are indexed. What is
    encoded is written before anything else is, so that little is lost with a sudden end.
    """
    count, at_once = 0, _AT_FIRST
    batches = _batches(prepared)
    written: list[str] = []
    with ThreadPoolExecutor(1, "encoding") as beside:
        batch = next(batches, None)
        while batch is not None:
            known = KnownVectors.of(collection, {one for item in batch for one in item.before})
            encoding = beside.submit(_encode, known, encoder, batch, watcher, at_once)
            at_once = _more(at_once)
            collection.prepare_words(written)
            following = next(batches, None)
            count += _write(collection, batch, encoding.result(), watcher)
            written = [document.id for item in batch for document, _ in item.fresh]
            batch = following
    return count


def _batches(prepared: Iterable[_Prepared]) -> Iterator[list[_Prepared]]:
    """Files until they have passages enough to be encoded together, few of them at first."""
    at_once = _AT_FIRST
    waiting: list[_Prepared] = []
    for item in prepared:
        waiting.append(item)
        if sum(len(item.passages) for item in waiting) >= at_once:
            yield waiting
            waiting, at_once = [], _more(at_once)
    if waiting:
        yield waiting


def _more(at_once: int) -> int:
    return min(2 * at_once, PASSAGES_AT_ONCE)


def _write(
    collection: Collection, prepared: Sequence[_Prepared], vectors: PassageVectors, watcher: Watcher
) -> int:
    """Returns how many passages there are."""
    first = 0
    for item in prepared:
        with collection.store.transaction():
            for document, parts in item.fresh:
                last = first + len(parts)
                collection.store.add_document(document, parts, vectors.part(first, last))
                first = last
            if item.state == item.state.unfinished:
                collection.store.put_members(item.path, item.state, item.documents)
            else:
                collection.store.put_file(item.path, item.state, item.documents)
        if item.state != item.state.unfinished:
            watcher.finished(item.file)
    return first


def _encode(
    known: KnownVectors,
    encoder: Encoder,
    prepared: Sequence[_Prepared],
    watcher: Watcher,
    at_once: int,
) -> PassageVectors:
    """The vectors of all passages; a document that has many of them is encoded bit by bit, so that
    one can see how far it is, and whoever shares the encoder need not wait for all of it."""
    passages = [passage for item in prepared for passage in item.passages]
    vectors: list[PassageVectors] = []
    start = 0
    while start < len(passages) or not vectors:
        some = passages[start : start + at_once]
        vectors.append(known.encode(encoder, some))
        _tell(prepared, start, start + len(some), watcher)
        start, at_once = start + len(some), _more(at_once)
    return PassageVectors.joined(vectors)


def _tell(prepared: Sequence[_Prepared], since: int, until: int, watcher: Watcher) -> None:
    """Which files the passages from `since` to `until` of those prepared belong to."""
    first = 0
    for item in prepared:
        total = len(item.passages)
        count = min(until, first + total) - max(since, first)
        if count > 0:
            finished = item.state != item.state.unfinished
            share = (min(until, first + total) - first) / total
            watcher.encoded(item.file.path, count, share if finished else None)
        first += total


def _settle_sites(
    collection: Collection, encoder: Encoder, report: Report, watcher: Watcher
) -> None:
    files = {os.path.abspath(file.path): file for file in report.files}
    for site in unsettled_sites(collection):
        if watcher.stopped():
            return
        for changed in settle(collection, encoder, site):
            for path in collection.store.paths_of(changed.document):
                if path in files:
                    files[path].count_again(changed.passages, changed.set_aside)


def _unused(rules: Sequence[EncodingRule], files: Sequence[Path]) -> list[str]:
    return [
        said(
            "no file matches --encoding {pattern}={encoding}",
            pattern=rule.pattern,
            encoding=rule.encoding or "auto",
        )
        for rule in rules
        if not any(rule.matches(path) for path in files)
    ]


def _gone(collection: Collection, paths: Sequence[Path]) -> list[str]:
    folders = [os.path.join(os.path.abspath(path), "") for path in paths if path.is_dir()]
    known = collection.store.paths()
    return [p for p in known if p.startswith(tuple(folders)) and not Path(p).exists()]
