"""Candidates from Milvus: a server that many programs share, or a file of Milvus Lite.

Of each passage Milvus holds the row, the vector and the terms, with blanks between them, so that
its jieba analyzer cuts them for its BM25 function as it cuts them in a question. Filters go into it
with the question. What it finds is scored again here, by the vectors in the store and by the
collection's index of words: so scores and order are to the last bit those of the embedded indexes,
and only which passages are looked at more closely is up to Milvus.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpus import UnreachableError, UsageError, index_terms
from embeddings import Neighbours, best_first

from .finder import batches
from .lexical import LexicalIndex, Matches, Weights
from .scores import BM25_B, BM25_K1
from .store import Store

try:
    from pymilvus import DataType, Function, FunctionType, MilvusClient, MilvusException
except ImportError as error:
    raise UsageError(
        'this collection is searched in Milvus; for that install: pip install "pymilvus>=3.0.2,<4" '
        '"milvus-lite>=3.2.2,<4", or go back to its own indexes with --store embedded'
    ) from error

_LONGEST = 16_000  # characters of a text; Milvus takes 65,535 bytes
_MOST = 16_384  # that Milvus finds at once
_SPARE = 32  # neighbours; sums of the same numbers in another order differ in the last bit
_RESCORED = 3  # passages that are scored exactly, for each one that is wanted by its words
_RUNS = 100  # of neighbouring rows that a filter names as such
_PING = 300_000  # milliseconds; Milvus Lite hangs up on who asks more often whether it is there
_EXACT, _APPROXIMATE = "FLAT", "HNSW"
_BUILT = {_EXACT: {}, _APPROXIMATE: {"M": 32, "efConstruction": 256}}
_LOOKED_AT = 4  # passages in the graph, for each one that is wanted (Malkov & Yashunin 2018: ef)

logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what it logs is raised here
logging.getLogger("milvus_lite").setLevel(logging.CRITICAL)


class MilvusFinder:
    """The passages of one Wenju collection in a Milvus collection of their own.

    Every method raises UnreachableError where Milvus does not answer or refuses.
    """

    bears_threads = False  # `nearest` reads the store, whose connection is of one thread

    def __init__(
        self, client: MilvusClient, address: str, name: str, store: Store, words: LexicalIndex
    ) -> None:
        self._client = client
        self._address = address
        self._name = name
        self._store = store
        self._words = words
        self._size = 0

    @classmethod
    def open(cls, address: str, name: str, store: Store, words: LexicalIndex) -> Self:
        """Raises UsageError where pymilvus lacks what the address needs."""
        with _said(address):
            finder = cls(_client(address), address, name, store, words)
            if finder._there():
                finder._client.load_collection(name)
            finder._count()
        return finder

    def __len__(self) -> int:
        return self._size

    def beside(self, store: Store) -> Self:
        other = type(self)(self._client, self._address, self._name, store, self._words)
        other._size = self._size
        return other

    @property
    def rows(self) -> NDArray[np.int64]:
        with _said(self._address):
            return np.array(sorted(self._each_row()), np.int64)

    def update(self, added: NDArray[np.int64], removed: NDArray[np.int64]) -> None:
        with _said(self._address):
            for batch in batches(removed):
                self._client.delete(self._name, ids=batch)
            for batch in batches(added):
                self._insert(batch)
            if "://" not in self._address and self._there():
                self._client.flush(self._name)  # Milvus Lite only now makes its index
            self._count()

    def clear(self) -> None:
        with _said(self._address):
            if self._there():
                self._client.drop_collection(self._name)
            self._size = 0

    def fit(self, approximate: bool, questions: Callable[[], NDArray[np.float32]]) -> bool:
        """A graph takes no questions: how much of it is looked at follows from what is wanted."""
        wanted = _APPROXIMATE if approximate else _EXACT
        with _said(self._address):
            if not self._there():
                return False
            built = self._client.describe_index(self._name, "vector")["index_type"]
            if built == wanted:
                return False
            self._client.release_collection(self._name)
            self._client.drop_index(self._name, "vector")
            self._client.create_index(self._name, self._vector_index(wanted))
            self._client.load_collection(self._name)
        return True

    def save(self) -> None:
        """Milvus keeps what it is given."""

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> Neighbours:
        rows = self._search("vector", vector.tolist(), k + _SPARE, among)
        if not rows:
            return Neighbours.none(1)
        stored = self._store.vectors(rows)
        # einsum adds up each row the same way wherever it stands among the others; BLAS does not.
        scores = np.einsum("nd,d->n", stored.vectors, vector)
        return best_first(stored.rows[None], scores[None]).first(k)

    def matches(
        self, terms: Weights, limit: int, among: NDArray[np.int64] | None = None
    ) -> Matches:
        if not terms:
            return Matches([], [])
        asked = _RESCORED * limit
        while True:
            rows = self._search("words", _as_text(terms), asked, among)
            scores = self._words.score(terms, rows).parts.sum(1)
            found = Matches.best(rows, scores.tolist(), limit)
            if len(rows) < asked or len(found.rows) < len(rows):
                return found
            asked *= 2  # all of them tie with the last

    def _search(
        self, field: str, question: object, limit: int, among: NDArray[np.int64] | None
    ) -> list[int]:
        """Rows, ascending; so far as Milvus goes where more than it finds at once are wanted."""
        if not self._size or (among is not None and not len(among)):
            return []
        limit = min(limit, _MOST)
        with _said(self._address):
            (found,) = self._client.search(
                self._name,
                [question],
                anns_field=field,
                limit=limit,
                filter="" if among is None else _only(among),
                output_fields=["row"],
                search_params={"params": {"ef": _LOOKED_AT * limit}} if field == "vector" else {},
            )
        return sorted(int(one["row"]) for one in found)

    def _insert(self, rows: Sequence[int]) -> None:
        stored = self._store.vectors(rows)
        texts = {row: f"{context}\n{text}" for row, context, text in self._store.readings(rows)}
        if not self._there():
            self._create(stored.vectors.shape[1])
        self._client.upsert(
            self._name,
            [
                {"row": row, "vector": vector, "terms": _blank(index_terms(texts[row]))[:_LONGEST]}
                for row, vector in zip(stored.rows.tolist(), stored.vectors, strict=True)
            ],
        )

    def _create(self, dimensions: int) -> None:
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("row", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
        schema.add_field(
            "terms",
            DataType.VARCHAR,
            max_length=65_535,
            enable_analyzer=True,
            analyzer_params={"tokenizer": "jieba"},
        )
        schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(Function("bm25", FunctionType.BM25, ["terms"], ["words"]))
        indexes = self._vector_index(_EXACT)
        indexes.add_index(
            "words",
            index_type="SPARSE_INVERTED_INDEX",
            metric_type="BM25",
            params={"bm25_k1": BM25_K1, "bm25_b": BM25_B},
        )
        self._client.create_collection(
            self._name, schema=schema, index_params=indexes, consistency_level="Strong"
        )

    def _vector_index(self, kind: str) -> Any:
        indexes = self._client.prepare_index_params()
        indexes.add_index("vector", index_type=kind, metric_type="IP", params=_BUILT[kind])
        return indexes

    def _there(self) -> bool:
        return bool(self._client.has_collection(self._name))

    def _count(self) -> None:
        self._size = 0
        if self._there():
            (found,) = self._client.query(self._name, filter="", output_fields=["count(*)"])
            self._size = int(found["count(*)"])

    def _each_row(self) -> Iterator[int]:
        if not self._there():
            return
        batches = self._client.query_iterator(
            self._name, batch_size=_MOST, filter="row >= 0", output_fields=["row"]
        )
        while found := batches.next():
            yield from (int(one["row"]) for one in found)
        batches.close()


@cache
def _client(address: str) -> MilvusClient:
    """One for all collections that are open; a file of Milvus Lite is served until the end."""
    return MilvusClient(address, grpc_options={"grpc.keepalive_time_ms": _PING})


@contextmanager
def _said(address: str) -> Iterator[None]:
    """What Milvus says in the words of this program."""
    try:
        yield
    except MilvusException as error:
        if "milvus-lite is required" in error.message:
            raise UsageError(f"{error.message} (for the file {address})") from error
        raise UnreachableError(
            f"Milvus at {address} does not do what it is asked: {error.message}. See that it runs "
            "(a file of Milvus Lite serves one program at a time), or take the collection's own "
            "indexes with --store embedded"
        ) from error


def _as_text(terms: Weights) -> str:
    """Terms as a question, each as often as it counts.

    >>> _as_text({"桥": 2, "修·缮": 0.4})
    '修缮 桥 桥'
    """
    return _blank(
        term for term, weight in sorted(terms.items()) for _ in range(max(1, round(weight)))
    )


def _blank(terms: Iterable[str]) -> str:
    """Terms with blanks between them; a pair of characters stands for itself as if it were a word,
    since no analyzer leaves a `·` where it is."""
    return " ".join(terms).replace("·", "")


def _only(rows: NDArray[np.int64]) -> str:
    """The condition that a row is one of these, (m,) and ascending. Those of a document follow each
    other, so that few documents are few runs.

    >>> _only(np.array([3, 4, 5, 9]))
    '(row >= 3 and row <= 5) or (row >= 9 and row <= 9)'
    """
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    if len(runs) > _RUNS:
        return f"row in {rows.tolist()}"
    return " or ".join(f"(row >= {run[0]} and row <= {run[-1]})" for run in runs)
