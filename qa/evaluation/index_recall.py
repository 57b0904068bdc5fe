"""What an approximate index finds of what an exact one would, on the user's own collection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder, Neighbours, recall

from ..collection.collection import Collection
from ..collection.index_kind import sentences_of
from .metrics import percentile

QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class IndexRecall:
    """`recall_at_10` is the share of the ten passages nearest to a question that are found; times
    are of one search among the vectors, as it is made and when all are looked at, milliseconds."""

    passages: int
    exact: bool
    cells: int
    probes: int
    questions: int
    recall_at_10: float
    p50_ms: float
    p95_ms: float
    all_p50_ms: float
    all_p95_ms: float


def evaluate_index(collection: Collection, encoder: Encoder, count: int = QUESTIONS) -> IndexRecall:
    """Ask `count` sentences of the collection, encoded as questions; not those that the index was
    set by.

    Raises:
        CollectionError: the collection was made with another model.
    """
    collection.check(encoder)
    vectors = collection.vectors
    texts = sentences_of(collection.store, vectors.rows, count, shift=0.5)
    questions = encoder.encode_questions(texts)
    _timed(questions[:1], lambda one: vectors.search(one, 10))  # what is on disk comes into memory
    ours, times = _timed(questions, lambda one: vectors.search(one, 10))
    theirs, all_times = _timed(questions, lambda one: vectors.search(one, 10, exact=True))
    shares = [recall(a, b) for a, b in zip(ours, theirs, strict=True)]
    return IndexRecall(
        passages=len(vectors),
        exact=vectors.exact,
        cells=vectors.cells,
        probes=vectors.probes,
        questions=len(questions),
        recall_at_10=float(np.mean(shares)) if shares else 1.0,
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        all_p50_ms=percentile(all_times, 0.5),
        all_p95_ms=percentile(all_times, 0.95),
    )


def _timed(
    questions: NDArray[np.float32], search: Callable[[NDArray[np.float32]], Neighbours]
) -> tuple[list[Neighbours], list[float]]:
    found, times = [], []
    for question in questions:
        began = perf_counter()
        found.append(search(question[None]))
        times.append((perf_counter() - began) * 1e3)
    return found, times
