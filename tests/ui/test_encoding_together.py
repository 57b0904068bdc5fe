"""Questions that wait are encoded with one whose turn has come."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from embeddings import QuestionVectors
from tests.small_encoder import SmallEncoder
from ui.encoding_together import TOGETHER, EncodingTogether

PATIENCE = 60.0  # seconds


class Noting(SmallEncoder):
    """Notes what it is given at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[list[str]] = []

    def encode_each_question(self, texts: Sequence[str]) -> list[QuestionVectors]:
        self.given.append(list(texts))
        return super().encode_each_question(texts)


def test_those_that_wait_longest_are_encoded_with_one() -> None:
    encoder = Noting()
    together = EncodingTogether(encoder)
    questions = [f"第{number}个问题" for number in range(TOGETHER + 2)]
    with ExitStack() as waiting:
        encoded = [waiting.enter_context(together.waiting(one)) for one in questions]
        order = [1, 0, *range(2, len(questions))]
        found = {number: encoded[number]() for number in order}
    assert encoder.given == [
        [questions[1], questions[0], *questions[2:TOGETHER]],
        questions[TOGETHER:],
    ]
    for number, question in enumerate(questions):
        assert found[number].question.text == question
        alone = encoder.encode_question(question)
        assert (found[number].question.vectors.vector == alone.vector).all()
        assert found[number].milliseconds > 0


def test_who_does_not_wait_any_more_is_left_out() -> None:
    encoder = Noting()
    together = EncodingTogether(encoder)
    with together.waiting("先走的"):
        pass
    with together.waiting("留下的") as encoded:
        encoded()
    assert encoder.given == [["留下的"]]


def test_who_is_encoded_by_another_waits_for_that() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Noting):
        def encode_each_question(self, texts: Sequence[str]) -> list[QuestionVectors]:
            begun.set()
            assert go_on.wait(PATIENCE)
            return super().encode_each_question(texts)

    encoder = Slow()
    together = EncodingTogether(encoder)
    with (
        together.waiting("甲") as first,
        together.waiting("乙") as second,
        ThreadPoolExecutor(2) as pool,
    ):
        one = pool.submit(first)
        assert begun.wait(PATIENCE)
        other = pool.submit(second)
        assert not other.done()
        go_on.set()
        texts = [each.result(PATIENCE).question.text for each in (one, other)]
    assert texts == ["甲", "乙"] and encoder.given == [["甲", "乙"]]


def test_what_goes_wrong_is_told_to_each_and_the_next_is_encoded() -> None:
    class Broken(Noting):
        def encode_each_question(self, texts: Sequence[str]) -> list[QuestionVectors]:
            super().encode_each_question(texts)
            if len(self.given) == 1:
                raise MemoryError("no room")
            return super().encode_each_question(texts)

    together = EncodingTogether(Broken())
    with together.waiting("甲") as first, together.waiting("乙") as second:
        for encoded in (first, second):
            with pytest.raises(MemoryError, match="no room"):
                encoded()
    with together.waiting("丙") as third:
        assert third().question.text == "丙"
