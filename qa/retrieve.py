"""Question to candidate passages with the parts of their scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import index_terms, script_of
from embeddings import QuestionVectors, max_similarities, token_matches

from .cohort import Baseline
from .collection import Collection
from .features import Parts, number_agreement
from .scores import dense_similarity, inverse_document_frequency, lexical_share

CANDIDATES = 100  # of each kind
ALL = 500  # in a collection of so many passages each one is a candidate
_NOTHING = Baseline(0.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Candidates:
    """n passages that may answer, with the parts of their scores.

    `rows`, `passages` and `documents` name them: by row, by id, and by the id of their document.
    `cosines` are the plain dense similarities, `best_sentences` the numbers in their passages of
    the sentences that answer best.
    """

    rows: list[int]
    passages: list[str]
    documents: list[str]
    parts: Parts
    cosines: NDArray[np.float32]
    best_sentences: list[int]

    def without(self, documents: AbstractSet[str]) -> Candidates:
        """The candidates that are not in the given documents."""
        kept = [place for place, name in enumerate(self.documents) if name not in documents]
        return Candidates(
            [self.rows[place] for place in kept],
            [self.passages[place] for place in kept],
            [self.documents[place] for place in kept],
            Parts(*(column[kept] for column in self.parts)),
            self.cosines[kept],
            [self.best_sentences[place] for place in kept],
        )


class _Late(NamedTuple):
    """Token matches of one passage: over all of it, its worst quarter, its best sentence."""

    mean: float
    lowest: float
    sentence: float
    best: int


def find(collection: Collection, question: str, vectors: QuestionVectors) -> Candidates:
    """Passages that are near in meaning or share words, and what speaks for each of them."""
    terms = Counter(index_terms(question))
    rows = _candidate_rows(collection, vectors.vector, terms)
    if not rows:
        nothing = np.empty(0, np.float32)
        return Candidates([], [], [], Parts(*[nothing] * 9), nothing, [])
    places = collection.store.places(rows)
    rows = [row for row in rows if row in places]
    dense = _dense(collection, rows, vectors.vector)
    late = _late(collection, rows, vectors)
    lexical = _lexical(collection, rows, terms)
    baselines = collection.cohort.baselines(vectors.vector, vectors.tokens)
    asked_in = script_of(question)
    table = []
    for row, similarity, match, share in zip(rows, dense, late, lexical, strict=True):
        place = places[row]
        base = baselines.get(place.script, _NOTHING)
        table.append(
            (
                match.mean - base.late,
                match.lowest - base.lowest,
                match.sentence - base.late,
                similarity - dense_similarity(base.dense, base.sentence),
                share,
                number_agreement(question, place.text),
                float(place.script != asked_in),
                match.mean,
                base.spread,
            )
        )
    return Candidates(
        rows,
        [places[row].passage for row in rows],
        [places[row].document for row in rows],
        Parts(*np.array(table, np.float32).T),
        np.array(dense, np.float32),
        [match.best for match in late],
    )


def _candidate_rows(
    collection: Collection, vector: NDArray[np.float32], terms: Counter[str]
) -> list[int]:
    size = len(collection.vectors)
    if size <= ALL:
        return sorted(collection.vectors.search(vector[None], size).rows[0].tolist())
    nearest = collection.vectors.search(vector[None], CANDIDATES)
    matches = collection.words.search(terms, CANDIDATES)
    return sorted({*nearest.rows[0].tolist(), *matches.rows})


def _dense(collection: Collection, rows: list[int], vector: NDArray[np.float32]) -> list[float]:
    passages = collection.store.vectors(rows)
    sentences = collection.store.sentence_vectors(rows, collection.dimensions)
    return [
        dense_similarity(cosine, float((sentences[row] @ vector).max(initial=cosine)))
        for row, cosine in zip(rows, (passages.vectors @ vector).tolist(), strict=True)
    ]


def _late(collection: Collection, rows: list[int], vectors: QuestionVectors) -> list[_Late]:
    stored = collection.store.tokens(rows, collection.token_size)
    there = [row for row in rows if row in stored and len(stored[row].tokens)]
    if not there or not len(vectors.tokens):
        return [_Late(0.0, 0.0, 0.0, 0)] * len(rows)
    sizes = [stored[row].sizes for row in there]
    tokens = np.concatenate([stored[row].tokens for row in there])
    bounds = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
    filled = bounds[:-1] < bounds[1:]
    similarities = np.full((len(vectors.tokens), len(filled)), -1.0, np.float32)
    similarities[:, filled] = max_similarities(
        vectors.tokens, tokens, np.append(bounds[:-1][filled], bounds[-1])
    )
    found = dict(zip(there, _by_passage(similarities, sizes), strict=True))
    return [found.get(row, _Late(0.0, 0.0, 0.0, 0)) for row in rows]


def _by_passage(similarities: NDArray[np.float32], sizes: list[NDArray[np.int64]]) -> list[_Late]:
    """Similarities of sentences, (q, m), gathered into those of the passages they make up."""
    firsts = np.concatenate([[0], np.cumsum([len(one) for one in sizes])])
    means = similarities.mean(0)
    whole = token_matches(np.maximum.reduceat(similarities, firsts[:-1], axis=1))
    late = []
    for i, (first, last) in enumerate(pairwise(firsts)):
        best = int(np.argmax(means[first:last]))
        values = float(whole.mean[i]), float(whole.lowest[i]), float(means[first + best])
        late.append(_Late(*values, best))
    return late


def _lexical(collection: Collection, rows: list[int], terms: Counter[str]) -> list[float]:
    bm25 = dict(zip(*collection.words.score(terms, rows), strict=True))
    size = len(collection.words)
    frequencies = collection.words.document_frequencies(terms)
    mass = sum(
        count * inverse_document_frequency(size, frequencies[term]) for term, count in terms.items()
    )
    return [lexical_share(bm25.get(row, 0.0), mass) for row in rows]
