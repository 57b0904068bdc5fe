"""Trains the ranking model that comes with Wenju, and says how well it does on sets it never saw.

Run with `python -m benchmarks.train_ranking [FOLDER]`, FOLDER being the one with the question sets.
Each set is indexed and asked through the real pipeline. Every question is used twice: as it is, and
with the documents that answer it withheld, so that the model learns what "not there" looks like.
Writes `qa/retrieval/ranking_model.json`, and `benchmarks/ranking.json` with the figures of each set
under the model that was trained on the other sets.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.quality import SETS
from benchmarks.results import DEFAULT_SHARED, machine, write_result
from embeddings import SentenceEncoder
from qa import Collection, index_documents
from qa.evaluation.question_sets import JudgedSet, read_judged_set
from qa.evaluation.training import (
    area_under_curve,
    best_bar,
    calibration_error,
    conditional_logit,
    logistic,
)
from qa.retrieval.features import CONFIDENCE, RANKING, Parts, confidence_features, ranking_features
from qa.retrieval.ranking_model import LinearModel, RankingModel, probability
from qa.retrieval.retrieve import find

QUESTIONS = 300  # of each set
KEPT = 40  # candidates of each question
LARGEST_ERROR = 0.05  # of the confidence on any set left out, for it to be given at all
_TRAINED_ON = 3  # first passages that confidence is learned from


class Example(NamedTuple):
    """The candidates of one question; `usable` leaves out passages of unclear relevance."""

    parts: Parts
    documents: list[str]
    relevant: NDArray[np.bool_]
    usable: NDArray[np.bool_]
    withheld: bool


def main(shared: Path) -> None:
    """Collect the examples, report on each set left out, then train on all of them."""
    encoder = SentenceEncoder.open()
    examples = {name: list(_examples(shared / "evaluation" / name, encoder)) for name in SETS}
    report: list[dict[str, Any]] = []
    for name in SETS:
        others = [examples[other] for other in SETS if other != name]
        report.append({"set": name, **measure(train(others), examples[name])})
        print(report[-1])
    trusted = all(one["ece"] <= LARGEST_ERROR for one in report)
    model = train(list(examples.values()))
    replace(model, calibrated_for=encoder.fingerprint if trusted else None).save()
    write_result("ranking", {"left_out": report, "questions": QUESTIONS, **machine()})


def _examples(folder: Path, encoder: SentenceEncoder) -> Iterator[Example]:
    judged = read_judged_set(folder)
    with (
        tempfile.TemporaryDirectory() as scratch,
        Collection.open(Path(scratch), create=True) as collection,
    ):
        index_documents(collection, encoder, judged.documents)
        queries = list(judged.queries)[:: max(len(judged.queries) // QUESTIONS, 1)][:QUESTIONS]
        for query in tqdm(queries, desc=judged.name):
            yield from _both(collection, encoder, judged, query, judged.answers.get(query, ()))


def _both(
    collection: Collection,
    encoder: SentenceEncoder,
    judged: JudgedSet,
    query: str,
    answers: Sequence[str],
) -> Iterator[Example]:
    """The question as it is, and with its documents withheld."""
    question = judged.queries[query]
    found = find(collection, question, encoder.encode_question(question))
    gold = judged.qrels[query]
    relevant = np.array([document in gold for document in found.documents])
    texts = collection.store.texts(found.rows)
    holds = np.array([any(a in texts[row] for a in answers) for row in found.rows])
    unclear = relevant & ~holds if (relevant & holds).any() else np.zeros_like(relevant)
    for withheld, there in ((False, np.ones_like(relevant)), (True, ~relevant)):
        likely = np.where(there, found.parts.late + 0.3 * found.parts.lexical, -np.inf)
        kept = np.argsort(-likely, kind="stable")[: min(KEPT, int(there.sum()))]
        yield Example(
            Parts(*(column[kept] for column in found.parts)),
            [found.documents[place] for place in kept],
            relevant[kept],
            ~unclear[kept],
            withheld,
        )


def train(sets: Sequence[Sequence[Example]]) -> RankingModel:
    """A ranking and a confidence model; every set weighs the same."""
    weights = [1 / len(some) for some in sets for _ in some]
    examples = [example for some in sets for example in some]
    answerable = [
        (example, weight)
        for example, weight in zip(examples, weights, strict=True)
        if (example.relevant & example.usable).any()
    ]
    ranking = conditional_logit(
        [ranking_features(example.parts)[example.usable] for example, _ in answerable],
        [example.relevant[example.usable] for example, _ in answerable],
        [weight for _, weight in answerable],
    )
    order = LinearModel(RANKING, *ranking)
    first = [_first(order, example, _TRAINED_ON) for example in examples]
    confidence = logistic(
        np.concatenate([rows for rows, _ in first]),
        np.concatenate([right for _, right in first]),
        np.repeat(weights, [len(right) for _, right in first]),
    )
    model = RankingModel(order, LinearModel(CONFIDENCE, *confidence), 0.5, None)
    tops = [_top(model, example) for example in examples]
    return replace(model, bar=best_bar(*zip(*tops, strict=True)))


def _first(
    order: LinearModel, example: Example, count: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Features of the first passages of a ranking, and whether each is right."""
    scores = order(ranking_features(example.parts))
    best = np.argsort(-scores, kind="stable")[:count]
    features = confidence_features(example.parts, example.documents, scores)
    return features[best], example.relevant[best]


def _top(model: RankingModel, example: Example) -> tuple[float, bool]:
    """Confidence of the first hit, and whether it is right."""
    features, right = _first(model.ranking, example, 1)
    if not len(right):
        return 0.0, False
    return float(probability(model.confidence(features))[0]), bool(right[0])


def measure(model: RankingModel, examples: Sequence[Example]) -> dict[str, float]:
    """hit@1; AUROC of answerable against withheld; ECE and F1 at the bar."""
    tops = [(*_top(model, example), example.withheld) for example in examples]
    there = np.array([confidence for confidence, _, withheld in tops if not withheld])
    gone = np.array([confidence for confidence, _, withheld in tops if withheld])
    confidence = np.array([one for one, _, _ in tops])
    right = np.array([one for _, one, _ in tops])
    said = confidence >= model.bar
    return {
        "hit@1": round(float(right[[not withheld for *_, withheld in tops]].mean()), 4),
        "auroc": round(area_under_curve(there, gone), 4),
        "ece": round(calibration_error(confidence, right), 4),
        "f1_answered": round(2 * float((said & right).sum()) / float(said.sum() + len(there)), 4),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SHARED)
