"""Prepared documents, encoded and written while the next ones are read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from embeddings import Encoder, PassageVectors

from ..collection.collection import Collection
from .fit_tokens import fit_tokens
from .known_vectors import KnownVectors
from .prepare import Prepared
from .watcher import Watcher

_SIDE_BY_SIDE = 2  # batches: where one comes to its end, the cores go on with the other
_AT_FIRST = 16  # passages, twice as many each time: how far it is can soon be told


def store_prepared(
    collection: Collection,
    encoder: Encoder,
    prepared: Iterable[Prepared],
    watcher: Watcher,
) -> int:
    """Encode several documents at once, write each in a transaction of its own.

    While some are encoded, those before are written and their words indexed, and the next are read.
    What is encoded is written before anything else is, so that little is lost with a sudden end.
    """
    count, at_once = 0, _AT_FIRST
    encoding: deque[tuple[list[Prepared], Future[PassageVectors]]] = deque()

    def write() -> int:
        batch, vectors = encoding.popleft()
        number = _write(collection, batch, vectors.result(), watcher)
        fit_tokens(collection, watcher.stopped)
        collection.prepare_words(document.id for item in batch for document, _ in item.fresh)
        return number

    with ThreadPoolExecutor(_SIDE_BY_SIDE, "encoding") as beside:
        for batch in _batches(prepared, encoder):
            if len(encoding) == _SIDE_BY_SIDE:
                count += write()
            before = {document for item in batch for document in item.before}
            passages = [passage for item in batch for passage in item.passages]
            known = KnownVectors.of(collection, before, passages)
            made = beside.submit(_encode, known, encoder, batch, watcher, at_once)
            encoding.append((batch, made))
            at_once = _more(at_once, encoder)
        while encoding:
            count += write()
    return count


def _batches(prepared: Iterable[Prepared], encoder: Encoder) -> Iterator[list[Prepared]]:
    """Files until they have passages enough to be encoded together, few of them at first."""
    at_once = _AT_FIRST
    waiting: list[Prepared] = []
    for item in prepared:
        waiting.append(item)
        if sum(len(item.passages) for item in waiting) >= at_once:
            yield waiting
            waiting, at_once = [], _more(at_once, encoder)
    if waiting:
        yield waiting


def _more(at_once: int, encoder: Encoder) -> int:
    return min(2 * at_once, encoder.passages_at_once // _SIDE_BY_SIDE)


def _write(
    collection: Collection, prepared: Sequence[Prepared], vectors: PassageVectors, watcher: Watcher
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
    prepared: Sequence[Prepared],
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
        start, at_once = start + len(some), _more(at_once, encoder)
    return PassageVectors.joined(vectors)


def _tell(prepared: Sequence[Prepared], since: int, until: int, watcher: Watcher) -> None:
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
