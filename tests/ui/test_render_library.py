from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Source, said
from qa import FileReport, Outcome, Report
from tests.ui.reading import read
from ui import ReadingRoom
from ui.indexing_job import Progress
from ui.library import what_was_read
from ui.open_collections import OpenCollections
from ui.render_indexing import encoding_words, outcome_words, render_progress, render_run
from ui.render_library import (
    render_about,
    render_documents,
    render_drop,
    render_what_was_read,
)
from ui.sizes import DiskUse, disk_use, time_words
from ui.translations import TEXTS
from ui.uploads import Uploaded

ZH, EN = TEXTS["zh"], TEXTS["en"]
HOSTILE = Path("/x/<img src=x onerror=alert(1)>\"'.txt")
SOURCE = Source(str(HOSTILE), "0" * 64, 9, "text", "big5", encoding_confidence=0.579)
FILES = tuple(Path(f"/d/{number}.txt") for number in range(50))


def test_nothing_is_shown_where_nothing_runs_or_ran() -> None:
    assert render_progress(Progress(), ZH) == render_run(None, "", ZH) == ""


def test_progress_in_words_and_as_bars() -> None:
    now = Progress(
        running=True,
        files=FILES[:3],
        finished=(FileReport(FILES[0], Outcome.ADDED), FileReport(FILES[9], Outcome.UNCHANGED)),
        shares={FILES[1]: 0.5},
        bytes_done=50,
        bytes_total=100,
        passages=1200,
        seconds=75,
    )
    shown = read(render_progress(now, EN))
    assert shown.of("p")[0].text == (
        "Files: 1 of 3 · Passages: 1,200, 16 a second · about 1 min 15 s left"
    )
    whole, one = shown.of("progress")
    assert (whole.attributes["value"], one.attributes["value"]) == ("0.500", "0.500")
    assert [item.text for item in shown.of("li")] == ["0.txtadded", "1.txt50%", "2.txtwaiting"]
    stopping = read(render_progress(replace(now, stopping=True), EN)).text
    assert EN.stopping in stopping and "left" not in stopping


def test_what_waits_behind_a_run_is_counted_and_named() -> None:
    now = Progress(running=True, files=FILES[:1], waiting=(HOSTILE, FILES[3]))
    shown = read(render_progress(now, EN))
    said = EN.waiting_behind.format(count=2, names=f"{HOSTILE.name}, 3.txt")
    assert shown.of("p", "behind")[0].text == said
    assert "img" not in {element.tag for element in shown.elements}
    many = read(render_progress(replace(now, waiting=FILES), EN)).of("p", "behind")[0].text
    assert "50 (0.txt, 1.txt, 2.txt, 3.txt, 4.txt…)" in many
    assert not read(render_progress(replace(now, waiting=()), EN)).of("p", "behind")


def test_of_many_files_those_at_hand_are_shown() -> None:
    ended = tuple(FileReport(path, Outcome.ADDED) for path in FILES[:40])
    now = Progress(
        running=True, files=FILES, finished=ended, shares={FILES[40]: 0.0, FILES[41]: None}
    )
    items = [item.text for item in read(render_progress(now, EN)).of("li")]
    assert items[:3] == ["40.txtbeing read", "41.txtbeing read", "39.txtadded"]
    assert len(items) == 31 and items[-1] == "20 other files"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s"),
        (59.1, "1 min 0 s"),
        (61, "1 min 1 s"),
        (3600, "1 h 0 min"),
        (7325, "2 h 2 min"),
    ],
)
def test_times_are_rounded_up(seconds: float, words: str) -> None:
    assert time_words(seconds, EN) == words


def test_a_run_is_told_file_by_file_the_worst_first() -> None:
    doubtful = FileReport(
        HOSTILE, Outcome.ADDED, title="<b>T", format="text", documents=2, passages=3, set_aside=2,
        encodings=Counter(big5=1), doubtful=[SOURCE], least_sure=0.579, notes=["<i>note"],
    )  # fmt: skip
    files = [
        FileReport(FILES[0], Outcome.UNCHANGED),
        FileReport(FILES[1], Outcome.ADDED, documents=1, passages=1200),
        doubtful,
        FileReport(FILES[2], Outcome.SKIPPED, reason="<s>broken"),
    ]
    report = Report(files, near_duplicates=4, missing=["/gone"], left=7)
    shown = read(render_run(report, "<u>error", EN))
    names = [element.text for element in shown.of("bdi")]
    assert names == ["2.txt", HOSTILE.name, "1.txt", "0.txt"]
    assert not {"img", "b", "i", "s", "u"} & {element.tag for element in shown.elements}
    for words in (
        "new passages: 1,203",
        "stand nearly the same in another document: 4",
        EN.run_stopped.format(count=7),
        "/gone",
        "<u>error",
        "<s>broken",
        "<i>note",
        "2 documents",
        "big5 (confidence 0.57)",
        EN.encoding_doubtful.format(encoding="big5", confidence="0.57"),
    ):
        assert words in shown.text


def test_a_long_report_is_cut_and_says_so() -> None:
    files = [FileReport(Path(f"/{n}.txt"), Outcome.ADDED) for n in range(300)]
    shown = read(render_run(Report(files), "", EN))
    assert len(shown.of("bdi")) == 200
    assert EN.files_left_out.format(shown=200, total="300") in shown.text
    assert "open" not in shown.of("details")[0].attributes


def test_what_is_new_leads_to_the_view_that_asks() -> None:
    def offered(outcome: Outcome, passages: int) -> int:
        file = FileReport(FILES[0], outcome, documents=1, passages=passages)
        return len(read(render_run(Report([file]), "", EN)).of("button"))

    assert offered(Outcome.ADDED, 2) == offered(Outcome.CHANGED, 1) == 1
    assert offered(Outcome.ADDED, 0) == offered(Outcome.UNCHANGED, 0) == 0
    assert offered(Outcome.SKIPPED, 0) == 0


def test_a_file_of_which_all_was_set_aside_was_not_just_added() -> None:
    files = [
        FileReport(FILES[0], Outcome.ADDED, documents=1, set_aside=7),
        FileReport(FILES[1], Outcome.CHANGED, documents=1, set_aside=7),
        FileReport(FILES[2], Outcome.ADDED, documents=1, set_aside=7, passages=1),
        FileReport(FILES[3], Outcome.CHANGED, documents=2, set_aside=7),  # others hold something
    ]
    shown = read(render_run(Report(files), "", EN))
    counts = shown.of("p", "counts")[0].text
    for words in ("added: 1", "updated: 1", f"{EN.nothing_to_search}: 2"):
        assert words in counts
    states = [element.text for element in shown.of("span", "state")]
    assert sorted(states) == ["added", *[EN.nothing_to_search] * 2, "updated"]
    assert len(shown.of("span", "nothing")) == 2


def test_what_became_of_an_upload_is_said_by_its_name() -> None:
    broken, beside = Path("/srv/c/uploads/<b>坏.pdf"), Path("/srv/c/uploads/<i>甲 (2).txt")
    files = [
        FileReport(
            broken, Outcome.SKIPPED, said("it is damaged ({error}); get it again", error="<u>")
        ),
        FileReport(beside, Outcome.ADDED, documents=1, passages=1),
    ]
    uploaded = Uploaded(frozenset([broken]), {beside: "<i>甲.txt"})
    shown = read(render_run(Report(files), "", EN, uploaded))
    assert not {"b", "i", "u"} & {element.tag for element in shown.elements}
    assert [element.text for element in shown.of("p", "said")] == [
        "it is damaged (<u>); get it again",
        EN.not_kept,
    ]
    assert EN.kept_beside.format(name="<i>甲.txt", kept="<i>甲 (2).txt") in shown.text
    assert "/srv" not in shown.text


def test_every_outcome_has_words() -> None:
    assert len({outcome_words(outcome, ZH) for outcome in Outcome}) == len(Outcome)


def test_only_what_is_certain_is_shown_as_one() -> None:
    shown = [encoding_words("gbk", sure, EN) for sure in (0.9999, 1.0, None)]
    assert shown == ["gbk (confidence 0.99)", "gbk (confidence 1.00)", "gbk"]


def test_the_documents_stand_with_what_can_be_done(room: ReadingRoom) -> None:
    found = room.documents()
    shown = read(render_documents(found, 1, ZH, may_change=True))
    assert [item.attributes["data-document"] for item in shown.of("li")] == [found[0].id]
    assert "1 / 2" in shown.text and ZH.show_more in shown.text
    shown = read(render_documents(found, 5, ZH, may_change=False))
    assert len(shown.of("li")) == 2 and not shown.of("button")
    assert not {"script", "svg", "img"} & {element.tag for element in shown.elements}
    assert "<script>alert('title')</script>" in shown.text
    assert ZH.no_document_found in read(render_documents([], 5, ZH, may_change=True)).text


def test_what_was_read_is_quoted(room: ReadingRoom) -> None:
    opened = OpenCollections(room).at(None)
    for one in room.documents():
        found = what_was_read(opened, one.id)
        assert found
        shown = read(render_what_was_read(*found, ZH))
        assert not {"script", "svg", "img"} & {element.tag for element in shown.elements}
    text = "页脚" * 60 + "正文"
    inspection = {
        "format": "text", "encoding": "gbk", "encoding_confidence": 0.5, "replaced": 2,
        "metadata": {"date": "2021"}, "outline": [{"title": "章", "level": 2}], "notes": ["<b>"],
        "set_aside": [{"start": 0, "end": 120, "why": "contact"}],
        "damaged": [{"start": 120, "end": 122, "why": "lost character", "repaired": True}],
    }  # fmt: skip
    shown = read(render_what_was_read(text, inspection, ZH))
    assert [item.text for item in shown.of("li")] == [
        "  章",
        "页脚" * 50 + "… (contact, 0–120)",
        "正文 (lost character, 120–122)",
    ]


def test_the_collection_and_its_size(room: ReadingRoom, folder: Path) -> None:
    uploads = room.folder / "uploads"
    uploads.mkdir()
    (uploads / "a.txt").write_bytes(b"x" * 2500)
    used = disk_use(room.folder)
    assert used.uploads == 2500 and used.store > 0 and used.indexes > 0
    everything = [path for path in room.folder.rglob("*") if path.is_file()]
    assert sum(used) == sum(path.stat().st_size for path in everything)
    shown = read(render_about(room.facts(), DiskUse(1_500_000, 400_000, 2500), EN)).text
    assert "1.9 MB (text and vectors 1.5 MB, indexes 400 KB, uploaded files 2.5 KB)" in shown
    assert str(room.folder) in shown


def test_where_files_are_dropped_says_the_limits() -> None:
    shown = read(render_drop(500_000_000, ZH))
    assert "500 MB" in shown.text and ".docx" in shown.text
    box = shown.of("div", "drop")[0].attributes
    assert box["data-toolarge"] == ZH.too_large.format(name="{name}", limit="500 MB")
    assert int(box["data-limit"]) == 500_000_000
