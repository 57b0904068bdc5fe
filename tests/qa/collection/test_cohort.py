"""What a question is compared with, and where it is asked from in another script."""

from collections.abc import Sequence

import numpy as np

from corpus import Document, Source
from embeddings import PassageVectors
from qa import Collection, index_documents
from qa.collection.cohort import SIZE, Cohort
from tests.small_encoder import SmallEncoder

MORE = [f"The ferry number {number} does not sail in fog." for number in range(2 * SIZE)]


def _cohort(*lots: tuple[str, list[float], int], written: set[str]) -> Cohort:
    """`count` passages in each script, their vectors around a mean of their own."""
    random = np.random.default_rng(5)
    scripts = [script for script, _, count in lots for _ in range(count)]
    vectors = []
    for _, mean, count in lots:
        spread = random.normal(size=(count, len(mean))).astype(np.float32)
        vectors.append(np.array(mean, np.float32) + spread - spread.mean(0))
    nothing = np.zeros(0, np.int64)
    whole = np.concatenate(vectors)
    return Cohort(np.array(scripts), whole, whole, nothing, (), frozenset(written))


def test_a_question_is_moved_by_the_difference_of_the_means() -> None:
    lots = ("han", [1.0, 0.0], SIZE), ("other", [0.0, 3.0], SIZE)
    cohort = _cohort(*lots, written={"han", "other"})
    (moved,) = cohort.in_other_scripts(np.array([0.5, 0.5], np.float32), "han")
    np.testing.assert_allclose(moved, [-0.5, 3.5], atol=1e-5)
    (back,) = cohort.in_other_scripts(moved, "other")
    np.testing.assert_allclose(back, [0.5, 0.5], atol=1e-5)


def test_only_scripts_that_much_is_written_in_are_asked_from() -> None:
    question = np.array([0.5, 0.5], np.float32)
    lots = ("han", [1.0, 0.0], SIZE), ("kana", [2.0, 2.0], SIZE), ("other", [0.0, 3.0], 5)
    few = _cohort(*lots, written={"han", "kana"})
    assert len(few.in_other_scripts(question, "han")) == 1
    assert few.in_other_scripts(question, "other") == []
    all_of_them = _cohort(*lots, written={"han", "kana", "other"})
    assert len(all_of_them.in_other_scripts(question, "kana")) == 2


def test_numbers_are_no_language(collection: Collection) -> None:
    """However many tables a Chinese collection has."""
    told = [f"第{number}号灯塔每天傍晚点灯，看灯的人住在桥头。" for number in range(SIZE)]
    tables = [f"| {number} | 1,204 | 3,412 | 5.1% |" for number in range(SIZE)]
    said = [f"The lighthouse number {number} is lit at dusk." for number in range(SIZE)]
    index_documents(collection, SmallEncoder(), list(map(_document, [*told, *tables])))
    assert collection.cohort.written == {"han"}
    index_documents(collection, SmallEncoder(), list(map(_document, [*said, *MORE])))
    assert collection.cohort.written == {"han", "other"}


class _WithoutTokens(SmallEncoder):
    """As a model whose tokenizer does not know where its tokens stand."""

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[tuple[int, int]]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        found = super().encode_passages(texts, sentences, contexts)
        return found._replace(tokens=found.tokens[:0], token_bounds=found.token_bounds * 0)


def test_passages_without_tokens_make_no_lot(collection: Collection) -> None:
    told = [f"第{number}号灯塔每天傍晚点灯，看灯的人住在桥头。" for number in range(SIZE)]
    documents = list(map(_document, [*told, *MORE]))
    index_documents(collection, _WithoutTokens(), documents)
    assert collection.cohort.written == frozenset()
    assert collection.cohort.in_other_scripts(np.ones(64, np.float32), "han") == []


def _document(text: str) -> Document:
    return Document(text, "", text, Source(text, "", 0, "text", "utf-8"))
