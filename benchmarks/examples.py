"""The public question sets as examples to train on, through the real pipeline."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.small_collections import small_collections
from embeddings import Encoder
from qa import Collection, index_documents
from qa.evaluation.examples import Example, evidence_examples, judged_examples
from qa.evaluation.question_sets import read_judged_set

PASSAGES = 260  # of each set, in small collections


def drawn(queries: Iterable[str], count: int) -> list[str]:
    """So many of them at most, evenly from first to last."""
    every = list(queries)
    return every[:: max(len(every) // count, 1)][:count]


def large(folder: Path, encoder: Encoder, questions: int) -> Iterator[Example]:
    """So many questions of a set, asked of all its passages."""
    judged = read_judged_set(folder)
    yield from judged_examples(judged, drawn(judged.queries, questions), encoder, say)


def small(folder: Path, encoder: Encoder, questions: int) -> Iterator[Example]:
    """So many, asked of small collections of the set's passages, and some of others."""
    for one in small_collections(read_judged_set(folder), PASSAGES, questions):
        with (
            tempfile.TemporaryDirectory() as scratch,
            Collection.open(Path(scratch), create=True) as collection,
        ):
            index_documents(collection, encoder, one.documents)
            questions = [*one.questions, *one.elsewhere]
            yield from evidence_examples(folder.name, collection, questions, encoder, say)


def say(name: str, number: int, total: int) -> None:
    """One line that says how far a set is."""
    print(f"{name} {number}/{total}", end="\r", flush=True)
