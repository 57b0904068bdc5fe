"""The log: times and counts, texts only if asked for."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

from corpus import UsageError
from ui import Programs, ReadingRoom, Study
from ui.serving.request_log import start_log

LINE = re.compile(r"\S+ \S+ INFO wenju\.requests: (\w+): \d+ ms, (.*)\n")
QUESTION = "望澜桥上\n可以停多少人\u202e？"


@pytest.fixture(autouse=True)
def _quiet_again() -> Iterator[None]:
    log, text = logging.getLogger("wenju"), logging.getLogger("wenju.requests.text")
    before = (log.handlers, log.level, log.propagate, text.level)
    yield
    log.handlers, log.propagate = before[0], before[2]
    log.setLevel(before[1])
    text.setLevel(before[3])


def test_a_line_for_each_thing_asked(room: ReadingRoom, capsys: pytest.CaptureFixture[str]) -> None:
    start_log()
    answer = room.ask(QUESTION, 2)
    one, other = (hit.passage.id for hit in answer.hits)
    room.find(one)
    room.related(one, 3)
    study = Study(room.folder)
    Programs(room, study, None).documents()
    study.compare(one, other)
    study.overlap(lambda what, done, total: None)
    study.map(answer, lambda what, done, total: None)
    room.index([room.folder / "none"], [])
    with pytest.raises(UsageError):
        room.ask("", 5)
    written = capsys.readouterr().err
    lines = LINE.findall(written)
    assert "".join(match.group() for match in LINE.finditer(written)) == written
    kinds = ["ask", "passage", "related", "documents", "compare", "overlap", "map", "index", "ask"]
    assert [kind for kind, _ in lines] == kinds
    assert not any(outcome == "failed" for _, outcome in lines[:-1])
    assert lines[0][1] == "2 found" and lines[3][1] == "2 found" and lines[-1][1] == "failed"
    assert "桥" not in written and one not in written


def test_texts_only_if_asked_for_and_on_one_line(
    room: ReadingRoom, capsys: pytest.CaptureFixture[str]
) -> None:
    start_log(show_text=True)
    room.ask(QUESTION, 2)
    (line,) = LINE.findall(capsys.readouterr().err)
    assert line == ("ask", '2 found, ["望澜桥上\\n可以停多少人？", 2]')
