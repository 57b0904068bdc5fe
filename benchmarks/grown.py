"""Large collections made of a smaller one, for measuring: real vectors, perturbed.

A made document is a real one again, and each of its passages gets the vector of the real passage
moved by half the difference of two others' vectors: so the vectors of many copies spread the way
the real ones do. Its text is the real one up to the middle, then another passage's as far as that
goes, then the real one again, so that words are as common as they are and hardly two passages are
the same. Its tokens for late interaction are those of the real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from corpus import CleanText, Document, Passage
from embeddings import Encoder, NeighbourIndex, PassageVectors
from qa import Collection
from qa.collection.records import FileState

_Floats = NDArray[np.float32]
_MOVED = 0.5  # of the difference of two passages
_AT_ONCE = 50_000  # vectors


class Real(NamedTuple):
    """What is real: documents with their passages, and all passages' vectors, (n, d)."""

    documents: list[tuple[Document, list[int]]]
    rows: NDArray[np.int64]
    vectors: _Floats


def real(collection: Collection) -> Real:
    """All that a finished collection holds."""
    store = collection.store
    documents = [
        (store.document(one.id), store.rows_in(one.id)) for one in store.documents() if one.passages
    ]
    found = store.vectors(store.passage_rows().tolist())
    return Real(documents, found.rows, found.vectors)


def grow(source: Collection, target: Path, size: int, encoder: Encoder) -> None:
    """A collection of at least `size` passages in a folder, with its indexes."""
    known = real(source)
    random = np.random.default_rng(size)
    with (
        Collection.open(target, create=True) as collection,
        collection.writing(),
        tqdm(total=size, unit="passage", disable=None) as bar,
    ):
        collection.bind(encoder)
        made_so_far = 0
        for number, (document, rows) in enumerate(_again(known)):
            if made_so_far >= size:
                break
            copy = number // len(known.documents)
            name = f"{document.id}x{copy}" if copy else document.id
            made = replace(document, id=name)
            passages = _passages(source, rows, name, known, random if copy else None)
            vectors = _vectors(source, rows, known, random if copy else None)
            state = FileState(document.source.sha256, document.source.size, 0)
            with collection.store.transaction():
                collection.store.add_document(made, passages, vectors)
                collection.store.put_file(f"/{copy}{document.source.path}", state, {"": name})
            made_so_far += len(rows)
            bar.update(len(rows))
        collection.synchronise()
    with Collection.open(target) as collection:
        collection.fit_index(encoder)


def grow_vectors(source: Collection, path: Path, size: int, questions: _Floats) -> None:
    """An index of `size` perturbed vectors alone, in a file; `questions` as for its cells."""
    known = real(source).vectors
    random = np.random.default_rng(size)
    index = NeighbourIndex.empty(known.shape[1])
    for first in range(0, size, _AT_ONCE):
        rows = np.arange(first, min(first + _AT_ONCE, size))
        one, two, three = (known[random.integers(0, len(known), len(rows))] for _ in "abc")
        index.add(rows + 1, _unit(one + _MOVED * (two - three)))
    index.divide(questions)
    path.parent.mkdir(parents=True, exist_ok=True)
    index.save(path)


def _again(known: Real) -> Iterator[tuple[Document, list[int]]]:
    while True:
        yield from known.documents


def _passages(
    source: Collection, rows: list[int], name: str, known: Real, random: np.random.Generator | None
) -> list[Passage]:
    found = source.store.passages(rows)
    others: list[str] = [""] * len(rows)
    if random is not None:
        drawn = known.rows[random.integers(0, len(known.rows), len(rows))].tolist()
        texts = source.store.texts(drawn)
        others = [texts[row] for row in drawn]
    made = []
    for ordinal, (row, other) in enumerate(zip(rows, others, strict=True)):
        passage = found[row]
        text, middle = passage.text, len(passage.text) // 2
        mixed = text[:middle] + other[middle : len(text)]
        mixed += text[len(mixed) :]
        clean = CleanText(mixed if random is not None else text, passage.clean.spans)
        made.append(replace(passage, id=f"{name}-{ordinal}", document_id=name, clean=clean))
    return made


def _vectors(
    source: Collection, rows: list[int], known: Real, random: np.random.Generator | None
) -> PassageVectors:
    whole = known.vectors[np.searchsorted(known.rows, rows)]
    stored = source.store.sentence_vectors(rows, source.dimensions)
    sentences = np.concatenate([whole[:0], *(stored[row] for row in rows)])
    sizes = [len(stored[row]) for row in rows]
    if random is not None:
        one, other = (known.vectors[random.integers(0, len(known.rows), len(rows))] for _ in "ab")
        moved = _MOVED * (one - other)
        whole, sentences = _unit(whole + moved), _unit(sentences + np.repeat(moved, sizes, axis=0))
    tokens = source.store.tokens.of(rows, source.token_size)
    return PassageVectors(
        whole,
        sentences,
        _bounds(sizes),
        np.concatenate([tokens[row].tokens for row in rows]),
        _bounds([size for row in rows for size in tokens[row].sizes]),
    )


def _bounds(sizes: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _unit(vectors: _Floats) -> _Floats:
    unit: _Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
