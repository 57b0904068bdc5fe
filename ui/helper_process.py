"""Another process that answers questions about the same collection.

Python lets one thread of a process work at a time, so a process answers hardly more questions on
two cores than on one.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from corpus import WenjuError, index_terms
from embeddings import cores, one_core_for_numpy
from qa import Answer, Collection

from .answer_task import AnswerTask

log = logging.getLogger("wenju")


class HelperProcess:
    """It ends when this process does, however that comes. One thread uses it at a time."""

    def __init__(self, folder: Path) -> None:
        """Returns when it is ready.

        Raises:
            CollectionError: the collection cannot be read there.
            EOFError, OSError: it cannot be started, or has died.
        """
        begun = multiprocessing.get_context("spawn")  # threads do not bear being forked
        self._here, there = begun.Pipe()
        self._process = begun.Process(target=_serve, args=(folder, there), daemon=True)
        self._process.start()
        there.close()  # or its end would not be noticed here
        self._received()

    def answer(self, task: AnswerTask) -> Answer:
        """Raises what answering here would, and EOFError or OSError where the process has died."""
        self._here.send(task)
        answer = self._received()
        assert isinstance(answer, Answer)
        return answer

    def _received(self) -> object:
        try:
            found = self._here.recv()
        except BaseException:
            self._here.close()  # or the next one would get what this one asked for
            raise
        if isinstance(found, Exception):
            raise found
        return found

    def close(self) -> None:
        """Have it end; who waits for an answer is told by an EOFError."""
        self._process.terminate()
        self._process.join()
        self._here.close()


def helpers_of_this_machine() -> int:
    """A core for each process, of which this one is the first."""
    return cores() - 1


def _serve(folder: Path, there: Connection) -> None:
    """What the process does until there is nobody any more who asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asks
    one_core_for_numpy()
    try:
        with Collection.open(folder) as collection:
            _get_ready(collection)
            there.send(None)
            while True:
                task: AnswerTask = there.recv()
                there.send(_answered(task, collection))
    except WenjuError as error:
        there.send(error)
    except (EOFError, OSError):  # nobody is there any more
        return


def _get_ready(collection: Collection) -> None:
    """What the first question would have to wait for."""
    with collection.reading():
        if collection.store.passage_count():
            _ = collection.cohort
    index_terms("问据")


def _answered(task: AnswerTask, collection: Collection) -> Answer | Exception:
    """The answer, or why there is none: said to who asked, and the next one is answered."""
    try:
        return task.answer(collection)
    except WenjuError as error:
        return error
    except Exception as error:  # of any kind, which need not bear being sent
        log.exception("a question was not answered")
        return RuntimeError(f"{type(error).__name__}: {error}")
