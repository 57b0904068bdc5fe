"""Official documents, asked as people ask who do not know their wording.

Run with `python -m benchmarks official [FOLDER]`, FOLDER being the one with `collections/`. The
questions were written for this: over small collections of government work reports and laws, in
Chinese and English, most in other words than the documents use. To one in five, about the same
subjects, nothing in the collection answers. Nothing was trained on them.

`official_questions/documents.json` names the documents of each collection, `N.jsonl` beside it
holds the questions of collection N, in the form that `evaluate` reads. Writes
`benchmarks/official.json`.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.examples import say
from benchmarks.results import DEFAULT_SHARED, FOLDER, machine, write_result
from embeddings import Encoder, SentenceEncoder
from qa import Collection, index_paths
from qa.evaluation.judging import Judged, asked, judge_evidence
from qa.evaluation.question_sets import EvidenceQuestion, read_evidence_questions
from qa.evaluation.training import area_under_curve, calibration_error

_QUESTIONS = FOLDER / "official_questions"
_LAWS = "laws/"

Result = tuple[EvidenceQuestion, Judged]


def run(arguments: Sequence[str]) -> None:
    """Ask all questions and write the result."""
    shared = Path(arguments[0]) if arguments else DEFAULT_SHARED
    results = [*_asked(shared / "collections", SentenceEncoder.open())]
    measured = {"kinds": _by_kind(results), "confidence": _confidence(results)}
    print(json.dumps(measured, indent=2))
    write_result("official", {**measured, **machine()})


def _asked(folder: Path, encoder: Encoder) -> Iterator[Result]:
    documents: dict[str, list[str]] = json.loads((_QUESTIONS / "documents.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = Path(scratch)
        _unpack(folder / "laws.tar.xz", unpacked, set().union(*documents.values()))
        for number, names in documents.items():
            paths = [(unpacked if name.startswith(_LAWS) else folder) / name for name in names]
            with Collection.open(unpacked / number, create=True) as collection:
                index_paths(collection, encoder, paths)
                questions = {
                    one.id: one for one in read_evidence_questions(_QUESTIONS / f"{number}.jsonl")
                }
                texts = {ident: one.text for ident, one in questions.items()}
                for ident, found in asked(f"official {number}", texts, collection, encoder, say):
                    question = questions[ident]
                    yield question, judge_evidence(collection, question, found)


def _unpack(archive: Path, folder: Path, wanted: set[str]) -> None:
    """Those files of the archive that are wanted."""
    with tarfile.open(archive) as laws:
        for member in laws:
            name = _LAWS + member.name.removeprefix("./")
            file = laws.extractfile(member) if name in wanted else None
            if file is not None:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.read())


def _by_kind(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """How often the right passage comes first, or among three, for each kind of question."""
    table = {}
    for kind in dict.fromkeys(question.kind for question, _ in results if question.evidence):
        measures = [one.measures() for question, one in results if question.kind == kind]
        table[kind] = {
            "questions": len(measures),
            **{
                name: round(float(np.mean([one[name] for one in measures])), 3)
                for name in ("hit@1", "hit@3", "recall@10")
            },
        }
    return table


def _confidence(results: Sequence[Result]) -> dict[str, float]:
    """What confidence is worth where words tell little; as in `qa.evaluation.learn_confidence`."""
    known = np.array([one.confidence or 0.0 for _, one in results])
    right = np.array([one.right for _, one in results])
    said = np.array([one.answered for _, one in results])
    answerable = np.array([bool(question.evidence) for question, _ in results])
    return {
        "auroc": round(area_under_curve(known[answerable], known[~answerable]), 3),
        "ece": round(calibration_error(known, right), 3),
        "refused": round(float((right & ~said).sum() / right.sum()), 3),
        "believed": round(float((~answerable & said).sum() / (~answerable).sum()), 3),
    }
