from __future__ import annotations

import threading
from pathlib import Path

import pytest

from corpus import CollectionError
from qa import Collection, PassageMap, ask, index_documents, passage_map
from tests.qa.texts import document
from tests.small_encoder import SmallEncoder
from ui import study as studies
from ui.study import Study
from ui.watched import Step, Watched


def _fill(folder: Path, first: int, last: int) -> None:
    with Collection.open(folder, create=True) as collection:
        documents = [
            document(f"社区食堂第{n}天的午餐有{n}种套餐，饭菜都是现做的。", f"/{n}.txt")
            for n in range(first, last)
        ]
        index_documents(collection, SmallEncoder(), documents)


def _count(steps: list[str]) -> studies.Progress:
    return lambda what, done, total: steps.append(what)


def test_what_takes_long_is_found_once_until_the_collection_changes(tmp_path: Path) -> None:
    _fill(tmp_path, 0, 6)
    study, steps = Study(tmp_path), list[str]()
    found = study.overlap(_count(steps))
    assert steps and study.overlap(_count([])) is found
    drawn = study.map(None, _count(steps))
    assert study.map(None, _count([])) is drawn
    _fill(tmp_path, 6, 9)
    assert len(study.overlap(_count([])).documents) == 9
    assert len(study.map(None, _count([])).passages) == 9
    assert len(study.documents()) == 9


def test_a_question_is_drawn_into_the_map_that_there_is(tmp_path: Path) -> None:
    _fill(tmp_path, 0, 6)
    with Collection.open(tmp_path) as collection:
        answer = ask(collection, SmallEncoder(), "第3天的午餐", 2)
    study, steps = Study(tmp_path), list[str]()
    study.map(None, _count(steps))
    before = len(steps)
    drawn = study.map(answer, _count(steps))
    assert len(steps) == before
    assert [drawn.passages[one].id for one in drawn.hits] == [h.passage.id for h in answer.hits]


def test_a_sample_that_lacks_a_hit_is_laid_out_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_four(*given: object, progress: studies.Progress) -> PassageMap:
        return passage_map(*given, most=4, progress=progress)  # type: ignore[arg-type]

    monkeypatch.setattr(studies, "passage_map", of_four)
    _fill(tmp_path, 0, 12)
    with Collection.open(tmp_path) as collection:
        answer = ask(collection, SmallEncoder(), "第3天的午餐", 6)
    drawn = Study(tmp_path).map(answer, _count([]))
    assert drawn.is_sample and len(drawn.hits) == len(answer.hits) == 6


def test_an_unknown_document_is_said(tmp_path: Path) -> None:
    _fill(tmp_path, 0, 1)
    with pytest.raises(CollectionError):
        Study(tmp_path).document("nobody")


def test_watched_work_tells_its_steps_and_then_its_result() -> None:
    go_on = threading.Event()

    def work(tell: studies.Progress) -> str:
        tell("reading", 1, 4)
        go_on.wait(10)
        return "done"

    watched = Watched(work)
    steps = iter(watched)
    assert next(steps) == Step("reading", 1, 4)
    go_on.set()
    assert list(steps) == []
    assert watched.result() == "done"


def test_what_goes_wrong_in_watched_work_is_raised_where_its_result_is_asked() -> None:
    def fail(tell: studies.Progress) -> None:
        raise CollectionError("gone")

    watched = Watched(fail)
    assert list(watched) == []
    with pytest.raises(CollectionError, match="gone"):
        watched.result()
