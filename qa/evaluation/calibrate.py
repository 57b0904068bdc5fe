"""Learning, from a user's own questions, how sure to be of the answers of their own model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus import UsageError
from embeddings import Encoder

from ..collection.collection import Collection
from ..retrieval.confidence_model import ConfidenceModel
from .examples import (
    Example,
    evidence_examples,
    judged_examples,
    right_documents,
    right_passages,
    with_and_without,
)
from .judging import Progress
from .learn_confidence import Worth, learn_confidence, worth_left_out
from .question_sets import read_evidence_questions, read_judged_set

LEAST = 40  # questions that have an answer


class Calibration(NamedTuple):
    """What was learned from how many questions, and what it is worth on questions left out."""

    model: ConfidenceModel
    questions: int
    worth: Worth


def calibrate(
    sets: Sequence[Path],
    encoder: Encoder,
    collection: Callable[[], Collection],
    limit: int | None = None,
    progress: Progress = lambda name, number, total: None,
) -> Calibration:
    """A model of confidence for an encoder.

    Every question is used as it is and with what answers it withheld.

    Args:
        sets: as `evaluate` takes them.

    Raises:
        UsageError: a set is missing or malformed, or there are too few questions to learn from.
    """
    asked = (_examples(path, encoder, collection, limit, progress) for path in sets)
    examples = [example for some in asked for example in some]
    questions = sum(one.answered for one in examples)
    if questions < LEAST:
        raise UsageError(
            f"confidence is learned from at least {LEAST} questions that have an answer; "
            f"there are {questions}"
        )
    return Calibration(
        learn_confidence([examples], encoder.fingerprint),
        questions,
        worth_left_out(examples, encoder.fingerprint),
    )


def _examples(
    path: Path,
    encoder: Encoder,
    collection: Callable[[], Collection],
    limit: int | None,
    progress: Progress,
) -> Iterator[Example]:
    if path.is_dir():
        judged = read_judged_set(path)
        asked = judged_examples(judged, list(judged.queries)[:limit], encoder, progress)
        return with_and_without(asked, right_documents)
    questions = read_evidence_questions(path)[:limit]
    name = path.parent.name
    asked = evidence_examples(name, collection(), questions, encoder, progress)
    return with_and_without(asked, right_passages)
