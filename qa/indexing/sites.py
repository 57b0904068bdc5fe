"""Pages of one site compared: what they share at their edges is set aside in each of them.

A page that was indexed when it was the only one of its site looked as if its menu were text. So
the pages of every site that has gained or lost one are compared when a run of indexing ends, and
those that share more or less than was known are divided again. In the end it makes no difference
in which order they came.
"""

from __future__ import annotations

from typing import NamedTuple

from corpus import Document, divide, edges, repeated, set_repeated_aside
from embeddings import Encoder

from ..collection.collection import Collection
from .divide_to_fit import divide_to_fit
from .known_vectors import KnownVectors


class DividedAgain(NamedTuple):
    """A document of which lines were set aside, or taken in again, because of other pages: by how
    many its passages and its set-aside lines are more than before."""

    document: str
    passages: int
    set_aside: int


def unsettled_sites(collection: Collection) -> list[str]:
    """Sites of which pages have come or gone since their pages were compared."""
    return collection.store.sites.unsettled()


def settle(collection: Collection, encoder: Encoder, site: str) -> list[DividedAgain]:
    """Compare the pages of a site; the caller holds the right to write.

    Each document is one transaction, and a run that is killed is made up for by the next one.
    """
    store = collection.store
    pages = store.sites.pages(site)
    shared = repeated({page: edges(store.document(page)) for page in pages})
    changed = []
    for page in pages:
        before = store.document(page)
        after = set_repeated_aside(before, shared[page])
        if after.blocks != before.blocks:
            passages = _divide_again(collection, encoder, after)
            set_aside = len(divide(after).set_aside) - len(divide(before).set_aside)
            changed.append(DividedAgain(page, passages, set_aside))
    with store.transaction():
        store.sites.settle(site)
    return changed


def _divide_again(collection: Collection, encoder: Encoder, document: Document) -> int:
    """Returns by how many the passages are more than before."""
    passages = divide_to_fit(document, encoder).passages
    known = KnownVectors.of(collection, [document.id], passages)
    vectors = known.encode(encoder, passages)
    before = len(collection.store.rows_in(document.id))
    with collection.store.transaction():
        collection.store.add_document(document, passages, vectors)
    return len(passages) - before
