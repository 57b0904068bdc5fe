"""Two runs of `evaluate --json`, compared question by question."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import UsageError

from .judging import MEASURES
from .significance import bootstrap_interval, randomization_test


@dataclass(frozen=True, slots=True)
class RunDifference:
    """Means of a measure in runs A and B over the questions that both asked.

    `low`, `high` hold the mean of B − A with 95 %; `p` is how likely a difference so large would
    be if the runs were the same.
    """

    set: str
    measure: str
    queries: int
    a: float
    b: float
    low: float
    high: float
    p: float


def compare_runs(a: Path, b: Path) -> Iterator[RunDifference]:
    """Every measure of every set that is in both files.

    Raises:
        UsageError: a file is no result of `evaluate --json`, or they share no question.
    """
    first, second = _outcomes(a), _outcomes(b)
    shared = [name for name in first if name in second and first[name].keys() & second[name].keys()]
    if not shared:
        raise UsageError(f"{a} and {b} have no question in common; evaluate the same sets twice")
    for name in shared:
        questions = [one for one in first[name] if one in second[name]]
        for measure in MEASURES:
            ours = [float(first[name][one][measure]) for one in questions]
            theirs = [float(second[name][one][measure]) for one in questions]
            differences = [y - x for x, y in zip(ours, theirs, strict=True)]
            yield RunDifference(
                name,
                measure,
                len(questions),
                sum(ours) / len(questions),
                sum(theirs) / len(questions),
                *bootstrap_interval(differences),
                randomization_test(differences),
            )


def _outcomes(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """By set and question the measures."""
    try:
        found = {one["set"]: one["outcomes"] for one in json.loads(path.read_text("utf-8"))}
        for outcomes in found.values():
            for measures in outcomes.values():
                [float(measures[name]) for name in MEASURES]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path} is no result of: python -m qa evaluate SET... --json ({error!r})"
        ) from error
    return found
