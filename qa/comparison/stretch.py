"""One side of a comparison: a passage or a document as its sentences, with their stored vectors."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus import CleanText, Document, Passage, UsageError

from ..answer import Span
from ..collection.collection import Collection


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """n sentences of a document in their order.

    sentences: readable text, each character with its place in the document
    tokens:    for each sentence its projected token vectors, int8 (t, p); none where it lies
               beyond the model's window
    """

    document: Document
    sentences: tuple[CleanText, ...]
    tokens: tuple[NDArray[np.int8], ...]

    def __len__(self) -> int:
        return len(self.sentences)

    def text(self, first: int, last: int) -> CleanText:
        """Sentences first to last - 1 as one text, a line break between them.

        The break stands for nothing: its span is empty.
        """
        parts = self.sentences[first:last]
        spans = [parts[0].spans]
        for part in parts[1:]:
            at = spans[-1][-1, 1]
            spans += [np.array([[at, at]], np.int32), part.spans]
        return CleanText("\n".join(part.text for part in parts), np.concatenate(spans))

    def span(self, first: int, last: int) -> Span:
        """Where sentences first to last - 1 stand in the document."""
        return int(self.sentences[first].spans[0, 0]), int(self.sentences[last - 1].spans[-1, 1])


def find_stretch(collection: Collection, name: str) -> Stretch:
    """The passage with that id, the document with that id, or the one in the file at that path.

    Raises:
        UsageError: nothing in the collection is called so, or the file holds several documents.
    """
    store = collection.store
    row = store.rows_of([name]).get(name)
    if row is not None:
        return stretch_of(collection, store.passages([row]))
    if store.has_document(name):
        return stretch_of(collection, store.passages_of(name), name)
    path = os.path.abspath(os.path.expanduser(name))  # noqa: PTH111  never raises
    documents = sorted(store.documents_in(path))
    if len(documents) == 1:
        return stretch_of(collection, store.passages_of(documents[0]), documents[0])
    if documents:
        raise UsageError(
            f"{name} holds {len(documents)} documents; name one by its id: {', '.join(documents)}"
        )
    raise UsageError(
        f"no passage, document or indexed file is called {name}; see: python -m qa documents"
    )


def stretch_of(
    collection: Collection, passages: dict[int, Passage], document: str | None = None
) -> Stretch:
    """Passages of one document by row, in its order; `document` names it if there are none."""
    stored = collection.store.tokens.of(passages, collection.token_size)
    sentences: list[CleanText] = []
    tokens: list[NDArray[np.int8]] = []
    for row, passage in passages.items():
        sentences += [passage.clean[start:end] for start, end in passage.sentences]
        bounds = np.concatenate([[0], np.cumsum(stored[row].sizes)])
        tokens += [stored[row].tokens[first:last] for first, last in pairwise(bounds)]
    ident = document or next(iter(passages.values())).document_id
    return Stretch(collection.store.document(ident), tuple(sentences), tuple(tokens))
