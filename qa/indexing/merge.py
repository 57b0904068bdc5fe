"""Several collections made one, without encoding again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from embeddings import Encoder

from ..collection.collection import Collection
from .fit_tokens import fit_tokens, fit_with, is_fine
from .known_vectors import stored_vectors
from .sites import settle, unsettled_sites


class Merged(NamedTuple):
    """What a collection has gained, and whether its token vectors are kept coarser than before."""

    documents: int
    passages: int
    coarser_tokens: bool


def merge(
    collection: Collection,
    others: Sequence[Collection],
    encoder: Encoder,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Merged:
    """Take everything that stands in other collections into one.

    What they say of a file takes the place of what was known of it. Each document is one
    transaction; a run that is stopped goes on where it was. In the end it is as if all files had
    been indexed here: pages of one site that came from different collections are compared, and
    only what is divided anew because of that is encoded, the only thing that takes an encoder.

    Args:
        progress: told after each file how many are done, and of how many.

    Raises:
        CollectionError: one was made with another model, or this one is being written to.
    """
    before = collection.store.document_count(), collection.store.passage_count()
    fine_before = is_fine(collection)
    with collection.writing():
        for other in others:
            collection.bind_as(other)
        fit_with(collection, others)
        files = [(other, path) for other in others for path in other.store.paths()]
        for done, (other, path) in enumerate(files, start=1):
            _take_file(collection, other, path)
            fit_tokens(collection)  # at once, so that no more than this file is too much
            progress(done, len(files))
        for site in unsettled_sites(collection):
            collection.check(encoder)
            settle(collection, encoder, site)
        fit_tokens(collection)
        collection.synchronise()
    collection.fit_index(encoder)
    after = collection.store.document_count(), collection.store.passage_count()
    coarser = fine_before and not is_fine(collection)
    return Merged(after[0] - before[0], after[1] - before[1], coarser)


def _take_file(collection: Collection, other: Collection, path: str) -> None:
    store = collection.store
    state, members = other.store.file(path), other.store.members(path)
    known = store.members(path)
    if state is None or (store.file(path) == state and known == members):
        return
    for number, (member, document) in enumerate(members.items(), start=1):
        fresh = _is_fresh(collection, other, document)
        last = number == len(members)
        if not fresh and not last and known.get(member) == document:
            continue
        with store.transaction():
            if fresh:
                _copy(collection, other, document)
            if last:
                store.put_file(path, state, members)
            else:
                store.put_members(path, state, {member: document})


def _is_fresh(collection: Collection, other: Collection, document: str) -> bool:
    """Whether a document is new here, or stands there in a file that comes before all that it is in
    here: the first one gives it its title."""
    if not collection.store.has_document(document):
        return True
    here, there = (
        PurePath(one.store.document(document).source.path) for one in (collection, other)
    )
    return there.parts < here.parts


def _copy(collection: Collection, other: Collection, document: str) -> None:
    passages = other.store.passages_of(document)
    collection.store.add_document(
        other.store.document(document),
        list(passages.values()),
        stored_vectors(other, list(passages)),
    )
