"""Measures of the whole pipeline on question sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embeddings import Encoder

from ..ask import Search, is_answered
from ..collection.collection import Collection
from ..collection.index_store import EMBEDDED
from ..retrieval.rank import rank
from .judging import MEASURES, Judged, Progress, asked, indexed, judge, judge_evidence
from .metrics import percentile
from .question_sets import EvidenceQuestion, JudgedSet, read_evidence_questions, read_judged_set
from .significance import bootstrap_interval
from .training import area_under_curve, calibration_error


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Means over the questions of a set that have an answer; times are of all its questions.

    auroc: the chance that an answerable question gets more confidence than one whose documents are
        withheld, or that has no answer
    ece: expected calibration error of the first hit's confidence, over both kinds of question
    f1_answered: of saying "answered" where the first hit is right
    answer_in_highlight: the share of right first hits whose marked sentence holds a gold answer
    The first three are None where confidence is not known, the last without `answers.jsonl`.
    intervals: by measure, between which values its mean lies with 95 % (a bootstrap over questions)
    outcomes: each answerable question's id with its own measures, which two runs are compared by
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
    intervals: dict[str, tuple[float, float]]
    outcomes: dict[str, dict[str, float]]


def evaluate(
    sets: Sequence[Path],
    encoder: Encoder,
    collection: Callable[[], Collection],
    limit: int | None = None,
    progress: Progress = lambda name, number, total: None,
    index_store: str = EMBEDDED,
) -> Iterator[Evaluation]:
    """Evaluate sets one by one.

    A folder (`passages.jsonl`, `queries.jsonl`, `qrels.tsv`) is indexed into a collection of its
    own, of which passages are found in `index_store`, each row a document; a document ranks at its
    best passage. A `.jsonl` of questions with evidence is asked of the collection that `collection`
    opens.

    Raises:
        UsageError: a set is missing or malformed; the message names file and line.
    """
    for path in sets:
        if path.is_dir():
            yield _evaluate_judged(read_judged_set(path), encoder, limit, progress, index_store)
        else:
            questions = read_evidence_questions(path)[:limit]
            yield _evaluate_evidence(path.parent.name, questions, encoder, collection(), progress)


def _evaluate_judged(
    judged_set: JudgedSet,
    encoder: Encoder,
    limit: int | None,
    progress: Progress,
    index_store: str,
) -> Evaluation:
    queries = dict(list(judged_set.queries.items())[:limit])
    judged: list[Judged] = []
    withheld: list[Judged] = []
    with indexed(judged_set, encoder, index_store) as (collection, rate):
        for query, found in asked(judged_set.name, queries, collection, encoder, progress):
            judged.append(judge(collection, judged_set, query, found))
            gold = judged_set.qrels.get(query, set())
            withheld.append(_withhold(query, found, gold))
    return _evaluation(judged_set.name, judged, withheld, len(queries), rate)


def _withhold(query: str, found: Search, gold: set[str]) -> Judged:
    """The same question with the documents that answer it left out."""
    ranked = rank(found.found.without(gold), found.confidence)
    confidence = ranked[0].confidence if ranked else 0.0
    answered = bool(ranked) and is_answered(confidence, found.bar)
    return Judged(query, [], 0, 0.0, confidence, answered)


def _evaluate_evidence(
    name: str,
    questions: Sequence[EvidenceQuestion],
    encoder: Encoder,
    collection: Collection,
    progress: Progress,
) -> Evaluation:
    judged: list[Judged] = []
    unanswerable: list[Judged] = []
    by_id = {question.id: question for question in questions}
    texts = {ident: question.text for ident, question in by_id.items()}
    for ident, found in asked(name, texts, collection, encoder, progress):
        result = judge_evidence(collection, by_id[ident], found)
        (judged if by_id[ident].evidence else unanswerable).append(result)
    return _evaluation(name, judged, unanswerable, len(questions), None)


def _evaluation(
    name: str,
    judged: Sequence[Judged],
    unanswerable: Sequence[Judged],
    queries: int,
    rate: float | None,
) -> Evaluation:
    times = [one.milliseconds for one in (*judged, *unanswerable) if one.milliseconds]
    marked = [one.highlighted for one in judged if one.highlighted is not None]
    outcomes = {one.question: one.measures() for one in judged}
    columns = {name: [one[name] for one in outcomes.values()] for name in MEASURES}
    means = {name: sum(values) / max(len(values), 1) for name, values in columns.items()}
    return Evaluation(
        set=name,
        queries=queries,
        hit_at_1=means["hit@1"],
        hit_at_3=means["hit@3"],
        recall_at_10=means["recall@10"],
        mrr_at_10=means["mrr@10"],
        ndcg_at_10=means["ndcg@10"],
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        passages_per_second=rate,
        **_confidence_measures(judged, unanswerable),
        answer_in_highlight=sum(marked) / len(marked) if marked else None,
        intervals={name: bootstrap_interval(values) for name, values in columns.items() if values},
        outcomes=outcomes,
    )


def _confidence_measures(
    judged: Sequence[Judged], unanswerable: Sequence[Judged]
) -> dict[str, float | None]:
    judged, unanswerable = (
        [one for one in some if one.confidence is not None] for some in (judged, unanswerable)
    )
    if not judged or not unanswerable:
        return dict.fromkeys(("auroc", "ece", "f1_answered"))
    everything = [*judged, *unanswerable]
    known = np.array([one.confidence for one in everything])
    right = np.array([one.right for one in everything])
    said = np.array([one.answered for one in everything])
    return {
        "auroc": area_under_curve(known[: len(judged)], known[len(judged) :]),
        "ece": calibration_error(known, right),
        "f1_answered": 2 * float((said & right).sum()) / float(said.sum() + len(judged)),
    }
