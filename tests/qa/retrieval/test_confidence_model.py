"""How sure to be: which model says it, and that it says it only for its own encoder."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import CollectionError, Document, Source, UsageError
from embeddings import SentenceEncoder
from qa import Collection, ask, index_documents
from qa.retrieval.confidence_model import SHIPPED, ConfidenceModel, confidence_model, file_in
from qa.retrieval.features import CONFIDENCE, Parts
from qa.retrieval.linear_model import LinearModel
from tests.small_encoder import SmallEncoder


def model(intercept: float = 0.0, bar: float = 0.5, encoder: str = "small-1") -> ConfidenceModel:
    weights = np.array([10.0 if name == "lexical" else 0.0 for name in CONFIDENCE])
    return ConfidenceModel(LinearModel(CONFIDENCE, weights, intercept), bar, encoder)


@pytest.fixture
def tea(collection: Collection) -> Collection:
    documents = [
        Document(name, name, f"{name}地产茶叶。", Source(name, "", 0, "text", "utf-8"))
        for name in ("甲", "乙")
    ]
    index_documents(collection, SmallEncoder(), documents)
    return collection


def test_log_odds_by_hand() -> None:
    half, none = np.array([0.5, 0.0], np.float32), np.zeros(2, np.float32)
    parts = Parts(*[none] * len(Parts._fields))._replace(lexical=half)
    found = model(-5.0).confidences(parts, ["a", "b"], np.zeros(2))
    np.testing.assert_allclose(found, [0.5, 1 / (1 + np.exp(5))])


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    model(-1.25, 0.375).save(tmp_path / "m.json")
    again = ConfidenceModel.load(tmp_path / "m.json")
    assert (again.bar, again.calibrated_for) == (0.375, "small-1")
    assert again.log_odds.to_json() == model(-1.25).log_odds.to_json()


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    whole = {"intercept": 0, "weights": dict.fromkeys(CONFIDENCE, 1), "calibrated_for": ""}
    numbers = [(math.nan, 0), (None, 0), (10**400, 0), (0, math.nan), (0, 2)]
    wrong = [json.dumps({**whole, "intercept": at, "bar": bar}) for at, bar in numbers]
    for content in ("{", "{}", "[" * 200_000, '{"intercept": 0, "weights": {"late": 1}}', *wrong):
        path.write_text(content)
        with pytest.raises(CollectionError, match=r"m\.json is damaged or from.*qa calibrate"):
            ConfidenceModel.load(path)


def test_what_another_version_learned_is_left_aside(
    tea: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    learned = model(-3.0)
    names = (*CONFIDENCE[1:], "of_another_version")
    replace(learned, log_odds=LinearModel(names, learned.log_odds.weights, 0.0)).save(
        file_in(tea.folder)
    )
    assert ask(tea, SmallEncoder(), "地产茶叶").confidence is None
    assert "make it again with: python -m qa calibrate" in caplog.text
    learned.save(file_in(tea.folder))
    assert ask(tea, SmallEncoder(), "地产茶叶").confidence is not None


def test_a_collections_own_comes_before_the_one_that_is_shipped(tmp_path: Path) -> None:
    shipped = ConfidenceModel.load(SHIPPED)
    found = confidence_model(tmp_path, shipped.calibrated_for)
    assert found is not None and found.bar == shipped.bar != 0.125
    own = replace(shipped, bar=0.125)
    own.save(file_in(tmp_path))
    found = confidence_model(tmp_path, shipped.calibrated_for)
    assert found is not None and found.bar == 0.125
    replace(own, calibrated_for="another").save(file_in(tmp_path))
    found = confidence_model(tmp_path, shipped.calibrated_for)
    assert found is not None and found.bar == shipped.bar
    assert confidence_model(tmp_path, "unknown") is None


def test_it_is_shipped_for_the_default_model(encoder: SentenceEncoder, tmp_path: Path) -> None:
    assert confidence_model(tmp_path, encoder.fingerprint) is not None


def test_an_encoder_that_nothing_was_learned_for_gets_no_confidence(tea: Collection) -> None:
    answer = ask(tea, SmallEncoder(), "茶叶")
    assert answer.answered and answer.confidence is None
    assert all(hit.confidence is None for hit in answer.hits)


def test_below_the_bar_nothing_is_answered_and_the_nearest_are_shown(tea: Collection) -> None:
    model(-3.0).save(file_in(tea.folder))
    answer = ask(tea, SmallEncoder(), "地产茶叶")
    sure = answer.hits[0].confidence
    assert sure is not None and answer.confidence == sure and 0.5 < sure < 1
    assert answer.answered
    model(-50.0).save(file_in(tea.folder))
    answer = ask(tea, SmallEncoder(), "地产茶叶")
    assert not answer.answered and len(answer.hits) == 2


def test_the_bar_can_be_set(tea: Collection) -> None:
    model(-3.0).save(file_in(tea.folder))
    sure = ask(tea, SmallEncoder(), "地产茶叶").confidence
    assert sure is not None
    assert ask(tea, SmallEncoder(), "地产茶叶", bar=sure).answered
    assert not ask(tea, SmallEncoder(), "地产茶叶", bar=sure + 1e-6).answered
    for bar in (-0.1, 1.1, float("nan")):
        with pytest.raises(UsageError, match="between 0 and 1"):
            ask(tea, SmallEncoder(), "地产茶叶", bar=bar)


def test_a_word_is_no_question_that_one_can_be_sure_of(tea: Collection) -> None:
    model(-3.0).save(file_in(tea.folder))
    answer = ask(tea, SmallEncoder(), "茶叶")
    assert answer.answered and answer.confidence is None and answer.hits
    assert ask(tea, SmallEncoder(), "甲地产茶叶").confidence is not None
