from pathlib import Path

import numpy as np

from qa import Collection, index_paths, search
from qa.retrieval.confidence_model import ConfidenceModel
from qa.retrieval.features import CONFIDENCE
from qa.retrieval.linear_model import LinearModel
from qa.retrieval.rank import rank
from tests.small_encoder import SmallEncoder


def test_no_hit_is_surer_than_one_before_it(collection: Collection, tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(f"第{number}座桥有{number * 7}块石头。", "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    found = search(collection, SmallEncoder(), "第3座桥有几块石头").found
    weights = np.random.default_rng(0).normal(size=len(CONFIDENCE)) / 5
    wild = ConfidenceModel(LinearModel(CONFIDENCE, weights, 0.0), 0.5, "any")
    unranked = [one.score for one in rank(found, None)]
    scores = np.array(sorted(unranked, reverse=True))
    sure = [one.confidence or 0.0 for one in rank(found, wild)]
    assert unranked == scores.tolist()
    assert len(set(sure)) > 1
    assert sure == sorted(sure, reverse=True)
    assert [one.confidence for one in rank(found, None)] == [None] * 9
