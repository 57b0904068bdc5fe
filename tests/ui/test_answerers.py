"""Questions that are answered by other processes, as they would be by this one."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest

from corpus import Said, WenjuError
from qa import Answer, Collection, Filter, index_paths, remove
from tests.conftest import ROOT
from tests.small_encoder import SmallEncoder
from ui.answer_in_transit import packed, unpacked
from ui.answer_task import AnswerTask
from ui.answerers import Answerers
from ui.encoding_together import Encoded, encoded_now
from ui.helper_process import HelperProcess

KEPT = "旧码头的吊机在一九六二年装好，可以吊起五吨。"
PATIENCE = 60.0  # seconds


def task(question: str, among: Filter | None = None) -> AnswerTask:
    return AnswerTask(question, 3, among or Filter())


def encoded(asked: AnswerTask) -> Encoded:
    (found,) = encoded_now(SmallEncoder(), [asked.text])
    return found


class Here:
    """Answers in this process; `meanwhile` is told the question before."""

    def __init__(
        self, collection: Collection, meanwhile: Callable[[str], object] = lambda question: None
    ) -> None:
        self._collection = collection
        self._meanwhile = meanwhile
        self._one_at_a_time = threading.Lock()

    def answer_here(self, asked: AnswerTask, question: Encoded) -> Answer:
        self._meanwhile(asked.question)
        with self._one_at_a_time:
            return asked.answer(self._collection, question)

    def unpack(self, sent: bytes) -> Answer:
        with self._one_at_a_time:
            return unpacked(sent, self._collection.store.document)


def answerers_of(
    collection: Collection,
    helpers: int,
    meanwhile: Callable[[str], object] = lambda question: None,
    folder: Path | None = None,
) -> Answerers:
    here = Here(collection, meanwhile)
    return Answerers(SmallEncoder(), here, folder or collection.folder, helpers)


def asked_of(helper: HelperProcess, asked: AnswerTask, collection: Collection) -> Answer:
    return unpacked(helper.answer(asked, encoded(asked)), collection.store.document)


@pytest.fixture
def indexed(collection: Collection, tmp_path: Path) -> Collection:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "吊机.txt").write_text(KEPT, "utf-8")
    (folder / "灯塔.txt").write_text("灯塔每天傍晚由守塔人点亮，雾天也一样。", "utf-8")
    index_paths(collection, SmallEncoder(), [folder])
    return collection


@pytest.fixture
def helper(indexed: Collection) -> Iterator[HelperProcess]:
    with closing(HelperProcess(indexed.folder)) as started:
        yield started


def test_a_helper_answers_the_same(indexed: Collection, helper: HelperProcess) -> None:
    for question in ("吊机能吊多重？", "谁来点亮灯塔？", "吊机 -灯塔", "“守塔人”"):
        asked = task(question)
        there, here = asked_of(helper, asked, indexed), asked.answer(indexed, encoded(asked))
        assert there.hits == here.hits and there.answered == here.answered
        assert there.excluded == here.excluded and there.required == here.required
        assert there.timings.total >= there.timings.encode > 0


def test_what_cannot_be_asked_is_said_the_same(indexed: Collection, helper: HelperProcess) -> None:
    """In words that the page can say in its own language; and the next question is answered."""
    nothing_left = task("吊机", Filter(section="没有这样的标题"))
    known = encoded(nothing_left)
    others = Encoded(replace(known.question, fingerprint="of another model"), 0.0)
    for asked, question in ((nothing_left, known), (task("吊机"), others)):
        with pytest.raises(WenjuError) as there:
            helper.answer(asked, question)
        with pytest.raises(type(there.value)) as here:
            asked.answer(indexed, question)
        phrases = {getattr(here.value.said, "template", ""): "换了模型：{model}"}
        said = there.value.said, here.value.said
        assert said[0] == said[1]
        if isinstance(said[1], Said):
            assert isinstance(said[0], Said)
            assert said[0].translated(phrases) == said[1].translated(phrases)
    assert isinstance(said[1], Said)
    assert asked_of(helper, task("吊机能吊多重？"), indexed).hits


def test_a_helper_sees_what_comes_and_goes(indexed: Collection, helper: HelperProcess) -> None:
    file = indexed.folder.parent / "钟楼.txt"
    file.write_text("钟楼的大钟每逢整点由一台电机敲响。", "utf-8")
    question = task("大钟由什么敲响？")
    assert "钟楼" not in asked_of(helper, question, indexed).hits[0].citation.quote
    index_paths(indexed, SmallEncoder(), [file])
    assert "钟楼" in asked_of(helper, question, indexed).hits[0].citation.quote
    remove(indexed, [str(file)])
    assert "钟楼" not in asked_of(helper, question, indexed).hits[0].citation.quote


def test_what_is_asked_of_a_helper_at_a_time_is_answered_to_who_asked(
    indexed: Collection, helper: HelperProcess
) -> None:
    def quote_for(question: str) -> str:
        sent = helper.answer(task(question), encoded(task(question)))
        with reading:
            return unpacked(sent, indexed.store.document).hits[0].citation.quote

    reading = threading.Lock()
    with ThreadPoolExecutor(4) as pool:
        quotes = list(pool.map(quote_for, ["吊机能吊多重？", "谁来点亮灯塔？"] * 10))
    assert quotes[::2] == [KEPT] * 10 and all("灯塔" in one for one in quotes[1::2])


def test_of_an_answer_only_what_is_not_in_the_store_is_sent(
    indexed: Collection, tmp_path: Path
) -> None:
    file = tmp_path / "长.txt"
    file.write_text(f"钟楼的大钟每逢整点敲响。\n\n{'长话短说。' * 20_000}", "utf-8")
    index_paths(indexed, SmallEncoder(), [file])
    asked = task("大钟由什么敲响？")
    answer = asked.answer(indexed, encoded(asked))
    sent = packed(answer)
    assert len(sent) < 50_000 < sum(len(hit.citation.document.text) for hit in answer.hits)
    assert unpacked(sent, indexed.store.document) == answer


def test_an_answer_whose_document_is_gone_is_found_anew(indexed: Collection) -> None:
    used: list[str] = []
    with closing(answerers_of(indexed, 1, used.append)) as answerers:
        answerers._start_helper()
        with answerers._starting:
            (helper,) = answerers._helpers

        def sent_too_late(asked: AnswerTask, question: Encoded) -> bytes:
            answer = asked.answer(indexed, question)
            remove(indexed, [hit.citation.document.source.path for hit in answer.hits[:1]])
            return packed(answer)

        helper.answer = sent_too_late  # type: ignore[method-assign]
        quote = answerers.answer(task("吊机能吊多重？")).hits[0].citation.quote
    assert used == ["吊机能吊多重？"] and quote != KEPT


def test_helpers_are_started_when_somebody_would_have_to_wait(indexed: Collection) -> None:
    used: list[str] = []
    first_is_here, go_on = threading.Event(), threading.Event()

    def note(question: str) -> None:
        used.append(question)
        if question == "第一个":
            first_is_here.set()
            assert go_on.wait(PATIENCE)

    answerers = answerers_of(indexed, 1, note)
    with closing(answerers), ThreadPoolExecutor(2) as pool:
        for question in ("甲", "乙"):
            answerers.answer(task(question))
        assert answerers._helpers == []
        first = pool.submit(answerers.answer, task("第一个"))
        assert first_is_here.wait(PATIENCE)
        second = pool.submit(answerers.answer, task("吊机能吊多重？"))
        assert second.result(PATIENCE).hits[0].citation.quote == KEPT  # while the first goes on
        go_on.set()
        first.result(PATIENCE)
    assert used == ["甲", "乙", "第一个"]


def test_without_a_helper_that_died_all_is_answered(
    indexed: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    answerers = answerers_of(indexed, 1)
    with closing(answerers):
        answerers._start_helper()
        with answerers._starting:
            (helper,) = answerers._helpers
        helper._process.kill()
        helper._process.join()
        for _ in range(4):
            assert answerers.answer(task("吊机能吊多重？")).hits[0].citation.quote == KEPT
    assert "has ended" in caplog.text


def test_where_no_helper_can_be_started_all_is_answered(
    indexed: Collection, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "wenju")
    nowhere = tmp_path / "nowhere"
    answerers = answerers_of(indexed, 3, folder=nowhere)
    with closing(answerers):
        answerers._start_helper()
        with answerers._starting:
            assert "there is no collection in" in caplog.text
        assert answerers.answer(task("吊机能吊多重？")).hits


def test_a_helper_that_cannot_be_started_while_somebody_writes_is_started_later(
    indexed: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new process needs the right to write for a moment, to open the indexes."""
    answerers = answerers_of(indexed, 1)
    with closing(answerers):
        with indexed.writing():
            answerers._start_helper()
            with answerers._starting:
                assert answerers._helpers == []
        answerers._start_helper()  # not at once again
        with answerers._starting:
            assert answerers._helpers == []
        monkeypatch.setattr(answerers, "_not_before", 0.0)
        answerers._start_helper()
        with answerers._starting:
            assert len(answerers._helpers) == 1


def test_a_helper_of_an_empty_collection(collection: Collection) -> None:
    with closing(HelperProcess(collection.folder)) as helper:
        assert asked_of(helper, task("有什么？"), collection).hits == ()


def test_without_helpers_two_are_answered_at_once(indexed: Collection) -> None:
    """Where passages are found by another program, one waits for it while the other is answered."""
    together = threading.Barrier(2, timeout=PATIENCE)
    answerers = answerers_of(indexed, 0, lambda question: together.wait())
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(answerers.answer, [task("甲"), task("乙")]))
    assert [one.question for one in answers] == ["甲", "乙"]


def test_what_a_helper_is_asked_when_it_is_closed_is_answered_here(indexed: Collection) -> None:
    answerers = answerers_of(indexed, 1)
    answerers._start_helper()
    with answerers._starting:
        (helper,) = answerers._helpers
    os.kill(helper._process.pid or 0, signal.SIGSTOP)  # so that it is still being asked
    closing_it = threading.Timer(0.5, answerers.close)
    closing_it.start()
    threading.Timer(1.0, os.kill, (helper._process.pid, signal.SIGCONT)).start()
    assert answerers.answer(task("吊机能吊多重？")).hits[0].citation.quote == KEPT
    closing_it.join()


_KILLED = """
import os, sys
from pathlib import Path
from ui.helper_process import HelperProcess

if __name__ == "__main__":
    helper = HelperProcess(Path(sys.argv[1]))
    print(helper._process.pid, flush=True)
    os.kill(os.getpid(), 9)
"""


def test_a_helper_ends_with_the_process_that_started_it(
    indexed: Collection, tmp_path: Path
) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        [sys.executable, str(script), str(indexed.folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        check=False,  # it kills itself
    ).stdout
    end = monotonic() + PATIENCE
    while _lives(int(said)) and monotonic() < end:
        sleep(0.05)
    assert not _lives(int(said))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
        stat = Path(f"/proc/{process}/stat")
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
