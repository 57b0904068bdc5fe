import math

import numpy as np
import pytest

from qa.retrieval.features import (
    CONFIDENCE,
    RANKING,
    Parts,
    confidence_features,
    gaps,
    ranking_features,
)


def column(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def parts() -> Parts:
    return Parts(
        late=column(0.4, 0.3, 0.1),
        lowest=column(0.2, 0.1, 0.0),
        sentence=column(0.3, 0.2, 0.1),
        dense=column(0.06, 0.05, 0.01),
        lexical=column(0.5, 0.2, 0.0),
        coverage=column(0.6, 0.4, 0.7),
        numbers=column(1.0, 0.5, 0.0),
        foreign=column(0.0, 1.0, 0.0),
        absolute=column(0.8, 0.7, 0.5),
        spread=column(0.1, 0.1, 0.1),
        abroad=column(0.0, 1.0, 0.0),
        asks_number=column(1.0, 1.0, 1.0),
        no_number=column(1.0, 0.0, 0.0),
    )


def test_columns_of_ranking_by_hand() -> None:
    features = ranking_features(parts())
    assert features.shape == (3, len(RANKING))
    expected = [0.3, 0.1, 0.2, 0.05, 0.2, 0.4, 0.5, 0.3, 0.2, 0.2, 1.0]
    np.testing.assert_allclose(features[1], expected)


def test_columns_of_confidence_by_hand() -> None:
    scores = np.array([3.0, 2.0, 1.0])
    features = confidence_features(parts(), ["a", "a", "b"], scores)
    assert features.shape == (3, len(CONFIDENCE))
    named = dict(zip(CONFIDENCE, features[0].tolist(), strict=True))
    assert named["absolute"] == pytest.approx(0.8)
    assert named["deviation"] == pytest.approx(4.0)
    assert named["late_gap"] == pytest.approx(0.3)  # above b, not above its own neighbour
    assert named["lexical_gap"] == pytest.approx(0.5)
    assert named["best_lexical"] == pytest.approx(0.5)
    assert named["best_coverage"] == pytest.approx(0.7)
    assert (named["score"], named["score_gap"]) == (3.0, 2.0)
    assert named["log_share"] == pytest.approx(-math.log(1 + math.exp(-2)), abs=1e-5)
    assert named["late_squared"] == pytest.approx(0.16)
    assert named["foreign_late"] == 0.0
    assert (named["asks_number"], named["no_number"]) == (1.0, 1.0)


def test_a_gap_is_to_the_best_of_another_document() -> None:
    assert gaps(column(0.5), ["a"]).tolist() == [0.0]
    np.testing.assert_allclose(gaps(column(0.5, 0.9), ["a", "b"]), [-0.4, 0.4])
    assert gaps(column(), []).shape == (0,)
