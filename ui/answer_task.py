"""A question that any process can answer which opens the collection: it is encoded already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import Self

from embeddings import EncodedQuestion, Encoder
from qa import Answer, Collection, Filter, ask, encoded_text

_EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """What `qa.ask` is to be told, and how many milliseconds the encoding took."""

    question: str
    encoded: EncodedQuestion
    milliseconds: float
    top: int
    among: Filter
    more_like: tuple[str, ...]
    less_like: tuple[str, ...]
    bar: float | None

    @classmethod
    def encode(
        cls,
        encoder: Encoder,
        question: str,
        top: int,
        among: Filter = _EVERYTHING,
        more_like: tuple[str, ...] = (),
        less_like: tuple[str, ...] = (),
        bar: float | None = None,
    ) -> Self:
        """Raises UsageError where the question cannot be asked."""
        text = encoded_text(question)
        began = perf_counter()
        encoded = EncodedQuestion.of(encoder, text)
        milliseconds = (perf_counter() - began) * 1e3
        return cls(question, encoded, milliseconds, top, among, more_like, less_like, bar)

    def answer(self, collection: Collection) -> Answer:
        """Raises what `qa.ask` does."""
        answer = ask(
            collection,
            self.encoded,
            self.question,
            self.top,
            among=self.among,
            more_like=self.more_like,
            less_like=self.less_like,
            bar=self.bar,
        )
        known = answer.timings
        timings = replace(
            known,
            encode=known.encode + self.milliseconds,
            total=known.total + self.milliseconds,
        )
        return replace(answer, timings=timings)
