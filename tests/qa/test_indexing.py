import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from corpus import Skipped, encoding_rule, read_file
from embeddings import from_codes, to_codes
from qa import Collection, FileReport, Outcome, Report, Watcher, ask, index_paths, remove
from qa.collection.collection import STORE_FILE
from tests.conftest import ROOT
from tests.small_encoder import SmallEncoder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in (
        ("a.txt", "甲文件的内容。"),
        ("b.txt", "乙文件的内容。"),
        ("c.md", "# 丙\n丙文件。"),
    ):
        (folder / name).write_text(text, "utf-8")
    return folder


def ids(collection: Collection) -> set[str]:
    return {document.id for document in collection.store.documents()}


def test_an_unchanged_file_costs_nothing(collection: Collection, files: Path) -> None:
    encoder = SmallEncoder()
    report = index_paths(collection, encoder, [files])
    assert (len(report.added), report.passages, report.unchanged) == (3, 3, 0)
    before = encoder.encoded
    again = index_paths(collection, encoder, [files])
    assert (again.unchanged, again.passages, encoder.encoded) == (3, 0, before)


def test_a_touched_file_is_not_encoded_again(collection: Collection, files: Path) -> None:
    encoder = SmallEncoder()
    index_paths(collection, encoder, [files])
    os.utime(files / "a.txt", (1, 1))
    assert index_paths(collection, encoder, [files]).unchanged == 3
    assert encoder.encoded == 3


def test_a_changed_file_replaces_its_passages(collection: Collection, files: Path) -> None:
    index_paths(collection, SmallEncoder(), [files])
    before = ids(collection)
    (files / "a.txt").write_text("改过的甲文件，更长。", "utf-8")
    report = index_paths(collection, SmallEncoder(), [files])
    assert [path.name for path in report.changed] == ["a.txt"]
    assert len(ids(collection) - before) == 1 and len(ids(collection)) == 3
    assert collection.store.passage_count() == len(collection.vectors) == len(collection.words) == 3


def test_files_are_read_again_when_that_is_asked_for(collection: Collection, files: Path) -> None:
    encoder = SmallEncoder()
    index_paths(collection, encoder, [files])
    store = collection.store
    before = {one.id: store.rows_in(one.id) for one in store.documents()}
    texts = store.texts(store.passage_rows())
    report = index_paths(collection, encoder, [files], again=True)
    assert (len(report.changed), report.unchanged, report.passages) == (3, 0, 3)
    after = {one.id: store.rows_in(one.id) for one in store.documents()}
    assert set(after) == set(before) and all(after[one] != before[one] for one in before)
    assert sorted(store.texts(store.passage_rows()).values()) == sorted(texts.values())
    assert encoder.encoded == 3  # what reads as before has its vectors
    assert len(collection.vectors) == 3


def test_of_a_changed_file_only_what_is_new_is_encoded(
    collection: Collection, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    parts = [f"第{n}段，" + f"说的是第{n}件事，" * 20 + "完。" for n in range(6)]
    file.write_text("\n".join(parts), "utf-8")
    encoder = SmallEncoder()
    index_paths(collection, encoder, [tmp_path])
    parts[2] = "这一段，" + "改过了，" * 30 + "完。"
    file.write_text("\n".join(parts), "utf-8")
    index_paths(collection, encoder, [tmp_path])
    assert encoder.encoded == 6 + 1
    (document,) = collection.store.documents()
    stored = list(collection.store.passages_of(document.id).values())
    fresh = encoder.encode_passages([p.text for p in stored], [p.sentences for p in stored])
    rows = collection.store.rows_in(document.id)
    np.testing.assert_allclose(collection.store.vectors(rows).vectors, fresh.passages, atol=5e-4)
    tokens = collection.store.tokens.of(rows, encoder.token_size)
    joined = np.concatenate([tokens[row].tokens for row in rows])
    kept = from_codes([to_codes(fresh.tokens)], encoder.token_size)[0]
    np.testing.assert_array_equal(joined, kept)


def test_the_same_content_is_indexed_once_under_both_names(
    collection: Collection, files: Path
) -> None:
    (files / "z.txt").write_bytes((files / "a.txt").read_bytes())
    report = index_paths(collection, SmallEncoder(), [files])
    assert report.passages == 3 and collection.store.document_count() == 3
    names = [document.paths for document in collection.store.documents()]
    assert (str(files / "a.txt"), str(files / "z.txt")) in names


def test_unreadable_files_are_named_and_the_rest_is_indexed(
    collection: Collection, files: Path
) -> None:
    (files / "empty.txt").write_text("")
    (files / "image.bin").write_bytes(b"\x00\x01")
    report = index_paths(collection, SmallEncoder(), [files])
    assert {skipped.path.name for skipped in report.skipped} == {"empty.txt", "image.bin"}
    assert all(isinstance(skipped, Skipped) and skipped.reason for skipped in report.skipped)
    assert len(report.added) == 3


def test_a_removed_file_is_reported_and_can_be_removed(collection: Collection, files: Path) -> None:
    index_paths(collection, SmallEncoder(), [files])
    (files / "a.txt").unlink()
    assert index_paths(collection, SmallEncoder(), [files]).missing == [str(files / "a.txt")]
    assert remove(collection, [str(files / "a.txt"), "no-such"]) == ["no-such"]
    assert collection.store.document_count() == len(collection.words) == 2


def test_removing_by_id(collection: Collection, files: Path) -> None:
    index_paths(collection, SmallEncoder(), [files])
    assert remove(collection, ids(collection)) == []
    assert collection.store.passage_count() == len(collection.vectors) == 0


_SLOW_INDEXING = """
import sys, time
from pathlib import Path
from qa import Collection, index_paths
from tests.small_encoder import SmallEncoder

class Slow(SmallEncoder):
    def encode_passages(self, *texts):
        time.sleep(0.05)
        return super().encode_passages(*texts)

with Collection.open(Path(sys.argv[1]), create=True) as collection:
    index_paths(collection, Slow(), [Path(sys.argv[2])])
"""


def test_killed_in_the_middle_it_keeps_what_was_finished_and_goes_on(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for number in range(60):
        paragraphs = [f"第{number}号文件第{i}段，" + "内容各不相同。" * 20 for i in range(40)]
        (files / f"{number:03}.txt").write_text("\n".join(paragraphs), "utf-8")
    folder = tmp_path / "c"
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW_INDEXING, str(folder), str(files)], cwd=ROOT
    )
    finished = 0
    while finished < 5:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
        if (folder / STORE_FILE).exists():
            with Collection.open(folder) as collection:
                finished = collection.store.document_count()
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Collection.open(folder) as collection:
        kept = collection.store.document_count()
        assert finished <= kept < 60
        for document in collection.store.documents():
            assert document.passages == 40  # wholly in
        encoder = SmallEncoder()
        report = index_paths(collection, encoder, [files])
        assert (report.unchanged, len(report.added)) == (kept, 60 - kept)
        assert encoder.encoded == 40 * (60 - kept)
        assert len(collection.vectors) == len(collection.words) == 60 * 40


def texts(collection: Collection) -> set[str]:
    store = collection.store
    return {store.document(document.id).text for document in store.documents()}


def test_an_encoding_that_is_asked_for_is_used_and_remembered(
    collection: Collection, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    (folder / "old").mkdir(parents=True)
    (folder / "old" / "a.txt").write_bytes("Tomás".encode("cp1252"))
    (folder / "b.txt").write_bytes("Tomás".encode())

    def run(*rules: str) -> Report:
        return index_paths(
            collection, SmallEncoder(), [folder], encodings=[encoding_rule(rule) for rule in rules]
        )

    first = run()
    assert [Path(source.path).name for source in first.doubtful] == ["a.txt"]
    assert first.encodings == {"cp1252": 1, "utf-8": 1}
    assert texts(collection) == {"Tomás"}
    asked = run("old=cp1251")
    assert ([path.name for path in asked.changed], asked.unchanged) == (["a.txt"], 1)
    assert texts(collection) == {"Tomбs", "Tomás"}
    assert run().unchanged == 2 and texts(collection) == {"Tomбs", "Tomás"}
    os.utime(folder / "old" / "a.txt", (1, 1))
    assert run().unchanged == 2 and texts(collection) == {"Tomбs", "Tomás"}
    assert [path.name for path in run("*.txt=cp1251", "b.txt=auto", "a.txt=auto").changed] == [
        "a.txt"
    ]
    assert texts(collection) == {"Tomás"}
    assert run("nowhere/*=gbk").notes == ["no file matches --encoding nowhere/*=gb18030"]


def test_the_same_text_in_two_formats_is_named_and_both_can_be_cited(
    collection: Collection, tmp_path: Path
) -> None:
    text = "老桥修好了，大家都来看。\n桥上站满了人，热闹极了，一直到晚上。"
    (tmp_path / "a.txt").write_text(f"　　{text}\n", "utf-8")
    (tmp_path / "b.html").write_text(f"<p>{text}</p>".replace("\n", "<br>"), "utf-8")
    (tmp_path / "c.txt").write_bytes(f"　　{text}\n".encode("gbk"))
    (tmp_path / "d.txt").write_text("短", "utf-8")
    (tmp_path / "e.md").write_text("短 ", "utf-8")
    report = index_paths(collection, SmallEncoder(), [tmp_path])
    same = [str(tmp_path / name) for name in ("a.txt", "b.html", "c.txt")]
    assert report.same_text == [tuple(same)]
    for summary in collection.store.documents():
        document = collection.store.document(summary.id)
        assert read_file(Path(document.source.path))[0].text == document.text
        assert set(summary.same_text_as) == (
            set(same) - set(summary.paths) if summary.paths[0] in same else set()
        )
    assert index_paths(collection, SmallEncoder(), [tmp_path]).same_text == []
    assert remove(collection, same[:2]) == []
    assert [d.same_text_as for d in collection.store.documents()] == [(), (), ()]


def test_a_large_file_is_written_in_parts_and_goes_on_where_it_was_stopped(
    collection: Collection, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"text": f"第{number}号记录，内容各不相同。"}) for number in range(200)]
    path.write_text("\n".join(lines), "utf-8")

    class Stopped(SmallEncoder):
        def encode_passages(self, *texts):  # type: ignore[no-untyped-def]
            if self.encoded >= 128:
                raise KeyboardInterrupt
            return super().encode_passages(*texts)

    with pytest.raises(KeyboardInterrupt):
        index_paths(collection, Stopped(), [path])
    assert collection.store.document_count() == 128
    for summary in collection.store.documents():  # each can be cited already
        assert collection.store.document(summary.id).source.path == str(path)
    encoder = SmallEncoder()
    report = index_paths(collection, encoder, [path])
    assert (report.added, encoder.encoded) == ([path], 72)
    assert collection.store.document_count() == 200
    assert index_paths(collection, encoder, [path]).unchanged == 1
    path.write_text("\n".join(lines[:150]), "utf-8")
    assert index_paths(collection, encoder, [path]).changed == [path]
    assert collection.store.document_count() == len(collection.words) == 150


def test_the_report_counts_passages_that_stand_nearly_the_same_elsewhere(
    collection: Collection, tmp_path: Path
) -> None:
    text = "社区食堂每天中午供应三种套餐，七十岁以上的老人每餐补贴三元，行动不便的可以送餐。"
    (tmp_path / "1.txt").write_text(text, "utf-8")
    (tmp_path / "2.txt").write_text(text + "好。", "utf-8")
    assert index_paths(collection, SmallEncoder(), [tmp_path / "1.txt"]).near_duplicates == 0
    assert index_paths(collection, SmallEncoder(), [tmp_path / "2.txt"]).near_duplicates == 2
    assert index_paths(collection, SmallEncoder(), [tmp_path / "2.txt"]).near_duplicates is None


class Told(Watcher):
    """Writes down what it is told; stops the run before a file of that name."""

    def __init__(self, stop_at: str = "") -> None:
        self.stop_at = stop_at
        self.said: list[tuple[object, ...]] = []

    def found(self, sizes: Mapping[Path, int]) -> None:
        self.said.append(("found", [path.name for path in sizes], sum(sizes.values())))

    def reading(self, path: Path) -> None:
        self.said.append(("reading", path.name))

    def encoded(self, path: Path, count: int, share: float | None) -> None:
        self.said.append(("encoded", path.name, count, share))

    def finished(self, file: FileReport) -> None:
        self.said.append(("finished", file.path.name, file.outcome))

    def stopped(self) -> bool:
        last = [said[1] for said in self.said if said[0] == "reading"][-1:]
        return bool(self.stop_at) and last == [self.stop_at]


def test_a_watcher_is_told_of_every_file(collection: Collection, files: Path) -> None:
    index_paths(collection, SmallEncoder(), [files / "a.txt"])
    (files / "d.png").write_bytes(b"")
    told = Told()
    index_paths(collection, SmallEncoder(), [files], told)
    assert told.said == [
        ("found", ["b.txt", "c.md"], 21 + 18),
        ("finished", "d.png", Outcome.SKIPPED),
        ("finished", "a.txt", Outcome.UNCHANGED),
        ("reading", "b.txt"),
        ("reading", "c.md"),
        ("encoded", "b.txt", 1, 1.0),
        ("encoded", "c.md", 1, 1.0),
        ("finished", "b.txt", Outcome.ADDED),
        ("finished", "c.md", Outcome.ADDED),
    ]


def test_a_run_that_is_stopped_loses_nothing_and_goes_on(
    collection: Collection, files: Path
) -> None:
    encoder = SmallEncoder()
    report = index_paths(collection, encoder, [files], Told(stop_at="b.txt"))
    assert ([path.name for path in report.added], report.left) == (["a.txt", "b.txt"], 1)
    assert collection.store.document_count() == len(collection.words) == 2
    report = index_paths(collection, encoder, [files])
    assert ([path.name for path in report.added], report.left) == (["c.md"], 0)
    assert encoder.encoded == 3


def test_an_archive_is_stopped_between_its_documents(
    collection: Collection, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"text": f"第{number}号记录，内容各不相同。"}) for number in range(200)]
    path.write_text("\n".join(lines), "utf-8")
    encoder, told = SmallEncoder(), Told(stop_at="rows.jsonl")
    report = index_paths(collection, encoder, [path], told)
    assert [file.outcome for file in report.files] == [Outcome.UNFINISHED]
    assert collection.store.document_count() == encoder.encoded == report.passages == 128
    encoded = [said[2:] for said in told.said if said[0] == "encoded"]
    assert encoded == [(16, None), (32, None), (64, None), (16, None)]
    assert index_paths(collection, encoder, [path]).added == [path]
    assert collection.store.document_count() == encoder.encoded == 200


def test_a_long_document_is_encoded_bit_by_bit_to_the_same_vectors(
    collection: Collection, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    paragraphs = [f"第{i}段。" + f"内容{i}各不相同，" * 20 + "完。" for i in range(150)]
    path.write_text("\n".join(paragraphs), "utf-8")
    told, encoder = Told(), SmallEncoder()
    report = index_paths(collection, encoder, [path], told)
    assert report.passages == 150
    assert [said[2:] for said in told.said if said[0] == "encoded"] == [
        (16, 16 / 150),
        (32, 48 / 150),
        (64, 112 / 150),
        (38, 1.0),
    ]
    rows = collection.store.passage_rows().tolist()
    passages = collection.store.passages(rows)
    one_by_one = [
        encoder.encode_passages([passages[row].text], [passages[row].sentences]) for row in rows
    ]
    sentences = collection.store.sentence_vectors(rows, encoder.dimensions)
    tokens = collection.store.tokens.of(rows, encoder.token_size)
    for row, alone in zip(rows, one_by_one, strict=True):
        assert np.allclose(sentences[row], alone.sentences, atol=1e-3)
        kept = from_codes([to_codes(alone.tokens)], encoder.token_size)[0]
        assert (tokens[row].tokens == kept).all()
        assert tokens[row].sizes.tolist() == np.diff(alone.token_bounds).tolist()


def test_every_file_has_its_own_report(collection: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "old.txt").write_bytes("Tomás".encode("cp1252"))
    (folder / "new.md").write_text("# 新的一章\n\n社区食堂开张了。", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    report = index_paths(collection, SmallEncoder(), [folder])
    empty, new, old = sorted(report.files, key=lambda file: file.path)
    assert (new.title, new.format, new.documents, new.passages) == ("新的一章", "markdown", 1, 1)
    assert (dict(new.encodings), new.least_sure) == ({"utf-8": 1}, 1.0)
    assert (old.doubtful, old.least_sure is not None and old.least_sure < 0.9) == (
        report.doubtful,
        True,
    )
    assert empty.outcome is Outcome.SKIPPED and empty.reason == report.skipped[0].reason


@pytest.mark.parametrize("paragraphs", [1, 40])
def test_a_text_may_move_to_another_file_that_changes_too(
    collection: Collection, tmp_path: Path, paragraphs: int
) -> None:
    def text(name: str) -> str:
        return "\n".join(
            f"{name}的第{i}段，" + f"内容{i}各不相同。" * 12 for i in range(paragraphs)
        )

    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text(text("甲"), "utf-8")
    b.write_text(text("乙"), "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    a.write_text(text("丙丁"), "utf-8")
    b.write_text(text("甲"), "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    held = [
        collection.store.document(one).text[:1]
        for one in sorted(
            (*collection.store.documents_in(str(a)), *collection.store.documents_in(str(b)))
        )
    ]
    assert sorted(held) == ["丙", "甲"]
    assert collection.store.document_count() == 2
    assert ask(collection, SmallEncoder(), "甲的第0段").hits
