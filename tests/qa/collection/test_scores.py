import math

import numpy as np
import pytest

from qa.collection.scores import (
    bm25_parts,
    dense_similarity,
    inverse_document_frequency,
    lexical_shares,
)
from qa.evaluation.metrics import hit_at, ndcg, percentile, recall_at, reciprocal_rank


def test_idf_by_hand() -> None:
    assert inverse_document_frequency(100, 0) == pytest.approx(math.log(1 + 100.5 / 0.5))
    assert inverse_document_frequency(3, 3) == pytest.approx(math.log(1 + 0.5 / 3.5))


def test_lexical_share_is_one_at_the_most_that_bm25_can_give() -> None:
    assert lexical_shares(np.array([2.2 * 7.5, 0.0]), 7.5).tolist() == [pytest.approx(1.0), 0.0]
    assert lexical_shares(np.array([1.0]), 0.0).tolist() == [0.0]


def test_bm25_by_hand() -> None:
    counts = np.array([[2.0, 0.0], [1.0, 1.0]])
    found = bm25_parts(counts, np.array([20.0, 10.0]), 10.0, np.array([1.5, 2.0]))
    first = 1.5 * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 2))
    np.testing.assert_allclose(found, [[first, 0.0], [1.5, 2.0]])


def test_dense_similarity_by_hand() -> None:
    found = dense_similarity(np.array([0.8, 0.5]), np.array([0.9, 0.5]))
    assert found.tolist() == pytest.approx([0.85, 0.5])


def test_measures_by_hand() -> None:
    ranking = [False, True, False, True]
    assert hit_at(ranking, 1) == 0 and hit_at(ranking, 2) == 1
    assert recall_at(ranking, 3, 2) == 0.5 and recall_at([], 3, 0) == 0
    assert reciprocal_rank(ranking, 10) == 0.5 and reciprocal_rank([False], 10) == 0
    ideal = 1 + 1 / math.log2(3)
    assert ndcg(ranking, 10, 2) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert ndcg([True], 10, 1) == 1 and ndcg([], 10, 0) == 0


def test_percentile_is_the_nearest_rank() -> None:
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.95) == 95
    assert percentile([3.0], 0.95) == 3 and percentile([], 0.5) == 0
