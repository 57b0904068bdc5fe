import numpy as np
import pytest

from qa.evaluation.training import (
    area_under_curve,
    calibration_error,
    conditional_logit,
    f1_bar,
    logistic,
    sparing_bar,
)
from qa.retrieval.linear_model import probability


def test_logistic_finds_the_model_that_made_the_data() -> None:
    random = np.random.default_rng(5)
    features = random.normal(3.0, [1.0, 5.0], (20_000, 2)).astype(np.float32)
    truth = probability(features @ np.array([1.5, -0.2]) - 3.0)
    outcomes = random.random(len(features)) < truth
    weights, intercept = logistic(features, outcomes, np.ones(len(features)))
    np.testing.assert_allclose(weights, [1.5, -0.2], rtol=0.1)
    assert intercept == pytest.approx(-3.0, rel=0.1)


def test_logistic_counts_weights_like_copies() -> None:
    features = np.array([[0.0], [1.0], [1.0], [2.0]], np.float32)
    outcomes = np.array([False, True, False, True])
    twice = logistic(np.repeat(features, 2, axis=0), np.repeat(outcomes, 2), np.ones(8))
    once = logistic(features, outcomes, np.full(4, 2.0))
    np.testing.assert_allclose(once[0], twice[0])


def test_conditional_logit_puts_the_chosen_first() -> None:
    random = np.random.default_rng(6)
    groups = [random.normal(size=(8, 3)).astype(np.float32) for _ in range(2000)]
    scores = [group @ np.array([2.0, 0.0, -1.0]) + random.gumbel(size=8) for group in groups]
    chosen = [np.arange(8) == np.argmax(score) for score in scores]
    weights, intercept = conditional_logit(groups, chosen, [1.0] * len(groups))
    np.testing.assert_allclose(weights, [2.0, 0.0, -1.0], atol=0.15)
    assert intercept == 0


def test_area_under_curve_by_hand() -> None:
    assert area_under_curve(np.array([3.0, 2.0]), np.array([1.0, 0.0])) == 1
    assert area_under_curve(np.array([1.0]), np.array([1.0])) == 0.5
    assert area_under_curve(np.array([1.0, 3.0]), np.array([2.0, 2.0])) == 0.5


def test_calibration_error_by_hand() -> None:
    confidences = np.array([0.95, 0.95, 0.05, 0.05])
    right = np.array([True, False, False, False])
    assert calibration_error(confidences, right) == pytest.approx((0.45 + 0.05) / 2)


def test_the_bar_spares_all_but_a_share_by_weight() -> None:
    confidences = np.array([0.9, 0.6, 0.1])
    assert sparing_bar(confidences, np.array([1.0, 1.0, 2.0]), 0.4) == 0.1
    assert sparing_bar(confidences, np.array([1.0, 1.0, 2.0]), 0.5) == 0.6
    assert sparing_bar(confidences, np.ones(3), 0.0) == 0.1


def test_the_bar_of_the_best_f1_by_hand() -> None:
    confidences = np.array([0.9, 0.7, 0.7, 0.2])
    right = np.array([True, True, False, True])
    answered = np.array([True, True, False, True])
    # from .9 on: 2 · 1 / (1 + 3); from .7: 2 · 2 / (3 + 3); from .2: 2 · 3 / (4 + 3)
    assert f1_bar(confidences, right, answered, np.ones(4)) == 0.2
    # the last one weighs little: 2 · 1 / (1 + 2.1), 2 · 2 / (3 + 2.1), 2 · 2.1 / (3.1 + 2.1)
    assert f1_bar(confidences, right, answered, np.array([1, 1, 1, 0.1])) == 0.2
    # a wrong one weighs much: 2 · 1 / (1 + 3), 2 · 2 / (7 + 3), 2 · 3 / (8 + 3)
    assert f1_bar(confidences, right, answered, np.array([1, 1, 5, 1])) == 0.2
    assert f1_bar(confidences, right, answered, np.array([3, 1, 5, 1])) == 0.9
