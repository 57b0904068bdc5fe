from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from embeddings import PassageVectors
from qa import Collection, Outcome
from tests.small_encoder import SmallEncoder
from ui.indexing_job import IndexingJob, Progress


class Gate(SmallEncoder):
    """Encodes passages only as often as it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Semaphore(0)
        self.asked = threading.Semaphore(0)

    def encode_passages(self, texts: Sequence[str], *rest: Any) -> PassageVectors:
        if texts:
            self.asked.release()
            assert self.let.acquire(timeout=20)
        return super().encode_passages(texts, *rest)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Files of a title and 150 passages each: more than one call of the encoder."""
    paths = [tmp_path / f"{name}.txt" for name in "abcdef"]
    for path in paths:
        paragraphs = [f"{path.name}的第{i}段，" + f"内容{i}各不相同。" * 12 for i in range(151)]
        path.write_text("\n".join(paragraphs), "utf-8")
    return paths


def _documents(folder: Path) -> int:
    with Collection.open(folder) as collection:
        return collection.store.document_count()


def test_it_tells_how_far_it_is_within_a_file(tmp_path: Path, files: list[Path]) -> None:
    encoder = Gate()
    job = IndexingJob(tmp_path / "c", encoder)
    assert job.progress == Progress() and not job.running
    job.start(files[:1])  # two would be encoded side by side, and neither is known to be first
    assert encoder.asked.acquire(timeout=20)
    encoder.let.release()
    assert encoder.asked.acquire(timeout=20)
    now = job.progress
    size = files[0].stat().st_size
    assert (now.running, now.files, now.finished, now.passages) == (True, (files[0],), (), 16)
    assert now.shares == {files[0]: 16 / 150}
    assert (now.bytes_done, now.bytes_total) == (round(size * 16 / 150), size)
    encoder.let.release(100)
    assert job.wait(20)
    report = job.report
    assert report and [file.outcome for file in report.files] == [Outcome.ADDED]
    assert (report.passages, job.error, job.can_resume) == (150, "", False)


def test_stopped_it_loses_nothing_and_goes_on(tmp_path: Path, files: list[Path]) -> None:
    encoder = Gate()
    job = IndexingJob(tmp_path / "c", encoder)
    job.start(files)
    assert encoder.asked.acquire(timeout=20)
    job.stop()
    assert job.progress.stopping
    encoder.let.release(100)
    assert job.wait(20)
    assert job.report
    added = len(job.report.added)
    assert added in {1, 2, 3} and job.report.left == 6 - added  # two may be read ahead
    assert job.can_resume and _documents(tmp_path / "c") == added
    job.resume()
    assert job.wait(20)
    assert (len(job.report.added), job.report.unchanged) == (6 - added, added)
    assert not job.can_resume and encoder.encoded == 900


def test_what_is_added_while_it_runs_is_indexed_too(tmp_path: Path, files: list[Path]) -> None:
    encoder = Gate()
    job = IndexingJob(tmp_path / "c", encoder)
    job.start(files[:1])
    assert encoder.asked.acquire(timeout=20)
    job.start(files[1:2])
    job.start(files[2:])
    assert (job.progress.files, job.progress.waiting) == (tuple(files[:1]), tuple(files[1:]))
    encoder.let.release(100)
    assert job.wait(20)
    assert job.report and job.report.added == files
    assert job.progress.waiting == () and not job.can_resume


def test_stopping_ends_one_run_and_what_waits_begins(tmp_path: Path, files: list[Path]) -> None:
    late = tmp_path / "late.txt"
    late.write_text("后来送到的一份，只有一段。", "utf-8")
    encoder = Gate()
    job = IndexingJob(tmp_path / "c", encoder)
    job.start(files)
    assert encoder.asked.acquire(timeout=20)
    job.start([late])
    job.stop()
    encoder.let.release(100)
    assert job.wait(20)
    report = job.report
    assert report
    first = len(report.added) - 1
    assert first in {1, 2, 3} and report.added == [*files[:first], late]  # two may be read ahead
    assert report.left == 6 - first and _documents(tmp_path / "c") == first + 1
    assert job.can_resume
    job.resume()
    assert job.wait(20) and _documents(tmp_path / "c") == 7 and not job.can_resume


def test_what_waits_behind_a_failure_begins_all_the_same(tmp_path: Path, files: list[Path]) -> None:
    class FailingOnce(Gate):
        failed = False

        def encode_passages(self, texts: Sequence[str], *rest: Any) -> PassageVectors:
            vectors = super().encode_passages(texts, *rest)
            if not self.failed:
                self.failed = True
                raise MemoryError("no room")
            return vectors

    encoder = FailingOnce()
    job = IndexingJob(tmp_path / "c", encoder)
    job.start(files[:1])
    assert encoder.asked.acquire(timeout=20)
    job.start(files[1:])
    encoder.let.release(100)
    assert job.wait(20)
    assert job.report and job.report.added == files[1:]
    assert (job.error, job.can_resume) == ("MemoryError: no room", True)


def test_an_error_is_kept_for_whoever_asks(tmp_path: Path, files: list[Path]) -> None:
    folder = tmp_path / "c"
    job = IndexingJob(folder, SmallEncoder())
    job.start(files)
    assert job.wait(20) and not job.error
    job = IndexingJob(folder, SmallEncoder("another"))
    job.start(files)
    assert job.wait(20)
    assert "was made with a model" in job.error and job.can_resume


def test_an_error_that_nobody_foresaw_is_kept_too(tmp_path: Path, files: list[Path]) -> None:
    class Broken(SmallEncoder):
        def encode_passages(self, *texts: Any) -> PassageVectors:
            raise MemoryError("no room")

    job = IndexingJob(tmp_path / "c", Broken())
    job.start(files)
    assert job.wait(20)
    assert job.error == "MemoryError: no room"


def test_what_was_taken_out_is_no_longer_reported(tmp_path: Path, files: list[Path]) -> None:
    files[1].write_text(files[0].read_text("utf-8") + " ", "utf-8")  # the same text
    job = IndexingJob(tmp_path / "c", SmallEncoder())
    job.forget(files)
    job.start(files)
    assert job.wait(20)
    assert job.report and job.report.same_text and job.report.near_duplicates is not None
    job.forget(files[:1])
    report = job.report
    assert report and report.added == files[1:]
    assert (report.same_text, report.near_duplicates) == ([], None)
    job.forget(files[1:])
    assert job.report is None


def test_the_time_left_is_worked_out_from_the_bytes() -> None:
    now = Progress(running=True, bytes_done=25, bytes_total=100, passages=40, seconds=10)
    assert (now.share, now.seconds_left, now.passages_per_second) == (0.25, 30, 4)
    assert Progress(running=True, bytes_done=1, bytes_total=100, seconds=1).seconds_left is None
    assert Progress(running=True, bytes_total=100, seconds=9).seconds_left is None
    assert Progress(running=True, bytes_done=9, bytes_total=1000, seconds=9).seconds_left is None
