"""What is asked, in a form that any process can answer which opens the collection."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa import Answer, Collection, Filter, ask, encoded_text

from .encoding_together import Encoded

_EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """What `qa.ask` is to be told."""

    question: str
    top: int
    among: Filter = _EVERYTHING
    more_like: tuple[str, ...] = ()
    less_like: tuple[str, ...] = ()
    bar: float | None = None

    @property
    def text(self) -> str:
        """What is to be encoded. Raises UsageError where the question cannot be asked."""
        return encoded_text(self.question)

    def answer(self, collection: Collection, encoded: Encoded) -> Answer:
        """Raises what `qa.ask` does.

        Args:
            encoded: of `text`.
        """
        answer = ask(
            collection,
            encoded.question,
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
            encode=known.encode + encoded.milliseconds,
            total=known.total + encoded.milliseconds,
        )
        return replace(answer, timings=timings)
