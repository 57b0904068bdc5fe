"""Files that are new or have changed: read, divided, and ready to be encoded."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from corpus import (
    Document,
    EncodingRule,
    Passage,
    ReadError,
    encoding_for,
    read_documents,
    reason_of,
)
from embeddings import Encoder

from ..collection.collection import Collection
from ..collection.records import FileState
from .divide_to_fit import divide_to_fit
from .report import FileReport, Outcome, Report
from .watcher import Watcher


class Found(NamedTuple):
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
class Prepared:
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


def look_at(
    collection: Collection,
    paths: Sequence[Path],
    encodings: Sequence[EncodingRule],
    again: bool,
    report: Report,
) -> Iterator[Found]:
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
        found = Found(path, before, state, again)
        if found.unchanged:
            report.files.append(FileReport(path, Outcome.UNCHANGED))
        else:
            yield found


def read_changed(
    collection: Collection,
    encoder: Encoder,
    files: Sequence[Found],
    report: Report,
    watcher: Watcher,
) -> Iterator[Prepared]:
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
    found: Found,
    changing: AbstractSet[str],
    seen: set[str],
    file: FileReport,
    watcher: Watcher,
) -> Iterator[Prepared]:
    """A file in parts, so that a large archive is never held as a whole."""
    store = collection.store
    path, before, state, again = found
    name = os.path.abspath(path)
    members: dict[str, str] = {}
    held = frozenset(store.documents_in(name))
    part = Prepared(name, state.unfinished, file, held)
    any_new = False
    for document in read_documents(path, state.asked_encoding or None):
        state = state._replace(sha256=document.source.sha256)
        if len(part.passages) >= encoder.passages_at_once:
            yield part
            part = Prepared(name, state.unfinished, file, held)
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
