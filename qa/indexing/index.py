"""Files into a collection."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from corpus import Document, EncodingRule, Skipped, said, walk
from embeddings import Encoder

from ..collection.collection import Collection
from ..collection.records import FileState
from ..text_reuse.near_duplicates import elsewhere
from .divide_to_fit import divide_to_fit
from .fit_tokens import fit_tokens, is_fine
from .prepare import Prepared, look_at, read_changed
from .report import FileReport, Outcome, Report
from .shard import Shard
from .sites import settle, unsettled_sites
from .store_prepared import store_prepared
from .watcher import Watcher

_NOBODY = Watcher()
_WHOLE = Shard(1, 1)


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
    fine_before = is_fine(collection)
    in_shard = partial(shard.holds, among=paths)
    with collection.store.unmapped():
        with collection.writing():
            collection.bind(encoder)
            listed = list(walk(paths))
            skipped = [one for one in listed if isinstance(one, Skipped)]
            files = [path for path in listed if isinstance(path, Path)]
            report.files += [FileReport.of_skipped(one) for one in skipped if in_shard(one.path)]
            mine = [path for path in files if in_shard(path)]
            found = list(look_at(collection, mine, encodings, again, report))
            watcher.found({one.path: one.state.size for one in found})
            for file in report.files:
                watcher.finished(file)
            prepared = read_changed(collection, encoder, found, report, watcher)
            store_prepared(collection, encoder, prepared, watcher)
            _settle_sites(collection, encoder, report, watcher)
            fit_tokens(collection, watcher.stopped, grown=bool(report.passages))
            report.coarser_tokens = fine_before and not is_fine(collection)
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
            Prepared(
                document.source.path,
                FileState(document.source.sha256, document.source.size, 0),
                FileReport(Path(document.source.path), Outcome.ADDED),
                documents={"": document.id},
                fresh=[(document, divide_to_fit(document, encoder).passages)],
            )
            for document in documents
        )
        count = store_prepared(collection, encoder, prepared, _NOBODY)
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
        with collection.store.transaction():
            collection.store.tokens.refine()
        collection.synchronise()
    return unknown


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
