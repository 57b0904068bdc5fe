"""Trains what ranks passages, and says how well it does on sets that it never saw.

Run with `python -m benchmarks.train_ranking [FOLDER]`, FOLDER being the one with the question sets.
Each set is indexed and asked through the real pipeline. Writes `qa/retrieval/ranking_model.json`,
and `benchmarks/ranking.json` with hit@1 of each set under the model trained on the other sets.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.examples import QUESTIONS, large
from benchmarks.quality import SETS
from benchmarks.results import DEFAULT_SHARED, machine, write_result
from embeddings import SentenceEncoder
from qa.evaluation.examples import Example
from qa.evaluation.training import conditional_logit
from qa.retrieval.features import RANKING, ranking_features
from qa.retrieval.linear_model import LinearModel
from qa.retrieval.ranking_model import FILE

KEPT = 40  # candidates of each question


def main(shared: Path) -> None:
    """Collect the examples, report on each set left out, then train on all of them."""
    encoder = SentenceEncoder.open()
    examples = {
        name: [_likely(one) for one in large(shared / "evaluation" / name, encoder)]
        for name in SETS
    }
    report = []
    for name in SETS:
        model = train([examples[other] for other in SETS if other != name])
        report.append({"set": name, "hit@1": round(hit_at_1(model, examples[name]), 4)})
        print(report[-1])
    model = train(list(examples.values()))
    FILE.write_text(json.dumps(model.to_json(), indent=2) + "\n", "utf-8")
    write_result("ranking", {"left_out": report, "questions": QUESTIONS, **machine()})


def _likely(example: Example) -> Example:
    likely = np.argsort(-(example.parts.late + 0.3 * example.parts.lexical), kind="stable")
    return example.among(likely[:KEPT], answered=example.answered)


def train(sets: Sequence[Sequence[Example]]) -> LinearModel:
    """A conditional logit under which right passages stand first; every set weighs the same."""
    clear = [
        (example, 1 / len(some))
        for some in sets
        for example in some
        if (example.relevant & example.usable).any()
    ]
    found = conditional_logit(
        [ranking_features(example.parts)[example.usable] for example, _ in clear],
        [example.relevant[example.usable] for example, _ in clear],
        [weight for _, weight in clear],
    )
    return LinearModel(RANKING, *found)


def hit_at_1(model: LinearModel, examples: Sequence[Example]) -> float:
    """The share of questions whose first passage is right."""
    first = [int(np.argmax(model(ranking_features(one.parts)))) for one in examples]
    right = [one.relevant[place] for one, place in zip(examples, first, strict=True)]
    return float(np.mean(right))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SHARED)
