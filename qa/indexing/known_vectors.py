"""Vectors that a collection has already, so that no passage is encoded twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corpus import Passage
from embeddings import Encoder, PassageVectors

from ..collection.collection import Collection

Reading = tuple[str, str]  # what the model reads: the context, and the text


class KnownVectors:
    """The vectors of some documents' passages, by what the model read."""

    def __init__(self, collection: Collection, rows: Mapping[Reading, int]) -> None:
        self._collection = collection
        self._rows = rows

    @classmethod
    def of(cls, collection: Collection, documents: Iterable[str]) -> Self:
        """Those of the documents with these ids."""
        rows = [row for document in documents for row in collection.store.rows_in(document)]
        readings = collection.store.readings(rows) if rows else []
        return cls(collection, {(context, text): row for row, context, text in readings})

    def encode(self, encoder: Encoder, passages: Sequence[Passage]) -> PassageVectors:
        """The vectors of the passages, from the encoder only where none are known."""
        rows = [self._rows.get((passage.context, passage.text)) for passage in passages]
        fresh = [passage for passage, row in zip(passages, rows, strict=True) if row is None]
        encoded = _encode(encoder, fresh)
        if len(fresh) == len(passages):
            return encoded
        places = iter(range(len(fresh)))
        parts = [
            encoded.part(place := next(places), place + 1)
            if row is None
            else stored_vectors(self._collection, [row])
            for row in rows
        ]
        return PassageVectors.joined(parts)


def stored_vectors(collection: Collection, rows: Sequence[int]) -> PassageVectors:
    """The vectors of passages that a collection has, in the order of the rows."""
    store, dimensions = collection.store, collection.dimensions
    vectors = store.vectors(rows)
    sentences = store.sentence_vectors(rows, dimensions)
    tokens = store.tokens.of(rows, collection.token_size)
    sizes = [tokens[row].sizes for row in rows]
    return PassageVectors(
        vectors.vectors.reshape(-1, dimensions)[np.searchsorted(vectors.rows, rows)],
        np.concatenate([np.empty((0, dimensions), np.float32), *map(sentences.get, rows)]),
        _bounds([len(sentences[row]) for row in rows]),
        np.concatenate(
            [np.empty((0, collection.token_size), np.int8), *(tokens[row].tokens for row in rows)]
        ),
        _bounds(np.concatenate([np.empty(0, np.int64), *sizes])),
    )


def _bounds(sizes: ArrayLike) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _encode(encoder: Encoder, passages: Sequence[Passage]) -> PassageVectors:
    return encoder.encode_passages(
        [passage.text for passage in passages],
        [passage.sentences for passage in passages],
        [passage.context for passage in passages],
    )
