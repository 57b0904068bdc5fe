"""What reading costs beside encoding: files to passages, and passages to vectors, in one run.

Run with `python -m benchmarks reading FOLDER`. Every file is read and divided; of the passages, a
few hundred drawn evenly are encoded, which is enough to know the rate. Writes
`benchmarks/reading.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from benchmarks.results import machine, write_result
from corpus import SAMPLE_FOLDER, Passage, read_file, walk
from embeddings import SentenceEncoder
from qa.indexing import divide_to_fit

ENCODED = 256  # passages


def run(arguments: Sequence[str]) -> None:
    """`[FOLDER]`: of the files, by default of the sample collection."""
    folder = Path(arguments[0]) if arguments else SAMPLE_FOLDER / "documents"
    encoder = SentenceEncoder.open()
    files = [path for path in walk([folder]) if isinstance(path, Path)]
    passages: list[Passage] = []
    began = perf_counter()
    for path in tqdm(files, unit="file", disable=None):
        for document in read_file(path):
            passages += divide_to_fit(document, encoder).passages
    reading = perf_counter() - began
    drawn = passages[:: max(len(passages) // ENCODED, 1)]
    began = perf_counter()
    encoder.encode_passages(
        [passage.text for passage in drawn],
        [passage.sentences for passage in drawn],
        [passage.context for passage in drawn],
    )
    encoding = (perf_counter() - began) * len(passages) / len(drawn)
    result = {
        "files": len(files),
        "passages": len(passages),
        "characters": sum(len(passage.text) for passage in passages),
        "reading_seconds": round(reading, 1),
        "encoding_seconds": round(encoding, 1),
        "reading_over_encoding": round(reading / encoding, 4),
    }
    print(result)
    write_result("reading", {**result, **machine()})
