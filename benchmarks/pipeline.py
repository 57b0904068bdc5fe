"""Indexing as a whole beside pure encoding, and what a sudden end costs.

Run with `python -m benchmarks pipeline FOLDER [FILES]`: FILES files drawn from FOLDER (60 by
default, the same each time; without one the sample) are indexed by a process of its own, from raw
files to a collection that answers; then the same passages are only encoded, by another process.
Their ratio is the share of the time that is encoding. Then, where they are few, they are indexed
once more by a process that is killed half-way and started again; every passage given to the model
is counted. Writes `benchmarks/pipeline.json`, an entry for each number of files.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.results import machine, read_result, write_result
from corpus import SAMPLE_FOLDER, walk
from embeddings import PASSAGES_AT_ONCE, Encoder, PassageVectors, SentenceEncoder
from qa import Collection, ask, index_paths

FILES = 60
_SEED = 7
_KILLED = 500  # files, at most, that are indexed once more
_ALONE = 50_000  # passages that are encoded and nothing else, at most
_QUESTION = "违反规定的，由谁处罚？"


class CountingEncoder:
    """An encoder that writes down how many passages it was given, in a line for each time."""

    def __init__(self, encoder: Encoder, counts: Path) -> None:
        self._encoder = encoder
        self._counts = counts

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[tuple[int, int]]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        with self._counts.open("a") as file:
            file.write(f"{len(texts)}\n")
        return self._encoder.encode_passages(texts, sentences, contexts)


def run(arguments: Sequence[str]) -> None:
    """`[FOLDER [FILES]]`; `index` and `encode` are what the processes are told."""
    if arguments[:1] == ["index"]:
        return _index(*map(Path, arguments[1:]))
    if arguments[:1] == ["encode"]:
        return _encode(Path(arguments[1]))
    folder = Path(arguments[0]) if arguments else SAMPLE_FOLDER / "documents"
    files = sorted(path for path in walk([folder]) if isinstance(path, Path))
    count = min(int(arguments[1]) if len(arguments) > 1 else FILES, len(files))
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        for number, path in enumerate(random.Random(_SEED).sample(files, count)):
            place = home / "files" / str(number)  # of its own: files of one name may be drawn
            place.mkdir(parents=True)
            shutil.copy(path, place)
        whole = _told(_start("index", home / "files", home / "a", home / "a.counts"))
        pure = _told(_start("encode", home / "a"))
        result = {
            **whole,
            "pure_encoding_seconds": pure["seconds"],
            "encoded_alone": pure["encoded"],
            "share_of_pure_speed": round(pure["seconds"] / whole["seconds"], 3),
            "killed": _killed(home, int(whole["passages"])) if count <= _KILLED else None,
            **machine(),
        }
    print(json.dumps(result, indent=2))
    write_result("pipeline", {**read_result("pipeline"), str(count): result})


def _killed(home: Path, passages: int) -> dict[str, int]:
    """Killed when half is encoded, started again: how much was encoded more than once."""
    counts = home / "b.counts"
    started = _start("index", home / "files", home / "b", counts)
    while _encoded(counts) < passages / 2:
        time.sleep(0.05)
    started.send_signal(signal.SIGKILL)
    started.wait()
    before = _encoded(counts)
    with Collection.open(home / "b") as collection:
        kept = collection.store.passage_count()
    again = _told(_start("index", home / "files", home / "b", counts))
    batches = list(map(int, counts.read_text().split()))
    return {
        "encoded_before_the_end": before,
        "kept": kept,
        "passages": int(again["passages"]),
        "encoded_twice": sum(batches) - passages,
        "largest_batch": max(batches),
    }


def _encoded(counts: Path) -> int:
    return sum(map(int, counts.read_text().split())) if counts.exists() else 0


def _start(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks", "pipeline", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _told(process: subprocess.Popen[str]) -> dict[str, float]:
    said, _ = process.communicate()
    if process.returncode:
        sys.exit(f"a process ended with {process.returncode}")
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def _index(files: Path, folder: Path, counts: Path) -> None:
    """From raw files to an answer; the model is loaded before the clock starts."""
    encoder = SentenceEncoder.open()
    counting = CountingEncoder(encoder, counts)
    with Collection.open(folder, create=True) as collection:
        began = perf_counter()
        index_paths(collection, counting, [files])  # type: ignore[arg-type]
        ask(collection, encoder, _QUESTION)
        seconds = perf_counter() - began
        passages = collection.store.passage_count()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found = {
        "passages": passages,
        "seconds": round(seconds, 2),
        "peak_memory_megabytes": round(memory / 1e6),
    }
    print(json.dumps(found))


def _encode(folder: Path) -> None:
    """The passages of a collection, as many at a time as indexing takes, and nothing else.

    Of a large collection only every so many batches, and the time is that of all in proportion.
    """
    encoder = SentenceEncoder.open()
    with Collection.open(folder) as collection:
        rows = collection.store.passage_rows().tolist()
        passages = list(collection.store.passages(rows).values())
    encoder.encode_question(_QUESTION)
    batches = [
        passages[start : start + PASSAGES_AT_ONCE]
        for start in range(0, len(passages), PASSAGES_AT_ONCE)
    ]
    drawn = batches[:: len(passages) // _ALONE + 1]
    began = perf_counter()
    for some in drawn:
        encoder.encode_passages(
            [one.text for one in some],
            [one.sentences for one in some],
            [one.context for one in some],
        )
    seconds = (perf_counter() - began) * len(passages) / sum(map(len, drawn))
    print(json.dumps({"seconds": round(seconds, 2), "encoded": sum(map(len, drawn))}))
