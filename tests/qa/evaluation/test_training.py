import numpy as np
import pytest

from qa.evaluation.training import (
    area_under_curve,
    best_bar,
    calibration_error,
    conditional_logit,
    logistic,
)
from qa.retrieval.ranking_model import RankingModel, default_ranking_model, probability


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


def test_the_bar_with_the_best_f1() -> None:
    assert best_bar([0.9, 0.6, 0.5, 0.1], [True, True, False, False]) == 0.6


def test_the_model_that_comes_with_wenju_is_read_and_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    model = default_ranking_model()
    model.save(tmp_path / "m.json")
    again = RankingModel.load(tmp_path / "m.json")
    assert again.ranking.to_json() == model.ranking.to_json()
    assert again.confidence.to_json() == model.confidence.to_json()
    assert 0 < again.bar < 1
