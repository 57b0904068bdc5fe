"""What a question costs peers over the passages that Wenju is measured with (see `scale`).

Each peer is given the texts and vectors of one grown collection, so that nothing is encoded, and is
asked the same questions, whose vectors it is given too: what it takes to find ten passages by
vector and by words, as it does by default. In a process of its own:
`python -m benchmarks.scale_peers FOLDER SIZE PEER`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.known_encoder import KnownEncoder
from benchmarks.memory import own_memory
from embeddings.flat_index import FlatIndex
from qa import Collection
from qa.collection.derived import VECTOR_FILE
from qa.evaluation.metrics import percentile

QUESTIONS_FILE = "questions.npz"
_FOUND = 10
_LONG_ENOUGH = 60  # seconds of asking
_FEWEST = 5  # questions
_AT_ONCE = 20_000  # passages that are read at one time


class Passages(NamedTuple):
    """n passages as a peer gets them: their texts, where they are, and vectors float32 (n, d)."""

    texts: list[str]
    vectors: NDArray[np.float32]


Ask = Callable[[str, NDArray[np.float32]], object]  # a question and its vector, (d,)


def measure(folder: Path, size: str, peer: str) -> dict[str, Any]:
    """Milliseconds a question, and bytes of memory a passage."""
    known = KnownEncoder.load(folder / QUESTIONS_FILE)
    vectors = known.encode_questions(known.texts)
    passages = _vectors(folder / size) if size.startswith("v") else _passages(folder / size)
    questions = dict(zip(known.texts, vectors, strict=True))
    PEERS[peer](Passages(passages.texts[:2], passages.vectors[:2]), questions)  # its libraries
    before = own_memory()
    ask = PEERS[peer](passages, questions)
    taken = own_memory() - before
    ask(known.texts[0], vectors[0])
    times: list[float] = []
    for text, vector in zip(known.texts, vectors, strict=True):
        if sum(times) > _LONG_ENOUGH and len(times) >= _FEWEST:
            break
        began = perf_counter()
        ask(text, vector)
        times.append(perf_counter() - began)
    spread = {f"p{share}": round(percentile(times, share / 100) * 1e3, 2) for share in (50, 95)}
    return {
        "questions": len(times),
        "question_ms": spread,
        "memory_bytes_a_passage": round(taken / len(passages.vectors)),
    }


def _passages(folder: Path) -> Passages:
    texts: list[str] = []
    vectors = []
    with Collection.open(folder) as collection:
        rows = collection.store.passage_rows()
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE].tolist()
            found = collection.store.texts(some)
            texts += [found[row] for row in some]
            vectors.append(collection.store.vectors(some).vectors)
    return Passages(texts, np.concatenate(vectors))


def _vectors(folder: Path) -> Passages:
    """Vectors alone, which only a peer without words can do with."""
    index = FlatIndex.load(folder / VECTOR_FILE)
    return Passages([], index.vectors(index.rows))


def _flat(passages: Passages, questions: dict[str, NDArray[np.float32]]) -> Ask:
    """What is usually written by hand: vectors alone, all of them looked at."""
    index = faiss.IndexFlatIP(passages.vectors.shape[1])
    index.add(np.ascontiguousarray(passages.vectors))

    def ask(text: str, vector: NDArray[np.float32]) -> object:
        return index.search(vector[None], _FOUND)

    return ask


def _txtai(passages: Passages, questions: dict[str, NDArray[np.float32]]) -> Ask:
    from txtai import Embeddings

    known = dict(zip(passages.texts, passages.vectors, strict=True)) | questions

    def transform(texts: Iterable[str]) -> NDArray[np.float32]:
        return np.stack([known[text] for text in texts])

    index = Embeddings(method="external", transform=transform, hybrid=True, content=False)
    index.index(enumerate(passages.texts))

    def ask(text: str, vector: NDArray[np.float32]) -> object:
        return index.search(text, _FOUND)

    return ask


def _haystack(passages: Passages, questions: dict[str, NDArray[np.float32]]) -> Ask:
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(
        [
            Document(id=str(number), content=text, embedding=vector.tolist())
            for number, (text, vector) in enumerate(
                zip(passages.texts, passages.vectors, strict=True)
            )
        ]
    )
    by_words, by_vector = InMemoryBM25Retriever(store), InMemoryEmbeddingRetriever(store)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def ask(text: str, vector: NDArray[np.float32]) -> object:
        lists = [by_words.run(text)["documents"], by_vector.run(vector.tolist())["documents"]]
        return joiner.run(lists)

    return ask


PEERS = {"IndexFlatIP": _flat, "txtai": _txtai, "Haystack": _haystack}
WITHOUT_WORDS = ("IndexFlatIP",)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2], sys.argv[3])))
