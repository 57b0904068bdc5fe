"""Another process that answers questions about the same collection.

Python lets one thread of a process work at a time, so a process answers hardly more questions on
two cores than on one.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from corpus import WenjuError, index_terms
from embeddings import cores, one_core_for_numpy
from qa import Collection

from .answer_in_transit import packed
from .answer_task import AnswerTask
from .encoding_together import Encoded

log = logging.getLogger("wenju")


class HelperProcess:
    """It ends when this process does, however that comes.

    What several threads ask it at a time it answers in that order, without waiting in between until
    this process has taken an answer and found it something else to do.
    """

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
        self._sending = threading.Lock()
        self._last_received = threading.Event()  # of what was asked last
        self._last_received.set()
        ready = self._here.recv()
        if isinstance(ready, Exception):
            raise ready

    def answer(self, task: AnswerTask, encoded: Encoded) -> bytes:
        """The answer, see `packed`.

        Raises what answering here would, and EOFError or OSError where the process has died.
        """
        received = threading.Event()
        try:
            with self._sending:
                before, self._last_received = self._last_received, received
                self._here.send((task, encoded))
            before.wait()
            answer = self._here.recv()
        except BaseException:
            self.close()  # or the next one would get what this one asked for
            raise
        finally:
            received.set()
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, bytes)
        return answer

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
                task, encoded = there.recv()
                there.send(_answered(task, encoded, collection))
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


def _answered(task: AnswerTask, encoded: Encoded, collection: Collection) -> bytes | Exception:
    """The answer, or why there is none: said to who asked, and the next one is answered."""
    try:
        return packed(task.answer(collection, encoded))
    except WenjuError as error:
        return error
    except Exception as error:  # of any kind, which need not bear being sent
        log.exception("a question was not answered")
        return RuntimeError(f"{type(error).__name__}: {error}")
