"""Questions of a set, asked, and each ranking judged."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from embeddings import Encoder

from ..answer import Answer, Hit
from ..ask import Search, cite, search
from ..collection.collection import Collection
from ..collection.index_store import EMBEDDED
from ..indexing import index_documents
from .metrics import hit_at, ndcg, recall_at, reciprocal_rank
from .question_sets import EvidenceQuestion, JudgedSet

DEPTH = 10
_SHOWN = 5  # hits that are cited, as by default

MEASURES = ("hit@1", "hit@3", "recall@10", "mrr@10", "ndcg@10")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question's ranking: which of its places are relevant, out of how many there are.

    `highlighted` tells whether the first hit, being right, marks a gold answer; None where nothing
    is known of that.
    """

    question: str
    relevant: list[bool]
    total: int
    milliseconds: float
    confidence: float | None
    answered: bool
    highlighted: bool | None = None

    @property
    def right(self) -> bool:
        return self.relevant[:1] == [True]

    def measures(self) -> dict[str, float]:
        """What the ranking is worth, by the names that the reports use."""
        values = (
            hit_at(self.relevant, 1),
            hit_at(self.relevant, 3),
            recall_at(self.relevant, DEPTH, self.total),
            reciprocal_rank(self.relevant, DEPTH),
            ndcg(self.relevant, DEPTH, self.total),
        )
        return dict(zip(MEASURES, values, strict=True))


@contextmanager
def indexed(
    judged_set: JudgedSet, encoder: Encoder, index_store: str = EMBEDDED
) -> Iterator[tuple[Collection, float]]:
    """A collection of the set's passages while it is needed, and how many a second went in."""
    with (
        tempfile.TemporaryDirectory(prefix="wenju-evaluation-") as folder,
        Collection.open(Path(folder), create=True, index_store=index_store) as collection,
    ):
        began = perf_counter()
        passages = index_documents(collection, encoder, judged_set.documents)
        try:
            yield collection, passages / (perf_counter() - began)
        finally:
            collection.finder.clear()


def asked(
    name: str,
    questions: Mapping[str, str],
    collection: Collection,
    encoder: Encoder,
    progress: Progress,
) -> Iterator[tuple[str, Search]]:
    """The questions, by id, one by one with what was found for each."""
    for number, (ident, text) in enumerate(questions.items(), start=1):
        progress(name, number, len(questions))
        yield ident, search(collection, encoder, text)


def judge(collection: Collection, judged_set: JudgedSet, query: str, found: Search) -> Judged:
    """A document ranks at its best passage."""
    answer = cite(collection, found, _SHOWN)
    gold = judged_set.qrels.get(query, set())
    answers = judged_set.answers.get(query, ())
    ranking = dict.fromkeys(found.found.documents[one.place] for one in found.ranked)
    relevant = [document in gold for document in ranking]
    marked = _marks(answer.hits[0], answers) if answers and relevant[:1] == [True] else None
    time = answer.timings.total
    return Judged(query, relevant, len(gold), time, answer.confidence, answer.answered, marked)


def _marks(hit: Hit, answers: Sequence[str]) -> bool:
    start, end = hit.why.sentence
    sentence = hit.citation.document.text[start:end]
    return any(one in sentence for one in answers)


def judge_evidence(collection: Collection, question: EvidenceQuestion, found: Search) -> Judged:
    """A hit counts when it, or one of its near duplicates, covers half of a place of the evidence.

    One place is enough, so there is one relevant thing to find, however many passages hold it.
    """
    answer: Answer = cite(collection, found, DEPTH)
    covering = [_covers(hit, question, collection) for hit in answer.hits]
    first = covering.index(True) if True in covering else len(covering)
    relevant = [place == first for place in range(len(covering))]
    time = answer.timings.total
    return Judged(question.id, relevant, 1, time, answer.confidence, answer.answered)


def _covers(hit: Hit, question: EvidenceQuestion, collection: Collection) -> bool:
    return any(
        place.document in collection.store.names_of(cited.document.id)
        and 2 * (min(cited.end, place.end) - max(cited.start, place.start))
        >= place.end - place.start
        for cited in (hit.citation, *hit.also_in)
        for place in question.evidence
    )
