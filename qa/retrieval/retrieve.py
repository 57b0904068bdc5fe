"""Question to candidate passages with the parts of their scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import index_terms, mostly_letters, script_of
from embeddings import Neighbours, QuestionVectors, coded_similarities, token_matches

from ..collection.cohort import Baseline, Baselines
from ..collection.collection import Collection
from ..collection.finder import Finder, nearest_and_matches
from ..collection.lexical import Matches, TermParts, Weights
from ..collection.scores import covered_share, dense_similarity, lexical_shares
from ..collection.store import Store
from .answering_sentence import SentenceMatches, sentence_matches
from .asked_number import AskedNumber
from .features import Parts
from .numbers import NumbersOf

NEAREST = 100  # candidates by meaning, which finds those in another language too
MATCHING = 40  # candidates by words
ABROAD = 50  # candidates by meaning in each other script that the collection has much of
ALL = 500  # of so many passages, the collection's or those a filter leaves, each is a candidate
_NOTHING = Baseline(0.0, 0.0, 0.0, 0.0, 1.0)
_NO_COLUMN = np.empty(0, np.float32)
_UNMATCHED = SentenceMatches(_NO_COLUMN, _NO_COLUMN)

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """n passages that may answer, with the parts of their scores.

    `rows`, `passages` and `documents` name them: by row, by id, and by the id of their document.
    `texts` are what they say.
    `cosines` are the plain dense similarities, `sentences` how each sentence of each passage
    matches. `whole` is what `parts.dense` would be without sentences.
    `words` are the shares of `parts.lexical` that each term of the question gives.
    """

    rows: list[int]
    passages: list[str]
    documents: list[str]
    texts: list[str]
    parts: Parts
    cosines: NDArray[np.float32]
    sentences: list[SentenceMatches]
    whole: NDArray[np.float32]
    words: TermParts

    def without(self, documents: AbstractSet[str]) -> Candidates:
        """The candidates that are not in the given documents."""
        kept = [place for place, name in enumerate(self.documents) if name not in documents]
        return Candidates(
            [self.rows[place] for place in kept],
            [self.passages[place] for place in kept],
            [self.documents[place] for place in kept],
            [self.texts[place] for place in kept],
            Parts(*(column[kept] for column in self.parts)),
            self.cosines[kept],
            [self.sentences[place] for place in kept],
            self.whole[kept],
            TermParts(self.words.terms, self.words.parts[kept]),
        )


class _Late(NamedTuple):
    """Token matches of n passages, float64 (n,): over all of each, its worst quarter, its best
    sentence; and how each of its sentences matches."""

    mean: _Floats
    lowest: _Floats
    sentence: _Floats
    by_sentence: list[SentenceMatches]


def find(
    collection: Collection,
    question: str,
    vectors: QuestionVectors,
    *,
    terms: Weights | None = None,
    among: NDArray[np.int64] | None = None,
) -> Candidates:
    """Passages that are near in meaning or share words, and what speaks for each of them.

    Those in the question's language are nearer than others that say the same; so others are looked
    for apart.

    They come by id, so that whatever is worked out of them is the same to the last bit in whatever
    order they were indexed.

    Args:
        terms: what is looked for by words; by default the question's own, each as often as it is.
        among: rows, (n,) and ascending, that alone are looked at.
    """
    terms = Counter(index_terms(question)) if terms is None else terms
    asked_in = script_of(question)
    candidates = _candidate_rows(collection, vectors.vector, asked_in, terms, among)
    places = collection.store.places(candidates)
    rows = sorted(places, key=lambda row: places[row].passage)
    if not rows:
        no_words = TermParts([], np.empty((0, 0)))
        nothing = Parts(*[_NO_COLUMN] * len(Parts._fields))
        return Candidates([], [], [], [], nothing, _NO_COLUMN, [], _NO_COLUMN, no_words)
    there = [places[row] for row in rows]
    cosines, best = _dense(collection, rows, vectors.vector)
    dense = dense_similarity(cosines, best)
    late = _late(collection, rows, vectors)
    words, coverage = _lexical(collection, rows, terms)
    cohort = collection.cohort
    baselines = cohort.baselines(vectors.vector, vectors.tokens)
    base = Baselines.of([baselines.get(one.script, _NOTHING) for one in there])
    numbers, asked_number = NumbersOf(question), AskedNumber(question)
    many_in_both = asked_in in cohort.written
    parts = Parts.of(
        late=late.mean - base.late,
        lowest=late.lowest - base.lowest,
        sentence=late.sentence - base.late,
        dense=dense - dense_similarity(base.dense, base.sentence),
        lexical=words.parts.sum(1),
        coverage=coverage,
        numbers=[numbers.share_in(f"{one.context}\n{one.text}") for one in there],
        foreign=[one.script != asked_in for one in there],
        absolute=late.mean,
        spread=base.spread,
        abroad=[
            one.script != asked_in and many_in_both and mostly_letters(one.text) for one in there
        ],
        asks_number=np.full(len(there), asked_number.at_all),
        no_number=[one.script == asked_in and asked_number.is_lacked_by(one.text) for one in there],
    )
    return Candidates(
        rows,
        [one.passage for one in there],
        [one.document for one in there],
        [one.text for one in there],
        parts,
        dense.astype(np.float32),
        late.by_sentence,
        (cosines - base.dense).astype(np.float32),
        words,
    )


def _candidate_rows(
    collection: Collection,
    vector: NDArray[np.float32],
    asked_in: str,
    terms: Weights,
    among: NDArray[np.int64] | None,
) -> list[int]:
    finder, store = collection.finder, collection.store
    size = len(finder) if among is None else len(among)
    if size <= ALL:
        return list((store.passage_rows() if among is None else among).tolist())
    rarer = collection.words.rarer(terms)
    nearest, matches = nearest_and_matches(finder, vector, NEAREST + 1, rarer, MATCHING, among)
    by_words = [matches]
    if len(matches.rows) < MATCHING and len(rarer) < len(terms):
        by_words.append(finder.matches(terms, MATCHING, among))
    found = {*_first(store, _with_ties(finder, vector, nearest, NEAREST, among), NEAREST)}
    for moved in collection.cohort.in_other_scripts(vector, asked_in):
        abroad = finder.nearest(moved, ABROAD + 1, among)
        found.update(_first(store, _with_ties(finder, moved, abroad, ABROAD, among), ABROAD))
    return [*found.union(*(_first(store, one, MATCHING) for one in by_words))]


def _with_ties(
    finder: Finder,
    vector: NDArray[np.float32],
    nearest: Neighbours,
    most: int,
    among: NDArray[np.int64] | None,
) -> Matches:
    """The `most` nearest of a vector and all that tie with the last; `nearest` is one more."""
    size = len(finder) if among is None else len(among)
    asked = most + 1
    while (
        nearest.rows.size == asked < size and nearest.scores[0, most - 1] == nearest.scores[0, -1]
    ):
        asked = min(2 * asked, size)
        nearest = finder.nearest(vector, asked, among)
    return Matches(nearest.rows[0].tolist(), nearest.scores[0].tolist())


def _first(store: Store, ranked: Matches, most: int) -> list[int]:
    """The rows of the best ones, which come first; of those that tie with the last, by id."""
    rows, scores = ranked
    if len(rows) <= most:
        return rows
    last = scores[most - 1]
    before = [row for row, score in zip(rows, scores, strict=True) if score > last]
    names = store.ids(row for row, score in zip(rows, scores, strict=True) if score == last)
    return [*before, *sorted(names, key=lambda row: names[row])[: most - len(before)]]


def _dense(
    collection: Collection, rows: list[int], vector: NDArray[np.float32]
) -> tuple[_Floats, _Floats]:
    """For each row the cosine of the whole passage, and the best of it and its sentences."""
    vectors, starts = collection.store.all_vectors(rows, collection.dimensions)
    cosines = (vectors @ vector).astype(np.float64)
    return cosines[starts], np.maximum.reduceat(cosines, starts)


def _late(collection: Collection, rows: list[int], vectors: QuestionVectors) -> _Late:
    """Nought for a passage without tokens."""
    stored = collection.store.tokens.coded(rows)
    there = [place for place, row in enumerate(rows) if row in stored and stored[row].codes]
    mean, lowest, sentence = np.zeros((3, len(rows)))
    by_sentence = [_UNMATCHED] * len(rows)
    if not there or not len(vectors.tokens):
        return _Late(mean, lowest, sentence, by_sentence)
    tokens = [stored[rows[place]] for place in there]
    similarities = coded_similarities(vectors.tokens, tokens)
    firsts = np.cumsum([0, *(len(one.sizes) for one in tokens)])
    matches = sentence_matches(similarities)
    whole = token_matches(np.maximum.reduceat(similarities, firsts[:-1], axis=1))
    best = np.maximum.reduceat(matches.matched, firsts[:-1])
    mean[there], lowest[there], sentence[there] = whole.mean, whole.lowest, best
    for place, (first, last) in zip(there, pairwise(firsts.tolist()), strict=True):
        by_sentence[place] = SentenceMatches(
            matches.matched[first:last], matches.ending[first:last]
        )
    return _Late(mean, lowest, sentence, by_sentence)


def _lexical(
    collection: Collection, rows: list[int], terms: Weights
) -> tuple[TermParts, NDArray[np.float64]]:
    """What each term gives each passage, and how much of all terms each passage holds."""
    if not terms:
        return TermParts([], np.zeros((len(rows), 0))), np.zeros(len(rows))
    found = collection.words.score(terms, rows)
    idf = collection.words.inverse_frequencies(terms)
    masses = np.array([terms[term] * idf[term] for term in found.terms])
    shares = lexical_shares(found.parts, float(masses.sum()))
    return TermParts(found.terms, shares), covered_share(found.parts, masses)
