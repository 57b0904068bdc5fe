"""Who answers questions: this process, and helpers beside it once several are asked at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from time import monotonic
from typing import Protocol

from corpus import CollectionError
from embeddings import Encoder, at_most
from qa import Answer

from .answer_task import AnswerTask
from .encoding_together import TOGETHER, Encoded, EncodingTogether
from .helper_process import HelperProcess, helpers_of_this_machine
from .readers import READERS
from .turns import Turns

_PAUSE = 30.0  # seconds
_PLACES = 2  # in a helper: one question is answered, the next is there already

_Answering = Callable[[AnswerTask, Encoded], Answer]

log = logging.getLogger("wenju")


class AnswersHere(Protocol):
    """What of answering is done in this process."""

    def answer_here(self, task: AnswerTask, encoded: Encoded) -> Answer:
        """Raises what answering raises."""

    def unpack(self, sent: bytes) -> Answer:
        """What a helper has sent. Raises CollectionError where a document is gone meanwhile."""


def asked_at_once() -> int:
    """How many questions are taken up at a time: as many as have places in processes that answer,
    and some that are encoded together meanwhile."""
    return 1 + _PLACES * helpers_of_this_machine() + TOGETHER


class Answerers:
    """Questions are answered in the order in which they come, by whoever is idle.

    A helper takes as much memory as this process does without its model, so one more is started
    only when a question finds nobody idle; until it is ready others have their turns.
    """

    def __init__(self, encoder: Encoder, here: AnswersHere, folder: Path, helpers: int) -> None:
        """
        Args:
            folder: of the collection.
            helpers: how many processes there may be beside this one, at most.
        """
        self._encoding = EncodingTogether(encoder)
        self._here = here
        self._folder = folder
        self._wanted = helpers
        self._starting = threading.Lock()
        self._helpers: list[HelperProcess] = []
        self._not_before = 0.0  # when the next one may be started, by `monotonic`
        self._turns: Turns[_Answering] = Turns([here.answer_here] * (1 if helpers else READERS))

    def answer(self, task: AnswerTask) -> Answer:
        """Raises what answering raises."""
        with self._encoding.waiting(task.text) as encoded:
            if self._turns.all_taken:
                self._start_helper()
            with self._turns.one() as answer:
                with at_most(1) if self._turns.taken > 1 else nullcontext():
                    question = encoded()
                return answer(task, question)

    def close(self) -> None:
        """Have the helpers end; what they are asked for then is answered here."""
        with self._starting:
            self._wanted = 0
            for helper in self._helpers:
                helper.close()

    def _start_helper(self) -> None:
        """One more beside what goes on, unless one is being started."""
        may_be = self._wanted and monotonic() >= self._not_before
        if may_be and self._starting.acquire(blocking=False):
            threading.Thread(target=self._add_helper, daemon=True).start()

    def _add_helper(self) -> None:
        """The lock is held since before this was begun."""
        try:
            if self._wanted:
                helper = HelperProcess(self._folder)
                self._helpers.append(helper)
                self._wanted -= 1
                self._turns.add(_WithHelper(helper, self._here), _PLACES)
        except CollectionError as error:  # while somebody writes, nobody opens it anew
            self._not_before = monotonic() + _PAUSE
            log.info("no process is started now that would help to answer: %s", error)
        except (EOFError, OSError) as error:
            self._wanted = 0
            log.warning("questions are answered by fewer processes than there are cores: %s", error)
        finally:
            self._starting.release()


class _WithHelper:
    """Answers by a helper; here, once that has died."""

    def __init__(self, helper: HelperProcess, here: AnswersHere) -> None:
        self._helper: HelperProcess | None = helper
        self._here = here

    def __call__(self, task: AnswerTask, encoded: Encoded) -> Answer:
        sent = self._sent(task, encoded)
        if sent is not None:
            try:
                return self._here.unpack(sent)
            except CollectionError as error:
                log.info("a question is answered anew: %s", error)
        return self._here.answer_here(task, encoded)

    def _sent(self, task: AnswerTask, encoded: Encoded) -> bytes | None:
        helper = self._helper
        if helper is None:
            return None
        try:
            return helper.answer(task, encoded)
        except (EOFError, OSError):
            if self._helper is not None:
                self._helper = None
                log.warning("a process that answered questions has ended; its are answered here")
            return None
