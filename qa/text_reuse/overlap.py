"""Which documents of a collection share how much, word for word and in other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Passage, fold

from ..collection.collection import Collection
from ..collection.records import DocumentSummary
from ..collection.store import Store
from .coverage import Pairs, Shared, pairs
from .dates import date_of, earliest
from .letters import Letters, letters
from .repeated import Phrase, most_shared
from .reworded import Reworded, reworded
from .runs import shared_runs

_MARK = re.compile(r"\s*([^\w\s]|_)")
_MARKS = 16  # characters around a place that are looked at for punctuation
Progress = Callable[[str, int, int], None]  # what is being done, steps of it done, steps in all


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document; `quote` is the document's text at [start, end), verbatim."""

    document: DocumentSummary
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two places that say the same; `similarity` is 1 where it is word for word."""

    a: Place
    b: Place
    similarity: float


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """Two documents and what they share, in the order of document a.

    share_a, share_b:       of the letters of each, those in runs that stand in the other
    reworded_a, reworded_b: of the letters of each, those in sentences reworded in the other
    first:                  the one that is earlier by date, None where dates do not tell
    """

    a: DocumentSummary
    b: DocumentSummary
    share_a: float
    share_b: float
    reworded_a: float
    reworded_b: float
    runs: tuple[Likeness, ...]
    reworded: tuple[Likeness, ...]
    first: DocumentSummary | None


@dataclass(frozen=True, slots=True)
class SharedSentence:
    """A sentence or clause that stands in so many documents, and every place where it stands.

    `first` is the document that has it first by date, None where dates do not tell.
    """

    documents: int
    places: tuple[Place, ...]
    first: DocumentSummary | None


class Shares(NamedTuple):
    """All p pairs of documents that share anything, those that share most letters first.

    a, b:             int64 (p,), numbers of the documents, a before b
    share_a, share_b: float64 (p,), as in `DocumentPair`; so are reworded_a and reworded_b
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    share_a: NDArray[np.float64]
    share_b: NDArray[np.float64]
    reworded_a: NDArray[np.float64]
    reworded_b: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """What the documents of a collection share.

    `pairs` and `sentences` are the first of all, those that share most and those that stand in most
    documents; `shares` has all pairs. `found_runs` and `found_reworded` count the runs and the
    pairs of reworded sentences of all of them.
    """

    documents: tuple[DocumentSummary, ...]
    pairs: tuple[DocumentPair, ...]
    sentences: tuple[SharedSentence, ...]
    shares: Shares
    found_runs: int
    found_reworded: int


def overlap(
    collection: Collection, top: int, progress: Progress = lambda what, done, total: None
) -> Overlap:
    """What the documents share: the `top` pairs and sentences in full, and the shares of all.

    Text set aside as furniture is no part of it. Runs are those of `shared_runs`, reworded
    sentences those of `reworded`.
    """
    store = collection.store
    documents = store.documents()
    row = letters(_texts(store, documents, partial(progress, "reading")))
    found = shared_runs(row, partial(progress, "runs"))
    runs = Shared(found.a, found.length, found.b, found.length)
    vectors = _sentence_vectors(collection, documents)
    others = reworded(row, vectors, runs, partial(progress, "sentences"))
    return _Citing(store, documents, row).overlap(runs, others, top)


def _texts(
    store: Store, documents: Sequence[DocumentSummary], progress: Callable[[int, int], None]
) -> Iterator[list[Passage]]:
    for number, document in enumerate(documents, start=1):
        yield list(store.passages_of(document.id).values())
        progress(number, len(documents))


def _sentence_vectors(
    collection: Collection, documents: Sequence[DocumentSummary]
) -> NDArray[np.float32]:
    """Of all sentences, document by document: float32 (s, d)."""
    found = [np.empty((0, collection.dimensions), np.float32)]
    for document in documents:
        rows = collection.store.rows_in(document.id)
        vectors = collection.store.sentence_vectors(rows, collection.dimensions)
        found += [vectors[row] for row in rows]
    return np.concatenate(found)


def ranked(letters: Letters, runs: Pairs, others: Pairs) -> tuple[NDArray[np.int64], Shares]:
    """Keys of all pairs, those that share most letters first, and the shares of each."""
    keys = np.union1d(runs.keys, others.keys)
    covered = np.zeros((4, len(keys)))
    for first, table in ((0, runs), (2, others)):
        there = np.searchsorted(keys, table.keys)
        covered[first, there], covered[first + 1, there] = table.letters_a, table.letters_b
    order = np.lexsort((keys, -covered.sum(0)))
    keys, covered = keys[order], covered[:, order]
    a, b = np.divmod(keys, max(letters.texts, 1))
    counts = np.maximum(letters.counts(), 1)
    shares = (column / counts[of] for column, of in zip(covered, (a, b, a, b), strict=True))
    return keys, Shares(a, b, *shares)


def shared_marks(a: str, b: str) -> tuple[int, int]:
    """How far punctuation at the beginning of both texts is the same, white space left aside.

    >>> shared_marks("”、“四个", "”、 “八项"), shared_marks("，一", "。一")
    ((3, 4), (0, 0))
    """
    ends = (0, 0)
    while (one := _MARK.match(a, ends[0])) and (other := _MARK.match(b, ends[1])):
        if fold(one[1]) != fold(other[1]):
            break
        ends = one.end(), other.end()
    return ends


class _Citing:
    """Stretches of letters as places in documents."""

    def __init__(self, store: Store, documents: list[DocumentSummary], letters: Letters) -> None:
        self._documents = documents
        self._letters = letters
        self._text = lru_cache(256)(lambda ident: store.document(ident).text)

    def overlap(self, runs: Shared, others: Reworded, top: int) -> Overlap:
        of_runs, of_others = pairs(self._letters, runs), pairs(self._letters, others.sentences)
        keys, shares = ranked(self._letters, of_runs, of_others)
        same = np.ones(len(runs.a))
        return Overlap(
            tuple(self._documents),
            tuple(
                self._pair(
                    [column[number] for column in shares],
                    tuple(
                        map(self._with_marks, self._likenesses(runs, same, of_runs.stretches(key)))
                    ),
                    self._likenesses(others.sentences, others.similarity, of_others.stretches(key)),
                )
                for number, key in enumerate(keys[:top].tolist())
            ),
            tuple(self._sentence(phrase) for phrase in most_shared(self._letters, top)),
            shares,
            len(runs.a),
            len(others.similarity),
        )

    def _pair(
        self,
        shares: Sequence[float],
        runs: tuple[Likeness, ...],
        others: tuple[Likeness, ...],
    ) -> DocumentPair:
        a, b = (self._documents[int(number)] for number in shares[:2])
        share_a, share_b, reworded_a, reworded_b = (float(share) for share in shares[2:])
        first = earliest([a, b])
        return DocumentPair(a, b, share_a, share_b, reworded_a, reworded_b, runs, others, first)

    def _likenesses(
        self, shared: Shared, similarity: NDArray[np.float64], stretches: NDArray[np.int64]
    ) -> tuple[Likeness, ...]:
        columns = [column[stretches].tolist() for column in (*shared, similarity)]
        return tuple(
            Likeness(self._place(a, length_a), self._place(b, length_b), value)
            for a, length_a, b, length_b, value in zip(*columns, strict=True)
        )

    def _with_marks(self, run: Likeness) -> Likeness:
        """A run with the punctuation around it, as far as that is the same in both places."""
        a, b = run.a, run.b
        text_a, text_b = self._text(a.document.id), self._text(b.document.id)
        before = shared_marks(text_a[: a.start][:-_MARKS:-1], text_b[: b.start][:-_MARKS:-1])
        after = shared_marks(text_a[a.end : a.end + _MARKS], text_b[b.end : b.end + _MARKS])
        grown = (
            (place.document, place.start - back, place.end + ahead, text)
            for place, text, back, ahead in zip(
                (a, b), (text_a, text_b), before, after, strict=True
            )
        )
        a, b = (Place(one, start, end, text[start:end]) for one, start, end, text in grown)
        return Likeness(a, b, run.similarity)

    def _sentence(self, phrase: Phrase) -> SharedSentence:
        places = [self._place(start, phrase.length) for start in phrase.places.tolist()]
        # Undated ones last; Python's sort leaves those of one date in the collection's order.
        places.sort(key=lambda place: date_of(place.document) or "~")
        holders = {place.document.id: place.document for place in places}
        return SharedSentence(phrase.texts, tuple(places), earliest(list(holders.values())))

    def _place(self, start: int, length: int) -> Place:
        document = self._documents[int(self._letters.text_of(np.array(start)))]
        first, last = self._letters.place(start, length)
        return Place(document, first, last, self._text(document.id)[first:last])
