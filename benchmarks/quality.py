"""Retrieval quality of the default settings on the public question sets.

Run with `python -m benchmarks quality [FOLDER [N]]`, FOLDER being the one that holds the sets in
`evaluation/` (one folder each, with passages.jsonl, queries.jsonl, qrels.tsv) and `seeds/`. With N
only the first N questions of each set are asked, over all its passages. Writes
`benchmarks/quality.json`, set by set.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.results import DEFAULT_SHARED, machine, write_result
from corpus import SAMPLE_FOLDER
from embeddings import SentenceEncoder
from qa import Collection, Evaluation, evaluate, index_paths
from qa.commands.evaluate import print_evaluation
from qa.json_form.evaluation import evaluation_json

SETS = (
    "cmrc2018-trial",
    "drcd-dev",
    "xquad-zh",
    "jsquad-valid",
    "xquad-es-to-zh",
    "xquad-zh-to-es",
)


def run(arguments: Sequence[str]) -> None:
    """Measure every set and write the result."""
    shared = Path(arguments[0]) if arguments else DEFAULT_SHARED
    limit = int(arguments[1]) if len(arguments) > 1 else None
    encoder = SentenceEncoder.open()
    results: list[Evaluation] = []
    for one in evaluate([shared / "evaluation" / name for name in SETS], encoder, _none, limit):
        results.append(one)
        _write(results, limit)
    for documents, questions in (
        (shared / "seeds", shared / "evaluation" / "seed-questions" / "questions.jsonl"),
        (SAMPLE_FOLDER / "documents", SAMPLE_FOLDER / "questions.jsonl"),
    ):
        results += _over_documents(documents, questions, encoder)
    print_evaluation(results)
    _write(results, limit)


def _write(results: Sequence[Evaluation], limit: int | None) -> None:
    sets = [evaluation_json(one) for one in results]
    write_result("quality", {"sets": sets, "limit": limit, **machine()})


def _over_documents(documents: Path, questions: Path, encoder: SentenceEncoder) -> list[Evaluation]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Collection.open(Path(folder), create=True) as collection,
    ):
        index_paths(collection, encoder, [documents])
        return list(evaluate([questions], encoder, lambda: collection))


def _none() -> Collection:
    raise AssertionError("a judged set is indexed by itself")
