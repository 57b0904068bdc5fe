"""Runs that are watched, stopped or killed, and go on."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from embeddings import from_codes, to_codes
from qa import Collection, FileReport, Outcome, Watcher, index_paths
from qa.collection.collection import STORE_FILE
from tests.conftest import ROOT
from tests.small_encoder import SmallEncoder

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


def test_a_large_file_is_written_in_parts_and_goes_on_where_it_was_stopped(
    collection: Collection, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"text": f"第{number}号记录，内容各不相同。"}) for number in range(200)]
    path.write_text("\n".join(lines), "utf-8")

    class Stopped(SmallEncoder):
        def encode_passages(self, texts, *others):  # type: ignore[no-untyped-def]
            if any(text.startswith("第150号") for text in texts):
                raise KeyboardInterrupt
            return super().encode_passages(texts, *others)

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
