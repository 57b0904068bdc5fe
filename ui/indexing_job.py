"""Files into a collection while the page goes on answering: in a thread, watched, stopped."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from corpus import EncodingRule, WenjuError, one_after_the_other
from embeddings import Encoder
from qa import Collection, FileReport, Report, Watcher, index_paths

from .uploads import Uploaded, settle

_NOTHING_SENT: Mapping[Path, str] = {}
_SOON = 2.0  # seconds; how long the rest takes is not said before
_LITTLE = 0.01  # of the bytes; of less, the rest is told badly

log = logging.getLogger("wenju")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, at one moment.

    `files` are those that are new or have changed; `finished` are all that nothing more is to be
    done for. `shares` says how much of a file is done, 0 to 1, of those that are begun and not
    finished; None where that is not known, as in an archive. Bytes are those of `files`. `waiting`
    are the files and folders whose run comes after this one.
    """

    running: bool = False
    stopping: bool = False
    files: tuple[Path, ...] = ()
    finished: tuple[FileReport, ...] = ()
    shares: Mapping[Path, float | None] = field(default_factory=dict)
    bytes_done: int = 0
    bytes_total: int = 0
    passages: int = 0
    seconds: float = 0.0
    waiting: tuple[Path, ...] = ()

    @property
    def share(self) -> float:
        """Of the bytes, 0 to 1; those of a file that is being encoded count by its passages."""
        return min(1.0, self.bytes_done / self.bytes_total) if self.bytes_total else 0.0

    @property
    def passages_per_second(self) -> float:
        return self.passages / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """If the rest takes as long for each byte as what is done; None until that can be told."""
        if not self.running or self.seconds < _SOON or self.share < _LITTLE:
            return None
        return self.seconds * (1 - self.share) / self.share


class _Wanted(NamedTuple):
    """What is to be indexed, as `qa.index_paths` takes it, and the own names of what was sent."""

    paths: list[Path]
    encodings: Sequence[EncodingRule]
    again: bool
    sent: Mapping[Path, str]


class IndexingJob:
    """One run at a time into one collection, through a connection of its own.

    Paths that are added while it runs wait for a run of their own, which begins when this one is
    done, has failed or was stopped; what was stopped or failed goes on with `resume`, and what is
    finished by then costs nothing. There is one report, of all that ran before nothing waited.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder = folder
        self._encoder = encoder
        self._state = threading.Condition()
        self._waiting: list[_Wanted] = []
        self._stopped: list[_Wanted] = []
        self._run: _Run | None = None
        self._report: Report | None = None
        self._uploaded = Uploaded()
        self._error = ""

    def start(
        self,
        paths: Sequence[Path],
        encodings: Sequence[EncodingRule] = (),
        *,
        again: bool = False,
        sent: Mapping[Path, str] = _NOTHING_SENT,
    ) -> None:
        """Index files and folders as `qa.index_paths` does; returns at once.

        Of those that were `sent` here and are kept, with the names they had, what cannot be read
        is deleted again.
        """
        with self._state:
            self._waiting.append(_Wanted(list(paths), encodings, again, sent))
            self._go()

    def resume(self) -> None:
        """Go on with what was stopped; nothing where nothing was."""
        with self._state:
            self._waiting += self._stopped
            self._stopped = []
            self._go()

    def stop(self) -> None:
        """Come to an end after the documents that are read; what is finished stays, and what waits
        begins."""
        with self._state:
            if self._run is not None:
                self._run.stop()

    def forget(self, paths: Iterable[Path]) -> None:
        """Leave files out of the report that have been taken out of the collection since."""
        gone = {str(path) for path in paths}
        with self._state:
            if self._report is None:
                return
            beside = self._uploaded.beside.items()
            left_beside = {path: name for path, name in beside if str(path) not in gone}
            self._uploaded = replace(self._uploaded, beside=left_beside)
            files = [f for f in self._report.files if os.path.abspath(f.path) not in gone]
            same_text = [same for same in self._report.same_text if not gone & set(same)]
            left = replace(self._report, files=files, same_text=same_text, near_duplicates=None)
            self._report = left if files or self._error else None

    def wait(self, timeout: float | None = None) -> bool:
        """Until nothing runs any more; False where that took too long."""
        with self._state:
            return self._state.wait_for(lambda: self._run is None, timeout)

    @property
    def running(self) -> bool:
        with self._state:
            return self._run is not None

    @property
    def can_resume(self) -> bool:
        with self._state:
            return self._run is None and bool(self._stopped)

    @property
    def progress(self) -> Progress:
        with self._state:
            if self._run is None:
                return Progress()
            waiting = tuple(path for wanted in self._waiting for path in wanted.paths)
            return replace(self._run.progress, waiting=waiting)

    @property
    def report(self) -> Report | None:
        """Of the last run, once it has ended."""
        with self._state:
            return self._report

    @property
    def uploaded(self) -> Uploaded:
        """What became of the files sent for the last run, once it has ended."""
        with self._state:
            return self._uploaded

    @property
    def error(self) -> str:
        """Why the last run failed; empty where it did not."""
        with self._state:
            return self._error

    def _go(self) -> None:
        if self._waiting and self._run is None:
            self._report, self._error, self._uploaded = None, "", Uploaded()
            self._run = _Run(self._waiting.pop(0))
            threading.Thread(target=self._work, args=(self._run,), daemon=True).start()

    def _work(self, run: _Run | None) -> None:
        whole, uploaded, errors = Report(), Uploaded(), dict[str, None]()
        while run:
            failure = ""
            try:
                report, settled = self._index(run)
                whole.include(report)
                uploaded |= settled
            except WenjuError as failed:
                failure = failed.said
            except Exception as failed:  # nobody else would hear of it
                log.exception("indexing failed")
                failure = f"{type(failed).__name__}: {failed}"
            if failure:
                errors[failure] = None
            with self._state:
                if failure or run.stopped():
                    self._stopped.append(run.wanted)
                run = self._run = _Run(self._waiting.pop(0)) if self._waiting else None
                if run is None:
                    self._report, self._error = whole, one_after_the_other(errors) if errors else ""
                    self._uploaded = uploaded
                    self._state.notify_all()

    def _index(self, run: _Run) -> tuple[Report, Uploaded]:
        paths, encodings, again, sent = run.wanted
        with Collection.open(self._folder, create=True) as collection:
            report = index_paths(collection, self._encoder, paths, run, encodings, again)
            unread = [
                one.path
                for one in report.skipped
                if not collection.store.file(os.path.abspath(one.path))
            ]
        return report, settle(self._folder, sent, unread)


class _Run(Watcher):
    """What the indexing tells of itself, kept for whoever asks."""

    def __init__(self, wanted: _Wanted) -> None:
        self.wanted = wanted
        self._lock = threading.Lock()
        self._began = monotonic()
        self._stopping = False
        self._sizes: dict[Path, int] = {}
        self._shares: dict[Path, float | None] = {}
        self._finished: list[FileReport] = []
        self._bytes = 0
        self._passages = 0

    def stop(self) -> None:
        self._stopping = True

    @property
    def progress(self) -> Progress:
        with self._lock:
            begun = sum(self._sizes[path] * (part or 0) for path, part in self._shares.items())
            return Progress(
                running=True,
                stopping=self._stopping,
                files=tuple(self._sizes),
                finished=tuple(self._finished),
                shares=dict(self._shares),
                bytes_done=self._bytes + round(begun),
                bytes_total=sum(self._sizes.values()),
                passages=self._passages,
                seconds=monotonic() - self._began,
            )

    def stopped(self) -> bool:
        return self._stopping

    def found(self, sizes: Mapping[Path, int]) -> None:
        with self._lock:
            self._sizes |= sizes

    def reading(self, path: Path) -> None:
        with self._lock:
            self._shares[path] = 0.0

    def encoded(self, path: Path, count: int, share: float | None) -> None:
        with self._lock:
            self._passages += count
            self._shares[path] = share

    def finished(self, file: FileReport) -> None:
        with self._lock:
            self._finished.append(file)
            if file.path in self._shares:
                del self._shares[file.path]
                self._bytes += self._sizes[file.path]
