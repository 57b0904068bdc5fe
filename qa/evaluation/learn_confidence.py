"""Learning how sure to be from examples, and measuring what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..retrieval.confidence_model import ConfidenceModel
from ..retrieval.features import CONFIDENCE, confidence_features, ranking_features
from ..retrieval.linear_model import LinearModel, probability
from ..retrieval.ranking_model import ranking_model
from .examples import Example
from .training import area_under_curve, calibration_error, f1_bar, logistic, sparing_bar

FOLDS = 5
_DOUBT = 5  # so many examples' worth of belief that no feature tells anything
_RIDGE = 1e-3
_REFUSED = 0.1  # of right first passages


class Worth(NamedTuple):
    """Of the first hit's confidence, over questions with and without an answer there.

    auroc:       the chance that a question with an answer gets more of it than one without
    ece:         expected calibration error, 15 bins
    f1_answered: of saying "answered", from the bar on, where the first hit is right
    refused:     share of questions with a right first hit that are called not answered
    believed:    share of questions without an answer that are called answered
    """

    auroc: float
    ece: float
    f1_answered: float
    refused: float
    believed: float


def learn_confidence(
    groups: Sequence[Sequence[Example]], fingerprint: str, weights: Sequence[float] | None = None
) -> ConfidenceModel:
    """A logistic regression over the first passage of each example.

    The bar is that of the best F1, but spares nine in ten of the right ones: to be told that
    nothing answers, above a passage that does, is worse than to look at one that does not.

    Args:
        weights: of each group as a whole; all weigh the same unless it is said.
    """
    rows = [
        (*first, one.answered, weight / len(group))
        for group, weight in zip(groups, weights or [1.0] * len(groups), strict=True)
        for one in group
        if (first := _first(one)) is not None
    ]
    features, right, answered, counts = (np.array(column) for column in zip(*rows, strict=True))
    fit = logistic(features, right, counts, max(_RIDGE, _DOUBT / len(rows)))
    log_odds = LinearModel(CONFIDENCE, *fit)
    sure = probability(log_odds(features))
    best = f1_bar(sure, right, answered, counts)
    bar = min(best, sparing_bar(sure[right], counts[right], _REFUSED))
    return ConfidenceModel(log_odds, bar, fingerprint)


def worth_of(model: ConfidenceModel, examples: Sequence[Example]) -> Worth:
    """What a model's confidence is worth on examples, which it should not have learned from."""
    return _worth([(*_top(model, one), one.answered) for one in examples], model.bar)


def worth_left_out(examples: Sequence[Example], fingerprint: str) -> Worth:
    """The same by cross-validation: each fold under a model learned from the others.

    Examples of one question should stand together: a fold is a stretch of them.
    """
    folds = [
        examples[len(examples) * i // FOLDS : len(examples) * (i + 1) // FOLDS]
        for i in range(FOLDS)
    ]
    tops = []
    bars = []
    for number, fold in enumerate(folds):
        rest = [one for i, other in enumerate(folds) if i != number for one in other]
        model = learn_confidence([rest], fingerprint)
        tops += [(*_top(model, one), one.answered) for one in fold]
        bars.append(model.bar)
    return _worth(tops, float(np.mean(bars)))


def _worth(tops: Sequence[tuple[float, bool, bool]], bar: float) -> Worth:
    confidence, right, answered = (np.array(column) for column in zip(*tops, strict=True))
    said = confidence >= bar
    return Worth(
        auroc=area_under_curve(confidence[answered], confidence[~answered]),
        ece=calibration_error(confidence, right),
        f1_answered=2 * float((said & right).sum()) / float(said.sum() + answered.sum()),
        refused=float((right & ~said).sum() / max(right.sum(), 1)),
        believed=float((~answered & said).sum() / max((~answered).sum(), 1)),
    )


def _first(example: Example) -> tuple[NDArray[np.float32], bool] | None:
    """Features of the first passage of a ranking, and whether it is right; None without one."""
    if not example.documents:
        return None
    scores = ranking_model()(ranking_features(example.parts))
    best = int(np.argmax(scores))
    features = confidence_features(example.parts, example.documents, scores)
    return features[best], bool(example.relevant[best])


def _top(model: ConfidenceModel, example: Example) -> tuple[float, bool]:
    """Confidence of the first hit, and whether it is right."""
    first = _first(example)
    if first is None:
        return 0.0, False
    features, right = first
    return float(probability(model.log_odds(features[None]))[0]), right
