"""Words to passages: tantivy finds them, their BM25 is worked out here.

Tantivy keeps a passage's length in one byte, never too long, so its scores are somewhat too high;
and it breaks ties by where a passage lies in its files, which depends on the order of indexing. So
what it finds is scored again from the terms of each passage, which are kept as numbers beside it,
until no passage that is left could be among the best (Fagin, Lotem & Naor 2003). What it counts
(passages, lengths, passages that hold a term) would include removed ones: so whenever passages are
removed, the index is written anew from its stored terms.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpus import CollectionError, index_terms

from .key_file import KeyFile
from .scores import bm25_parts, inverse_document_frequency
from .term_keys import counted

_WRITER_MEMORY = 64 << 20  # bytes
_COUNTED = 100_000  # terms of which it is kept how many passages hold them
_ASKED = 3  # hits of tantivy for each passage that is wanted: half of them are mostly enough
_AT_ONCE = 10  # hits that are scored exactly
_COMMON = 0.1  # of all passages; what stands in more of them is not looked for
_LOOKED_INTO = 0.5  # as many passages as that share of all, counted anew for each term
_ROUNDED = 0.9999  # tantivy adds up scores in 32 bits

log = logging.getLogger("wenju")

Weights = Mapping[str, float]  # how much each term of a question counts


class Matches(NamedTuple):
    """Passage rows with their BM25 scores, best first, ties by row."""

    rows: list[int]
    scores: list[float]

    @classmethod
    def best(cls, rows: Sequence[int], scores: Sequence[float], limit: int) -> Self:
        """Of those that match at all the `limit` best, and all that tie with the last.

        >>> Matches.best([7, 3, 5, 9], [1.0, 2.0, 1.0, 0.0], 2)
        Matches(rows=[3, 5, 7], scores=[2.0, 1.0, 1.0])
        """
        ranked = sorted((-score, row) for row, score in zip(rows, scores, strict=True) if score > 0)
        last = ranked[min(limit, len(ranked)) - 1][0] if ranked else 0.0
        kept = [(row, -score) for score, row in ranked if score <= last]
        return cls([row for row, _ in kept], [score for _, score in kept])


class TermParts(NamedTuple):
    """What each of t terms gives to the BM25 of n passages: float64 (n, t)."""

    terms: list[str]
    parts: NDArray[np.float64]


class LexicalIndex:
    """An inverted index of passages in a folder; rows are the caller's.

    It stays what it was when it was opened or last updated here, whatever others write into the
    folder, and several threads may look into it.
    """

    def __init__(self, index: tantivy.Index, schema: tantivy.Schema, keys: KeyFile) -> None:
        self._index = index
        self._keys = keys
        self._schema = schema
        self._searcher = index.searcher()
        self._mean_length: float | None = None
        self._holding: dict[str, int] = {}
        self._writer: tantivy.IndexWriter | None = None  # there while something is prepared
        self._prepared: set[int] = set()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """What was made before terms were kept as numbers gets them now.

        Raises:
            CollectionError: the folder holds no index that tantivy can read.
        """
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("row", indexed=True, fast=True)
        builder.add_integer_field("length", fast=True)
        builder.add_text_field("terms", stored=True, tokenizer_name="terms", index_option="freq")
        schema = builder.build()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(schema, path=str(folder))
        except (ValueError, OSError) as error:
            raise CollectionError(f"the word index {folder} is damaged: {error}") from error
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("terms", analyzer)
        opened = cls(index, schema, KeyFile.open(folder))
        keys = opened._keys
        if len(keys) != len(opened) or float(keys.rows.sum()) != opened._total("row"):
            opened._make_keys()
        return opened

    def prepare(self, added: Iterable[tuple[int, str]]) -> None:
        """Put passages in, as (row, text), that nobody finds before the next `update`.

        Until then nothing has changed on disk. It may take as long as it likes beside other work.
        """
        self._writer = self._writer or self._index.writer(_WRITER_MEMORY, 1)
        for row, text in added:
            self._add(self._writer, row, index_terms(text))
            self._prepared.add(row)

    def prepared(self, added: AbstractSet[int]) -> frozenset[int]:
        """The rows that are prepared, if all of them are to be added; else they are given up."""
        if self._writer is not None and not self._prepared <= added:
            self.give_up()
        return frozenset(self._prepared)

    def give_up(self) -> None:
        """Forget what is prepared."""
        if self._writer is not None:
            self._writer.rollback()
            self._keys.give_up()
        self._writer, self._prepared = None, set()

    def update(self, added: Iterable[tuple[int, str]], removed: Sequence[int]) -> None:
        """Take passages out by row and put passages in, as (row, text), beside those prepared.

        What is prepared is given up where passages are removed.
        """
        if removed:
            self.give_up()
        writer = self._writer or self._index.writer(_WRITER_MEMORY, 1)
        self._writer, self._prepared = None, set()
        if removed:
            gone = set(removed)
            writer.delete_all_documents()
            self._keys = self._keys.clear()
            for row, terms in self._stored_terms():
                if row not in gone:
                    self._add(writer, row, terms)
        for row, text in added:
            self._add(writer, row, index_terms(text))
        writer.commit()
        writer.wait_merging_threads()
        self._keys = self._keys.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._mean_length = None
        self._holding = {}

    def _add(self, writer: tantivy.IndexWriter, row: int, terms: Sequence[str]) -> None:
        document = tantivy.Document(row=row, length=len(terms), terms=" ".join(terms))
        writer.add_document(document)
        self._keys.add(row, terms)

    def _make_keys(self) -> None:
        log.info("the words of %d passages are made ready to be compared", len(self))
        self._keys = self._keys.clear()
        for row, terms in self._stored_terms():
            self._keys.add(row, terms)
        self._keys = self._keys.commit()

    def _stored_terms(self) -> Iterator[tuple[int, list[str]]]:
        """Of all passages."""
        for row, address in self._addresses(tantivy.Query.all_query()):
            yield row, self._searcher.doc(address)["terms"][0].split()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Of all passages, ascending: int64 (n,)."""
        found = self._addresses(tantivy.Query.all_query())
        return np.array(sorted(row for row, _ in found), np.int64)

    def inverse_frequencies(self, terms: Iterable[str]) -> dict[str, float]:
        """How telling each term is here."""
        passages = self._searcher.num_docs
        return {
            term: inverse_document_frequency(passages, holding)
            for term, holding in self.holding(terms).items()
        }

    def holding(self, terms: Iterable[str]) -> dict[str, int]:
        """How many passages hold each term."""
        known, found = self._holding, {}
        if len(known) > _COUNTED:
            known = self._holding = {}
        for term in terms:
            if term not in known:
                known[term] = self._searcher.doc_freq("terms", term)
            found[term] = known[term]
        return found

    def rarer(self, terms: Weights) -> Weights:
        """The terms that find passages: those that stand in no more than a tenth of them, the
        rarest first, until together they stand in half as many as there are; all, where each is
        more common or in none.

        What stands nearly everywhere tells no passage from another, and to look for it takes most
        of the time (Lucene's CommonTermsQuery leaves it to the scoring too).
        """
        holding = self.holding(terms)
        rare = [term for term in terms if 0 < holding[term] <= _COMMON * len(self)]
        rare.sort(key=lambda term: (holding[term], term))
        places = accumulate(holding[term] for term in rare)
        most = _LOOKED_INTO * len(self)
        found = [term for term, so_far in zip(rare, places, strict=True) if so_far <= most]
        return {term: terms[term] for term in found} or terms

    def rows_with(self, terms: Iterable[str], within: Iterable[str]) -> list[int]:
        """Rows of the passages that hold all `terms`, and a term around each of `within`.

        `within` are letters and digits, no patterns.
        """
        around = (
            tantivy.Query.regex_query(self._schema, "terms", f".*{part}.*") for part in within
        )
        needed = [(tantivy.Occur.Must, one) for one in (*map(self._term, terms), *around)]
        query = tantivy.Query.const_score_query(tantivy.Query.boolean_query(needed), 1.0)
        return [row for row, _ in self._addresses(query)]

    def search(self, terms: Weights, limit: int, among: NDArray[np.int64] | None = None) -> Matches:
        """The passages with the highest BM25 for weighted terms, and all that tie with the last.

        With `among` only these rows are looked at.
        """
        if not terms or not len(self):
            return Matches([], [])
        query = self._any_of(terms)
        if among is not None:
            only = tantivy.Query.term_set_query(self._schema, "row", among.tolist())
            restriction = tantivy.Query.const_score_query(only, 0.0)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, restriction), (tantivy.Occur.Must, query)]
            )
        found = self._best(query, terms, limit)
        return Matches.best([row for _, row in found], [-score for score, _ in found], limit)

    def score(self, terms: Weights, rows: Sequence[int]) -> TermParts:
        """What each term gives to the BM25 of the passages with these rows, in their order.

        A row that the index does not have (yet) gets nothing.
        """
        names = sorted(terms)
        idf = self.inverse_frequencies(names)
        weights = np.array([terms[name] * idf[name] for name in names])
        counts = counted(self._keys.of(rows), names)
        return TermParts(names, bm25_parts(counts[:, :-1], counts[:, -1], self._mean(), weights))

    def _mean(self) -> float:
        """The mean length of all passages, in terms."""
        if self._mean_length is None:
            self._mean_length = self._total("length") / max(len(self), 1)
        return self._mean_length

    def _total(self, field: str) -> float:
        """The sum of a field over all passages."""
        total = {"total": {"sum": {"field": field}}}
        found = self._searcher.aggregate(tantivy.Query.all_query(), total)
        return float(found["total"]["value"] or 0.0)

    def _any_of(self, terms: Weights) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(self._term(term), float(weight)),
                )
                for term, weight in sorted(terms.items())
            ]
        )

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "terms", term, "freq")

    def _best(self, query: tantivy.Query, terms: Weights, limit: int) -> list[tuple[float, int]]:
        """Passages as (−score, row), in order: the `limit` best, all that tie, and some more."""
        scored: list[tuple[float, int]] = []
        for hits in self._hits(query, limit):
            if len(scored) >= limit and hits[0][0] < -scored[limit - 1][0] * _ROUNDED:
                break
            rows = [row for row, _ in self._with_rows([address for _, address in hits])]
            scores = self.score(terms, rows).parts.sum(1)
            scored = sorted([*scored, *zip((-scores).tolist(), rows, strict=True)])
        return scored

    def _hits(
        self, query: tantivy.Query, first: int
    ) -> Iterator[list[tuple[float, tantivy.DocAddress]]]:
        """What a query finds, with tantivy's scores, best first: so many, then some at a time."""
        given, asked = 0, _ASKED * first
        while True:
            hits = self._searcher.search(query, asked, count=False).hits
            while given < len(hits):
                some = hits[given : given + (_AT_ONCE if given else first)]
                yield some
                given += len(some)
            if len(hits) < asked:
                return
            asked *= 2

    def _addresses(
        self, query: tantivy.Query, most: int | None = None
    ) -> list[tuple[int, tantivy.DocAddress]]:
        """All passages that a query finds, by row and place in tantivy's files.

        `most` is how many there can be, if that is known: tantivy makes room for as many.
        """
        most = self._searcher.num_docs if most is None else min(most, self._searcher.num_docs)
        if not most:
            return []
        hits = self._searcher.search(query, most, count=False).hits
        return self._with_rows([address for _, address in hits])

    def _with_rows(
        self, addresses: Sequence[tantivy.DocAddress]
    ) -> list[tuple[int, tantivy.DocAddress]]:
        rows = self._searcher.fast_field_values("row", list(addresses))
        return [(int(row or 0), address) for row, address in zip(rows, addresses, strict=True)]
