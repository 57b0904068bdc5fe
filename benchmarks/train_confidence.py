"""Trains what tells how sure to be, and says what that is worth on sets that it never saw.

Run with `python -m benchmarks.train_confidence [FOLDER]`, FOLDER being the one with the question
sets and `seeds/`. Every set is asked twice over: as it is, a large collection of single passages,
and as small collections of whole documents. Every question is used with its answer there and
without: with the right documents withheld, with only the right passages withheld, or asked of a
collection of other documents. Writes `qa/retrieval/confidence_model.json`, and
`benchmarks/confidence.json` with the figures of each set under the model trained on the other sets.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.examples import large, say, small
from benchmarks.quality import SETS
from benchmarks.results import DEFAULT_SHARED, machine, write_result
from corpus import SAMPLE_FOLDER
from embeddings import SentenceEncoder
from qa import Collection, index_paths
from qa.evaluation.examples import (
    Example,
    evidence_examples,
    right_documents,
    right_passages,
    with_and_without,
)
from qa.evaluation.learn_confidence import learn_confidence, worth_of
from qa.evaluation.question_sets import read_evidence_questions
from qa.retrieval.confidence_model import SHIPPED, ConfidenceModel

# Of each set. Over a few hundred, the ECE of even true probabilities is mostly chance.
QUESTIONS = 1000
_SAMPLE = "sample"
# Documents of one subject, asked in other words than they use. From 8 on, the ECE of a set that is
# left out exceeds .05.
_WEIGHTS = {_SAMPLE: 6.0}

Groups = dict[str, dict[str, list[Example]]]  # by set: as it is, and as small collections


def main(shared: Path) -> None:
    """Collect the examples, report on each set left out, then train on all of them."""
    encoder = SentenceEncoder.open()
    groups = collect(shared, encoder)
    seeds = _over(
        shared / "seeds", shared / "evaluation" / "seed-questions" / "questions.jsonl", encoder
    )
    model, report = learn(groups, seeds, encoder.fingerprint)
    model.save(SHIPPED)
    write_result("confidence", {"left_out": report, "questions": QUESTIONS, **machine()})


def learn(
    groups: Groups, seeds: list[Example], fingerprint: str
) -> tuple[ConfidenceModel, list[dict[str, Any]]]:
    """The model of all groups, and what it is worth on each set, left out; nothing is trained on
    the seeds."""
    report: list[dict[str, Any]] = []

    def say_worth(model: ConfidenceModel, name: str, kind: str, examples: list[Example]) -> None:
        worth = worth_of(model, examples)
        figures = {key: round(value, 4) for key, value in worth._asdict().items()}
        report.append({"set": name, "as": kind, **figures})
        print(report[-1], flush=True)

    def learn_from(names: Sequence[str]) -> ConfidenceModel:
        chosen = [(name, some) for name in names for some in groups[name].values()]
        weights = [_WEIGHTS.get(name, 1.0) for name, _ in chosen]
        return learn_confidence([some for _, some in chosen], fingerprint, weights)

    for name in groups:
        model = learn_from([other for other in groups if other != name])
        for kind, examples in groups[name].items():
            say_worth(model, name, kind, examples)
    model = learn_from(list(groups))
    say_worth(model, "seeds", "real documents", seeds)
    return model, report


def collect(shared: Path, encoder: SentenceEncoder) -> Groups:
    """The examples of each set, and of the sample collection."""
    groups = {name: _of_set(shared / "evaluation" / name, encoder) for name in SETS}
    sample = _over(SAMPLE_FOLDER / "documents", SAMPLE_FOLDER / "questions.jsonl", encoder)
    return {**groups, _SAMPLE: {"real documents": list(with_and_without(sample, right_passages))}}


def _of_set(folder: Path, encoder: SentenceEncoder) -> dict[str, list[Example]]:
    whole, few = large(folder, encoder, QUESTIONS), small(folder, encoder, QUESTIONS)
    return {
        "passages": list(with_and_without(whole, right_documents)),
        "documents": list(with_and_without(few, right_passages)),
    }


def _over(documents: Path, questions: Path, encoder: SentenceEncoder) -> list[Example]:
    """Questions with evidence over real documents."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Collection.open(Path(folder), create=True) as collection,
    ):
        index_paths(collection, encoder, [documents])
        asked = read_evidence_questions(questions)
        return list(evidence_examples(documents.name, collection, asked, encoder, say))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SHARED)
