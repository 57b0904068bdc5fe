"""`evaluate`: how well questions of known answers are answered."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from corpus import UsageError

from ..collection.collection import Collection
from ..collection.index_store import EMBEDDED
from ..evaluation.ablation import Ablation, ablate
from ..evaluation.compare_runs import RunDifference, compare_runs
from ..evaluation.evaluate import Evaluation, evaluate
from ..evaluation.index_recall import QUESTIONS, IndexRecall, evaluate_index
from ..json_form.evaluation import (
    ablation_json,
    evaluation_json,
    index_recall_json,
    run_difference_json,
)
from .exit_codes import DONE
from .options import (
    Commands,
    add_collection,
    add_json,
    add_model,
    asked_store,
    open_collection,
    open_encoder,
    positive,
    show,
)
from .question_bar import question_bar

_Result = TypeVar("_Result")


def add_evaluate(commands: Commands) -> None:
    command = commands.add_parser("evaluate", help="measure retrieval on question sets 评测")
    command.add_argument(
        "sets",
        metavar="SET",
        nargs="*",
        type=Path,
        help="a folder with passages.jsonl, queries.jsonl and qrels.tsv, or a .jsonl of questions "
        "with evidence in the documents of the collection",
    )
    command.add_argument(
        "--ablate", action="store_true", help="rank with parts of the ranking switched off"
    )
    command.add_argument(
        "--compare",
        nargs=2,
        type=Path,
        metavar=("A", "B"),
        help="ask nothing; compare two results of --json question by question",
    )
    command.add_argument(
        "--index",
        action="store_true",
        help="ask no set; measure what the collection's index finds of what is nearest, and how "
        "quickly, beside looking at all passages",
    )
    command.add_argument(
        "--limit", type=positive, metavar="N", help="ask only the first N questions of each set"
    )
    add_collection(command)
    add_model(command)
    add_json(command)
    command.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    if options.compare:
        if options.sets or options.ablate:
            raise UsageError("--compare takes two results and asks no set; leave the rest out")
        differences = list(compare_runs(*options.compare))
        show(options, differences, _each(run_difference_json), _print_run_differences)
        return DONE
    if options.index:
        return _evaluate_index(options)
    if not options.sets:
        raise UsageError("name a set to evaluate, or two results to --compare")
    encoder = open_encoder(options.model)
    with question_bar() as progress:

        def collection() -> Collection:
            return open_collection(options)

        store = asked_store(options) or EMBEDDED
        asked = (options.sets, encoder, collection, options.limit, progress, store)
        if options.ablate:
            show(options, list(ablate(*asked)), _each(ablation_json), _print_ablations)
        else:
            show(options, list(evaluate(*asked)), _each(_with_outcomes), print_evaluation)
    return DONE


def _evaluate_index(options: argparse.Namespace) -> int:
    if options.sets or options.ablate:
        raise UsageError("--index measures the collection and asks no set; leave the rest out")
    with open_collection(options) as collection:
        count = options.limit or QUESTIONS
        result = evaluate_index(collection, open_encoder(options.model), count)
    show(options, result, index_recall_json, _print_index_recall)
    return DONE


def _with_outcomes(result: Evaluation) -> dict[str, Any]:
    return {**evaluation_json(result), "outcomes": result.outcomes}


def _each(as_json: Callable[[_Result], object]) -> Callable[[Sequence[_Result]], object]:
    return lambda results: [as_json(result) for result in results]


def print_evaluation(results: Sequence[Evaluation]) -> None:
    names = ("queries", "hit@1", "hit@3", "recall@10", "mrr@10", "ndcg@10", "auroc", "ece", "f1")
    print(f"{'set':<18}" + "".join(f"{name:>10}" for name in (*names, "marked")), end="")
    print(f"{'p50 ms':>9}{'p95 ms':>9}{'passages/s':>12}")
    for one in results:
        scores = (
            *(one.hit_at_1, one.hit_at_3, one.recall_at_10, one.mrr_at_10, one.ndcg_at_10),
            *(one.auroc, one.ece, one.f1_answered, one.answer_in_highlight),
        )
        columns = "".join(f"{_number(score, 3):>10}" for score in scores)
        rate = _number(one.passages_per_second, 1)
        print(f"{one.set:<18}{one.queries:>10}{columns}", end="")
        print(f"{one.p50_ms:>9.1f}{one.p95_ms:>9.1f}{rate:>12}")
    for one in results:
        spans = (f"{name} {low:.3f}–{high:.3f}" for name, (low, high) in one.intervals.items())
        print(f"{one.set}, 95 %: {', '.join(spans)}")


def _print_index_recall(one: IndexRecall) -> None:
    kind = "exact" if one.exact else f"approximate, looks into {one.probes} of {one.cells} cells"
    print(f"passages: {one.passages}; index: {kind}")
    print(f"asked: {one.questions} sentences of the collection")
    print(f"recall@10 beside looking at all: {one.recall_at_10:.4f}")
    print(f"ms a question (p50, p95): {one.p50_ms:.2f}, {one.p95_ms:.2f}; ", end="")
    print(f"looking at all {one.all_p50_ms:.2f}, {one.all_p95_ms:.2f}")


def _print_ablations(results: Sequence[Ablation]) -> None:
    print(f"{'set':<18}{'variant':<28}{'queries':>8}{'hit@1 (95 %)':>24}{'hit@3':>8}{'ndcg@10':>9}")
    for one in results:
        low, high = one.intervals["hit@1"]
        first = f"{one.means['hit@1']:.3f} ({low:.3f}–{high:.3f})"
        print(f"{one.set:<18}{one.variant:<28}{one.queries:>8}{first:>24}", end="")
        print(f"{one.means['hit@3']:>8.3f}{one.means['ndcg@10']:>9.3f}")


def _print_run_differences(results: Sequence[RunDifference]) -> None:
    print(f"{'set':<18}{'measure':<12}{'queries':>8}{'A':>8}{'B':>8}{'B − A (95 %)':>28}{'p':>9}")
    for one in results:
        difference = f"{one.b - one.a:+.4f} ({one.low:+.4f} – {one.high:+.4f})"
        print(f"{one.set:<18}{one.measure:<12}{one.queries:>8}{one.a:>8.3f}{one.b:>8.3f}", end="")
        print(f"{difference:>28}{one.p:>9.4f}")


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
