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
    """Vectors of passages, by what the model read; read once, whatever becomes of the documents."""

    def __init__(self, vectors: Mapping[Reading, PassageVectors]) -> None:
        self._vectors = vectors

    @classmethod
    def of(
        cls, collection: Collection, documents: Iterable[str], passages: Iterable[Passage]
    ) -> Self:
        """Those of the passages that stand in the documents with these ids already."""
        rows = [row for document in documents for row in collection.store.rows_in(document)]
        if not rows:
            return cls({})
        wanted = set(map(_reading, passages))
        known = {(context, text): row for row, context, text in collection.store.readings(rows)}
        found = {reading: row for reading, row in known.items() if reading in wanted}
        stored = stored_vectors(collection, list(found.values()))
        return cls({reading: stored.part(at, at + 1) for at, reading in enumerate(found)})

    def encode(self, encoder: Encoder, passages: Sequence[Passage]) -> PassageVectors:
        """The vectors of the passages, from the encoder only where none are known."""
        known = [self._vectors.get(_reading(passage)) for passage in passages]
        fresh = [passage for passage, one in zip(passages, known, strict=True) if one is None]
        encoded = _encode(encoder, fresh)
        if len(fresh) == len(passages):
            return encoded
        places = iter(range(len(fresh)))
        parts = [one or encoded.part(place := next(places), place + 1) for one in known]
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


def _reading(passage: Passage) -> Reading:
    return passage.context, passage.text


def _encode(encoder: Encoder, passages: Sequence[Passage]) -> PassageVectors:
    return encoder.encode_passages(
        [passage.text for passage in passages],
        [passage.sentences for passage in passages],
        [passage.context for passage in passages],
    )
