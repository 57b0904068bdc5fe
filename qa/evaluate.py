"""Measures of the whole pipeline on question sets."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from embeddings import Encoder

from .answer import Answer, Hit
from .ask import Search, ask, cite, search
from .collection import Collection
from .indexing import index_documents
from .metrics import hit_at, ndcg, percentile, recall_at, reciprocal_rank
from .question_sets import EvidenceQuestion, JudgedSet, read_evidence_questions, read_judged_set
from .rank import is_answered, rank
from .training import area_under_curve, calibration_error

_DEPTH = 10
_SHOWN = 5  # hits that are cited, as by default

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Means over the questions of a set that have an answer; times are of all its questions.

    auroc: the chance that an answerable question gets more confidence than one whose documents are
        withheld, or that has no answer
    ece: expected calibration error of the first hit's confidence, over both kinds of question
    f1_answered: of saying "answered" where the first hit is right
    answer_in_highlight: the share of right first hits whose marked sentence holds a gold answer
    The first three are None where confidence is not known, the last without `answers.jsonl`.
    """

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
    auroc: float | None
    ece: float | None
    f1_answered: float | None
    answer_in_highlight: float | None


@dataclass(frozen=True, slots=True)
class _Judged:
    """One question's ranking: which of its places are relevant, out of how many there are.

    `highlighted` tells whether the first hit, being right, marks a gold answer; None where nothing
    is known of that.
    """

    relevant: list[bool]
    total: int
    milliseconds: float
    confidence: float | None
    answered: bool
    highlighted: bool | None = None

    @property
    def right(self) -> bool:
        return self.relevant[:1] == [True]


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
        judged: list[_Judged] = []
        withheld: list[_Judged] = []
        for number, (query, text) in enumerate(asked, start=1):
            progress(judged_set.name, number, len(asked))
            found = search(collection, encoder, text)
            gold = judged_set.qrels.get(query, set())
            judged.append(_judge(collection, found, gold, judged_set.answers.get(query, ())))
            withheld.append(_withhold(found, gold, encoder))
        return _evaluation(judged_set.name, judged, withheld, len(asked), rate)


def _judge(
    collection: Collection, found: Search, gold: set[str], answers: Sequence[str]
) -> _Judged:
    """A document ranks at its best passage."""
    answer = cite(collection, found, _SHOWN)
    ranking = dict.fromkeys(found.found.documents[one.place] for one in found.ranked)
    relevant = [document in gold for document in ranking]
    marked = None
    if answers and relevant[:1] == [True]:
        start, end = answer.hits[0].why.sentence
        sentence = answer.hits[0].citation.document.text[start:end]
        marked = any(one in sentence for one in answers)
    return _Judged(
        relevant, len(gold), answer.timings.total, answer.confidence, answer.answered, marked
    )


def _withhold(found: Search, gold: set[str], encoder: Encoder) -> _Judged:
    """The same question with the documents that answer it left out."""
    ranked = rank(found.found.without(gold), encoder.fingerprint)
    confidence = ranked[0].confidence if ranked else 0.0
    return _Judged([], 0, 0.0, confidence, is_answered(ranked))


def _evaluate_evidence(
    name: str,
    questions: Sequence[EvidenceQuestion],
    encoder: Encoder,
    collection: Collection,
    progress: Progress,
) -> Evaluation:
    judged: list[_Judged] = []
    unanswerable: list[_Judged] = []
    for number, question in enumerate(questions, start=1):
        progress(name, number, len(questions))
        answer = ask(collection, encoder, question.text, top=_DEPTH)
        result = _judge_evidence(collection, question, answer)
        (judged if question.evidence else unanswerable).append(result)
    return _evaluation(name, judged, unanswerable, len(questions), None)


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
    return _Judged(relevant, 1, answer.timings.total, answer.confidence, answer.answered)


def _covers(hit: Hit, question: EvidenceQuestion, names: set[str]) -> bool:
    return any(
        place.document in names
        and 2 * (min(hit.citation.end, place.end) - max(hit.citation.start, place.start))
        >= place.end - place.start
        for place in question.evidence
    )


def _evaluation(
    name: str,
    judged: Sequence[_Judged],
    unanswerable: Sequence[_Judged],
    queries: int,
    rate: float | None,
) -> Evaluation:
    def mean(values: Iterator[float]) -> float:
        return sum(values) / max(len(judged), 1)

    times = [one.milliseconds for one in (*judged, *unanswerable) if one.milliseconds]
    marked = [one.highlighted for one in judged if one.highlighted is not None]
    return Evaluation(
        set=name,
        queries=queries,
        hit_at_1=mean(hit_at(one.relevant, 1) for one in judged),
        hit_at_3=mean(hit_at(one.relevant, 3) for one in judged),
        recall_at_10=mean(recall_at(one.relevant, _DEPTH, one.total) for one in judged),
        mrr_at_10=mean(reciprocal_rank(one.relevant, _DEPTH) for one in judged),
        ndcg_at_10=mean(ndcg(one.relevant, _DEPTH, one.total) for one in judged),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        passages_per_second=rate,
        **_confidence_measures(judged, unanswerable),
        answer_in_highlight=sum(marked) / len(marked) if marked else None,
    )


def _confidence_measures(
    judged: Sequence[_Judged], unanswerable: Sequence[_Judged]
) -> dict[str, float | None]:
    everything = [*judged, *unanswerable]
    known = np.array([one.confidence for one in everything if one.confidence is not None])
    if len(known) < len(everything) or not judged or not unanswerable:
        return dict.fromkeys(("auroc", "ece", "f1_answered"))
    right = np.array([one.right for one in everything])
    said = np.array([one.answered for one in everything])
    return {
        "auroc": area_under_curve(known[: len(judged)], known[len(judged) :]),
        "ece": calibration_error(known, right),
        "f1_answered": 2 * float((said & right).sum()) / float(said.sum() + len(judged)),
    }
