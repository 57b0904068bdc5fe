"""Words to passages, with tantivy's BM25."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Self

import tantivy

from corpus import CollectionError, index_terms

_WRITER_MEMORY = 64 << 20  # bytes


class Matches(NamedTuple):
    """Passage rows with their BM25 scores, best first, ties by row."""

    rows: list[int]
    scores: list[float]


class LexicalIndex:
    """An inverted index of passages in a folder; rows are the caller's."""

    def __init__(self, index: tantivy.Index, schema: tantivy.Schema) -> None:
        self._index = index
        self._schema = schema

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises CollectionError where the folder holds no index that tantivy can read."""
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("row", indexed=True, fast=True)
        builder.add_text_field("terms", tokenizer_name="terms", index_option="freq")
        schema = builder.build()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(schema, path=str(folder))
        except (ValueError, OSError) as error:
            raise CollectionError(f"the word index {folder} is damaged: {error}") from error
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("terms", analyzer)
        return cls(index, schema)

    def update(self, added: Iterable[tuple[int, str]], removed: Iterable[int]) -> None:
        """Take passages out by row and put passages in, as (row, text)."""
        writer = self._index.writer(_WRITER_MEMORY, 1)
        for row in removed:
            writer.delete_documents_by_term("row", row)
        for row, text in added:
            writer.add_document(tantivy.Document(row=row, terms=" ".join(index_terms(text))))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def document_frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """How many passages hold each term; tantivy's own figure would count removed ones too."""
        searcher = self._index.searcher()
        found = {term: searcher.search(self._term(term), 1, count=True) for term in terms}
        return {term: int(result.count) for term, result in found.items()}  # type: ignore[attr-defined]

    def search(self, terms: Mapping[str, int], limit: int) -> Matches:
        """The passages with the highest BM25 for a question's terms and their counts."""
        return self._run(self._any_of(terms), limit)

    def score(self, terms: Mapping[str, int], rows: Iterable[int]) -> Matches:
        """The same score for given passages; those that hold no term are left out."""
        wanted = sorted(set(rows))
        if not wanted or not terms:
            return Matches([], [])
        among = tantivy.Query.term_set_query(self._schema, "row", wanted)
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
                (tantivy.Occur.Must, self._any_of(terms)),
            ]
        )
        return self._run(query, len(wanted))

    def _any_of(self, terms: Mapping[str, int]) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(self._term(term), float(count)),
                )
                for term, count in sorted(terms.items())
            ]
        )

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "terms", term, "freq")

    def _run(self, query: tantivy.Query, limit: int) -> Matches:
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return Matches([], [])
        hits = searcher.search(query, limit, count=False).hits
        rows = searcher.fast_field_values("row", [address for _, address in hits])
        ranked = sorted(
            (-float(score), int(row or 0)) for (score, _), row in zip(hits, rows, strict=True)
        )
        return Matches([row for _, row in ranked], [-negative for negative, _ in ranked])
