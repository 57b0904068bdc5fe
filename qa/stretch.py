"""One side of a comparison: a passage or a document as its sentences, with their stored vectors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import CleanText, Document, Passage, UsageError

from .answer import Span
from .collection import Collection


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """n sentences of a document in their order.

    sentences: readable text, each character with its place in the document
    vectors:   float32 (n, p), for each sentence the sum of its projected token vectors; 0 where
               the sentence lies beyond the model's window
    tokens:    int64 (n,), how many token vectors that are
    """

    document: Document
    sentences: tuple[CleanText, ...]
    vectors: NDArray[np.float32]
    tokens: NDArray[np.int64]

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
    row = store.row_of(name)
    if row is not None:
        return stretch_of(collection, store.passages([row]))
    if store.has_document(name):
        return stretch_of(collection, store.passages_of(name), name)
    documents = sorted(store.documents_in(str(Path(name).expanduser().absolute())))
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
    ident = document or next(iter(passages.values())).document_id
    stored = collection.store.tokens(passages, collection.token_size)
    sentences: list[CleanText] = []
    vectors = [np.empty((0, collection.token_size), np.float32)]
    counts = [np.empty(0, np.int64)]
    for row, passage in passages.items():
        sentences += [passage.clean[start:end] for start, end in passage.sentences]
        sizes = stored[row].sizes
        vectors.append(_sums(stored[row].tokens, sizes))
        counts.append(sizes)
    return Stretch(
        collection.store.document(ident),
        tuple(sentences),
        np.concatenate(vectors),
        np.concatenate(counts),
    )


def _sums(tokens: NDArray[np.int8], sizes: NDArray[np.int64]) -> NDArray[np.float32]:
    """Sums of consecutive rows, `sizes` of them at a time: float32 (len(sizes), p)."""
    running = np.zeros((len(tokens) + 1, tokens.shape[1]), np.int64)
    np.cumsum(tokens, axis=0, out=running[1:])
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    sums: NDArray[np.float32] = np.diff(running[bounds], axis=0).astype(np.float32)
    return sums
