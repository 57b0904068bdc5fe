from pathlib import Path

import numpy as np
import pytest

from corpus import UsageError
from qa import Collection, ask, index_paths
from qa.retrieval.feedback import moved_terms, moved_vector, telling_terms
from tests.small_encoder import SmallEncoder


def test_the_vector_by_hand() -> None:
    question = np.array([1.0, 0.0], np.float32)
    more = np.array([[0.0, 1.0], [0.6, 0.8]], np.float32)
    less = np.array([[0.0, -1.0]], np.float32)
    moved = np.array([1 + 0.75 * 0.3, 0.75 * 0.9 + 0.15])
    found = moved_vector(question, more, less)
    np.testing.assert_allclose(found, moved / np.linalg.norm(moved), rtol=1e-6)
    assert found.dtype == np.float32
    none = np.empty((0, 2), np.float32)
    np.testing.assert_array_equal(moved_vector(question, none, none), question)


def test_the_terms_by_hand() -> None:
    found = moved_terms({"a": 2.0, "b": 0.1}, [{"c": 1.0}, {"a": 1.0}], [{"b": 1.0, "d": 1.0}])
    assert found == pytest.approx({"a": 2.375, "c": 0.375})


def test_only_the_most_telling_terms_are_taken() -> None:
    counts = {f"t{number}": 1 for number in range(30)}
    idf = {f"t{number}": 1.0 + number for number in range(30)}
    found = telling_terms(counts, idf)
    assert len(found) == 20
    assert (found["t29"], found["t10"]) == (1.0, pytest.approx(11 / 30))
    assert telling_terms({}, {}) == {}


def test_a_marked_passage_moves_the_answer(collection: Collection, tmp_path: Path) -> None:
    texts = [
        "桥上有茶摊，茶客很多。",
        "桥上有鸟，白鹭很多。",
        "街边有茶摊，茶客不少。",
        "水边有鸟，白鹭很多。",
    ]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])

    def scores(**marked: list[str]) -> dict[str, float]:
        hits = ask(collection, SmallEncoder(), "桥上有什么", **marked).hits
        return {hit.passage.text: hit.score for hit in hits}

    hits = ask(collection, SmallEncoder(), "桥上有什么").hits
    names = {hit.passage.text: hit.passage.id for hit in hits}
    before, tea, birds = scores(), *(scores(more_like=[names[text]]) for text in texts[:2])
    assert tea[texts[2]] - tea[texts[3]] > before[texts[2]] - before[texts[3]]
    assert birds[texts[3]] - birds[texts[2]] > before[texts[3]] - before[texts[2]]
    without = scores(less_like=[names[texts[0]]])
    assert texts[0] not in without
    assert without[texts[2]] - without[texts[3]] < before[texts[2]] - before[texts[3]]
    with pytest.raises(UsageError, match="no passage gone-1 in this collection"):
        scores(more_like=["gone-1"])
