"""What a question, memory, disk and opening cost at 1k, 10k, 100k and 1M passages.

Run with `python -m benchmarks scale COLLECTION FOLDER [SIZE...]`. COLLECTION is a finished one of
real documents; from it a collection of each size is made in FOLDER (see `benchmarks.grown`) and
kept there. Each is measured in a process of its own, after its files were read once, with questions
that were encoded before, so that nothing but the collection is in the figures. Then whole questions
are asked, with their encoding, through what the page asks through: by one client, and by eight, as
fast as they are answered and as people do who read what they are shown, a question every two
seconds each. Then peers that are installed are asked the same, of many passages only those that
keep vectors alone. Writes `benchmarks/scale.json`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, sleep, thread_time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.grown import grow, grow_vectors
from benchmarks.known_encoder import KnownEncoder
from benchmarks.law_questions import QUESTIONS
from benchmarks.memory import mapped_memory, own_memory
from benchmarks.results import machine, write_result
from benchmarks.scale_peers import PEERS, QUESTIONS_FILE, WITHOUT_WORDS
from corpus import index_terms
from embeddings import NeighbourIndex, SentenceEncoder, recall
from qa import Collection, cite, search
from qa.collection.collection import TRIED
from qa.collection.derived import VECTOR_FILE
from qa.collection.index_kind import sentences_of
from qa.evaluation.metrics import percentile
from qa.retrieval.retrieve import NEAREST

if TYPE_CHECKING:
    from ui.reading_room import ReadingRoom

SIZES = (1_000, 10_000, 100_000, 1_000_000)
CLIENTS = 8
PAUSE = 2.0  # seconds from one question of a client to its next
_EXACTLY = 64  # questions that are compared with looking at everything
_PEERS_HOLD = 200_000  # passages; those that keep texts keep all of them in memory
_AT_ONCE = 1 << 24  # bytes
_STARTING = 5.0  # seconds in which helpers that were begun are ready


def run(arguments: Sequence[str]) -> None:
    """`COLLECTION FOLDER [SIZE...]`; of a size like `v1000000` only the vectors are made."""
    if len(arguments) < 2:
        print("scale is left out: name a collection and a folder for those made of it")
        return
    base, folder = Path(arguments[0]), Path(arguments[1])
    sizes = arguments[2:] or [str(size) for size in SIZES]
    encoder = SentenceEncoder.open()
    with Collection.open(base) as source:
        source.check(encoder)
        real = source.store.passage_count()
        rows = source.store.passage_rows()
        drawn = sentences_of(source.store, rows, 100, shift=0.25)
        KnownEncoder.save(folder / QUESTIONS_FILE, encoder, [*QUESTIONS, *drawn])
        for size in sizes:
            if size.startswith("v"):
                file = folder / size / VECTOR_FILE
                tried = encoder.encode_questions(sentences_of(source.store, rows, TRIED))
                if not file.exists():
                    grow_vectors(source, file, int(size[1:]), tried)
            elif not Collection.is_in(folder / size):
                grow(source, folder / size, int(size), encoder)
    measured = []
    for size in sizes:
        _read_once(folder / size)
        own = _told("benchmarks.scale", str(folder), size)
        measured.append({**own, "peers": _peers(folder, size)})
        print(json.dumps(measured[-1], indent=2))
    write_result("scale", {"real_passages": real, "sizes": measured, **machine()})


def _peers(folder: Path, size: str) -> dict[str, dict[str, Any]]:
    """What the same questions cost others; one that is not installed is left out."""
    found = {}
    all_of_them = not size.startswith("v") and int(size) <= _PEERS_HOLD
    for peer in PEERS if all_of_them else WITHOUT_WORDS:
        try:
            found[peer] = _told("benchmarks.scale_peers", str(folder), size, peer)
        except subprocess.CalledProcessError:
            print(f"{peer} is left out")
    return found


def _read_once(folder: Path) -> None:
    """So that the system has a collection's files in memory, as far as there is room."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                while file.read(_AT_ONCE):
                    pass


def _told(*words: str) -> dict[str, Any]:
    """The last line of what a process of its own prints."""
    command = [sys.executable, "-m", *words]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    told: dict[str, Any] = json.loads(said.splitlines()[-1])
    return told


def measure_vectors(folder: Path, size: str) -> dict[str, Any]:
    """Figures of vectors alone."""
    encoder = KnownEncoder.load(folder / QUESTIONS_FILE)
    before = own_memory(), mapped_memory()
    began = perf_counter()
    vectors = NeighbourIndex.load(folder / size / VECTOR_FILE)
    opened = perf_counter() - began
    return {**_index(vectors, opened), **_search(vectors, encoder), **_taken(vectors, before)}


def measure(folder: Path, size: str) -> dict[str, Any]:
    """Figures of one collection, in a process that has done nothing but load the dictionary, which
    takes as much memory for every collection."""
    encoder = KnownEncoder.load(folder / QUESTIONS_FILE)
    index_terms(QUESTIONS[0])
    before = own_memory(), mapped_memory()
    began = perf_counter()
    with Collection.open(folder / size) as collection:
        vectors = collection.vectors
        opened = perf_counter() - began
        first = _timed(lambda: search(collection, encoder, QUESTIONS[0]))
        result = {
            **_index(vectors, opened),
            "first_question_ms": round(first * 1e3, 1),
            **_search(vectors, encoder),
            **_questions(collection, encoder),
            **_taken(vectors, before),
            "disk_bytes_a_passage": _disk(folder / size, len(vectors)),
        }
    return {**result, **_rooms(folder / size, encoder.texts)}


def _index(vectors: NeighbourIndex, opened: float) -> dict[str, Any]:
    return {
        "passages": len(vectors),
        "index": "exact" if vectors.exact else "approximate",
        "cells": vectors.cells,
        "probes": vectors.probes,
        "opening_ms": round(opened * 1e3, 1),
    }


def _taken(vectors: NeighbourIndex, before: tuple[int, int]) -> dict[str, int]:
    """Memory since `before`: the process's own, and what of files the system has fetched."""
    own, mapped = before
    return {
        "memory_bytes_a_passage": _each(own_memory() - own, len(vectors)),
        "mapped_bytes_a_passage": _each(mapped_memory() - mapped, len(vectors)),
    }


def _search(vectors: NeighbourIndex, encoder: KnownEncoder) -> dict[str, Any]:
    """One search among the vectors, as it is made and when all are looked at."""
    asked = encoder.encode_questions(encoder.texts)
    times, used, near, exact, exactly = [], [], [], [], []
    for question in asked:
        began, cpu = perf_counter(), thread_time()
        found = vectors.search(question[None], NEAREST + 1)
        times.append(perf_counter() - began)
        used.append(thread_time() - cpu)
        near.append(found)
    for question in asked[:: max(1, len(asked) // _EXACTLY)]:
        began = perf_counter()
        exact.append(vectors.search(question[None], NEAREST + 1, exact=True))
        exactly.append(perf_counter() - began)
    pairs = list(zip(near[:: max(1, len(asked) // _EXACTLY)], exact, strict=True))
    recalls = {
        f"recall@{k}": round(float(np.mean([recall(a.first(k), b.first(k)) for a, b in pairs])), 4)
        for k in (10, 100)
    }
    return {
        "search_ms": _spread(times),
        "search_processor_ms": _spread(used),
        "looking_at_all_ms": _spread(exactly),
        **recalls,
    }


def _questions(collection: Collection, encoder: KnownEncoder) -> dict[str, dict[str, float]]:
    """Whole questions, all but their encoding: on the clock, and on the processor."""
    times, used = [], []
    for text in encoder.texts:
        began, cpu = perf_counter(), thread_time()
        cite(collection, search(collection, encoder, text), 5)
        times.append(perf_counter() - began)
        used.append(thread_time() - cpu)
    return {"question_ms": _spread(times), "question_processor_ms": _spread(used)}


def _rooms(folder: Path, texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Whole questions, with their encoding, by clients of the page's reading room: first so many
    that whatever it starts for them has been started."""
    from ui.reading_room import ReadingRoom

    with Collection.open(folder) as collection:
        room = ReadingRoom(collection, SentenceEncoder.open())
        try:
            _clients(room, texts, 1, 0.0)
            alone = _clients(room, texts, 1, 0.0)
            _clients(room, texts, CLIENTS, 0.0)
            sleep(_STARTING)
            return {
                "whole_question_ms": alone["question_ms"],
                "eight_clients": _clients(room, texts, CLIENTS, 0.0),
                "eight_clients_reading": _clients(room, texts, CLIENTS, PAUSE),
            }
        finally:
            room.close()


def _clients(room: ReadingRoom, texts: Sequence[str], clients: int, pause: float) -> dict[str, Any]:
    """As many threads that ask as browsers would.

    With a pause each asks on the dot, one after the other; a question that has to wait because the
    one before it took too long has waited since its dot.
    """
    times: list[float] = []
    began = perf_counter()

    def client(number: int) -> None:
        dot = began + pause * number / clients
        for text in texts[number::clients]:
            sleep(max(0.0, dot - perf_counter()))
            asked = dot if pause else perf_counter()
            room.ask(text, 5)
            times.append(perf_counter() - asked)
            dot += pause

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(times) / (perf_counter() - began)
    return {"question_ms": _spread(times), "questions_per_second": round(rate, 1)}


def _timed(do: Callable[[], object]) -> float:
    began = perf_counter()
    do()
    return perf_counter() - began


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: round(percentile(seconds, share) * 1e3, 2) for name, share in shares.items()}


def _disk(folder: Path, passages: int) -> dict[str, int]:
    kinds = {"store": "collection.sqlite*", "vectors": "vectors.faiss", "cells": "cells.faiss"}
    sizes = {name: sum(one.stat().st_size for one in folder.glob(p)) for name, p in kinds.items()}
    sizes["words"] = sum(one.stat().st_size for one in (folder / "words").iterdir())
    return {name: _each(size, passages) for name, size in sizes.items()}


def _each(size: int, passages: int) -> int:
    return round(size / max(1, passages))


if __name__ == "__main__":
    do = measure_vectors if sys.argv[2].startswith("v") else measure
    print(json.dumps(do(Path(sys.argv[1]), sys.argv[2])))
