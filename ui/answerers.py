"""Who answers questions: this process, and helpers beside it once several are asked at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from corpus import CollectionError
from qa import Answer

from .answer_task import AnswerTask
from .helper_process import HelperProcess, helpers_of_this_machine
from .readers import READERS
from .turns import Turns

_PAUSE = 30.0  # seconds

_Answering = Callable[[AnswerTask], Answer]

log = logging.getLogger("wenju")


def asked_at_once() -> int:
    """How many questions are taken up at a time: as many as there may be processes that answer,
    and one that is encoded meanwhile."""
    return helpers_of_this_machine() + 2


class Answerers:
    """Questions are answered in the order in which they come, by whoever is idle.

    A helper takes as much memory as this process does without its model, so one more is started
    only when a question finds nobody idle; until it is ready others have their turns.
    """

    def __init__(self, here: _Answering, folder: Path, helpers: int) -> None:
        """
        Args:
            here: answers in this process.
            helpers: how many processes there may be beside this one, at most.
        """
        self._here = here
        self._folder = folder
        self._wanted = helpers
        self._starting = threading.Lock()
        self._helpers: list[HelperProcess] = []
        self._not_before = 0.0  # when the next one may be started, by `monotonic`
        self._turns: Turns[_Answering] = Turns([here] if helpers else [here] * READERS)

    @property
    def at_work(self) -> bool:
        """Whether a question is being answered."""
        return self._turns.any_taken

    def answer(self, task: AnswerTask) -> Answer:
        """Raises what answering raises."""
        if self._turns.all_taken:
            self._start_helper()
        with self._turns.one() as answer:
            return answer(task)

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
                self._turns.add(_WithHelper(helper, self._here))
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

    def __init__(self, helper: HelperProcess, here: _Answering) -> None:
        self._helper: HelperProcess | None = helper
        self._here = here

    def __call__(self, task: AnswerTask) -> Answer:
        if self._helper is not None:
            try:
                return self._helper.answer(task)
            except (EOFError, OSError):
                self._helper = None
                log.warning("a process that answered questions has ended; its are answered here")
        return self._here(task)
