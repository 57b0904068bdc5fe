"""Measures of the whole pipeline on question sets."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from embeddings import Encoder

from .answer import Answer, Hit
from .ask import ask
from .collection import Collection
from .indexing import index_documents
from .metrics import hit_at, ndcg, percentile, recall_at, reciprocal_rank
from .question_sets import EvidenceQuestion, JudgedSet, read_evidence_questions, read_judged_set

_DEPTH = 10
_PASSAGES_ASKED = 50  # so that ten documents are left once each stands at its best passage

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Means over the questions of a set that have an answer; times are of all its questions."""

    set: str
    queries: int
    hit_at_1: float
    hit_at_3: float
    recall_at_10: float
    mrr_at_10: float
    ndcg_at_10: float
    p50_ms: float
    p95_ms: float
    passages_per_second: float | None


@dataclass(frozen=True, slots=True)
class _Judged:
    """One question's ranking: which of its places are relevant, out of how many there are."""

    relevant: list[bool]
    total: int
    milliseconds: float


def evaluate(
    sets: Sequence[Path],
    encoder: Encoder,
    collection: Callable[[], Collection],
    limit: int | None = None,
    progress: Progress = lambda name, number, total: None,
) -> Iterator[Evaluation]:
    """Evaluate sets one by one.

    A folder (`passages.jsonl`, `queries.jsonl`, `qrels.tsv`) is indexed into a collection of its
    own, each row a document; a document ranks at its best passage. A `.jsonl` of questions with
    evidence is asked of the collection that `collection` opens.

    Raises:
        UsageError: a set is missing or malformed; the message names file and line.
    """
    for path in sets:
        if path.is_dir():
            yield _evaluate_judged(read_judged_set(path), encoder, limit, progress)
        else:
            questions = read_evidence_questions(path)[:limit]
            yield _evaluate_evidence(path.parent.name, questions, encoder, collection(), progress)


def _evaluate_judged(
    judged_set: JudgedSet, encoder: Encoder, limit: int | None, progress: Progress
) -> Evaluation:
    with (
        tempfile.TemporaryDirectory(prefix="wenju-evaluation-") as folder,
        Collection.open(Path(folder), create=True) as collection,
    ):
        began = perf_counter()
        passages = index_documents(collection, encoder, judged_set.documents)
        rate = passages / (perf_counter() - began)
        asked = list(judged_set.queries.items())[:limit]
        judged = []
        for number, (query, text) in enumerate(asked, start=1):
            progress(judged_set.name, number, len(asked))
            answer = ask(collection, encoder, text, top=_PASSAGES_ASKED)
            gold = judged_set.qrels.get(query, set())
            ranking = dict.fromkeys(hit.passage.document_id for hit in answer.hits)
            relevant = [document in gold for document in ranking]
            judged.append(_Judged(relevant, len(gold), answer.timings.total))
        return _evaluation(judged_set.name, judged, judged, rate)


def _evaluate_evidence(
    name: str,
    questions: Sequence[EvidenceQuestion],
    encoder: Encoder,
    collection: Collection,
    progress: Progress,
) -> Evaluation:
    judged, answerable = [], []
    for number, question in enumerate(questions, start=1):
        progress(name, number, len(questions))
        answer = ask(collection, encoder, question.text, top=_DEPTH)
        result = _judge_evidence(collection, question, answer)
        judged.append(result)
        if question.evidence:
            answerable.append(result)
    return _evaluation(name, answerable, judged, None)


def _judge_evidence(collection: Collection, question: EvidenceQuestion, answer: Answer) -> _Judged:
    """A hit counts when it covers at least half of one place of the evidence.

    One place is enough, so there is one relevant thing to find, however many passages hold it.
    """
    found = [
        _covers(hit, question, collection.store.names_of(hit.passage.document_id))
        for hit in answer.hits
    ]
    first = found.index(True) if True in found else len(found)
    relevant = [place == first for place in range(len(found))]
    return _Judged(relevant, 1, answer.timings.total)


def _covers(hit: Hit, question: EvidenceQuestion, names: set[str]) -> bool:
    return any(
        place.document in names
        and 2 * (min(hit.citation.end, place.end) - max(hit.citation.start, place.start))
        >= place.end - place.start
        for place in question.evidence
    )


def _evaluation(
    name: str, judged: Sequence[_Judged], timed: Sequence[_Judged], rate: float | None
) -> Evaluation:
    def mean(values: Iterator[float]) -> float:
        return sum(values) / max(len(judged), 1)

    times = [one.milliseconds for one in timed]
    return Evaluation(
        set=name,
        queries=len(timed),
        hit_at_1=mean(hit_at(one.relevant, 1) for one in judged),
        hit_at_3=mean(hit_at(one.relevant, 3) for one in judged),
        recall_at_10=mean(recall_at(one.relevant, _DEPTH, one.total) for one in judged),
        mrr_at_10=mean(reciprocal_rank(one.relevant, _DEPTH) for one in judged),
        ndcg_at_10=mean(ndcg(one.relevant, _DEPTH, one.total) for one in judged),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        passages_per_second=rate,
    )
