"""Trains what ranks passages, and says how well it does on sets that it never saw.

Run with `python -m benchmarks.train_ranking [FOLDER]`, FOLDER being the one with the question sets.
Each set is asked through the real pipeline as it is, a large collection of single passages, and as
small collections of whole documents. Writes `qa/retrieval/ranking_model.json`, and
`benchmarks/ranking.json` with hit@1 of each set under the model trained on the other sets.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.examples import large, small
from benchmarks.quality import SETS
from benchmarks.results import DEFAULT_SHARED, machine, write_result
from embeddings import SentenceEncoder
from qa.evaluation.examples import Example
from qa.evaluation.training import conditional_logit
from qa.retrieval.features import RANKING, ranking_features
from qa.retrieval.linear_model import LinearModel
from qa.retrieval.ranking_model import FILE

QUESTIONS = 300  # of each set
KEPT = 40  # candidates of each question
# What a passage in another script than the question has to be better by, where the collection has
# both. Questions about one language say nothing of it, so it is set: see `mixed_languages`.
ABROAD = -1.5
_SMALL = 0.5  # what a set weighs as small collections, beside what it weighs as it is

_LEARNED = slice(RANKING.index("abroad"))  # it comes last


class Group(NamedTuple):
    """What a set is asked as, its questions, and how much it weighs as a whole."""

    kind: str
    examples: list[Example]
    weight: float


def main(shared: Path) -> None:
    """Collect the examples, report on each set left out, then train on all of them."""
    encoder = SentenceEncoder.open()
    groups = {name: _groups(shared / "evaluation" / name, encoder) for name in SETS}
    report = []
    for name in SETS:
        model = train([group for other in SETS if other != name for group in groups[other]])
        found = {kind: round(hit_at_1(model, some), 4) for kind, some, _ in groups[name]}
        report.append({"set": name, "hit@1": found})
        print(report[-1])
    model = train([group for some in groups.values() for group in some])
    FILE.write_text(json.dumps(model.to_json(), indent=2) + "\n", "utf-8")
    write_result("ranking", {"left_out": report, "questions": QUESTIONS, **machine()})


def _groups(folder: Path, encoder: SentenceEncoder) -> list[Group]:
    few = small(folder, encoder, QUESTIONS)
    return [
        Group("passages", list(map(_likely, large(folder, encoder, QUESTIONS))), 1.0),
        Group("documents", [_likely(one) for one in few if one.answered], _SMALL),
    ]


def _likely(example: Example) -> Example:
    likely = np.argsort(-(example.parts.late + 0.3 * example.parts.lexical), kind="stable")
    return example.among(likely[:KEPT], answered=example.answered)


def train(groups: Sequence[Group]) -> LinearModel:
    """A conditional logit under which right passages stand first."""
    clear = [
        (example, weight / len(some))
        for _, some, weight in groups
        for example in some
        if (example.relevant & example.usable).any()
    ]
    weights, intercept = conditional_logit(
        [ranking_features(example.parts)[example.usable][:, _LEARNED] for example, _ in clear],
        [example.relevant[example.usable] for example, _ in clear],
        [weight for _, weight in clear],
    )
    return LinearModel(RANKING, np.append(weights, ABROAD), intercept)


def hit_at_1(model: LinearModel, examples: Sequence[Example]) -> float:
    """The share of questions whose first passage is right."""
    first = [int(np.argmax(model(ranking_features(one.parts)))) for one in examples]
    right = [one.relevant[place] for one, place in zip(examples, first, strict=True)]
    return float(np.mean(right))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SHARED)
