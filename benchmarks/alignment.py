"""How well two texts are aligned, on articles that nothing was fitted on.

Run with `python -m benchmarks alignment [FOLDER]`, FOLDER being the one with the sets in
`evaluation/` and two reports of about 20,000 characters in `collections/work-reports`. Writes
`benchmarks/alignment.json`:

- translations: sentences of the same XQuAD paragraph in Chinese and Spanish, where both have as
  many; their order is the gold
- unrelated: the share of the sentences of paragraphs of different articles that are paired as
  saying the same; and, harder and with some that do say the same, of neighbouring paragraphs
- edits: the share of edits made by rule (see `benchmarks/edits.py`) that are found just as made
- seconds: for two long documents, once they are indexed
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.edits import Edit, dropped, renumbered, reworded, sentences, swapped
from benchmarks.parallel_sets import (
    DRCD,
    XQUAD_ES,
    XQUAD_ZH,
    articles,
    load,
    renamed,
    second_half,
)
from benchmarks.results import DEFAULT_SHARED, machine, write_result
from corpus import Document, width
from embeddings import SentenceEncoder
from qa import Collection, Comparison, compare, index_documents, index_paths
from qa.comparison.compare import SAID_ALIKE, compare_stretches
from qa.comparison.stretch import Stretch

_OF_EACH = 25  # edits of each kind in each set
_REPORTS = ("2018*", "2019*")


def run(arguments: Sequence[str]) -> None:
    """Measure everything and write the result."""
    shared = Path(arguments[0]) if arguments else DEFAULT_SHARED
    encoder = SentenceEncoder.open()
    with (
        tempfile.TemporaryDirectory() as folder,
        Collection.open(Path(folder), create=True) as collection,
    ):
        sets = load(shared, second_half, collection, encoder)
        result = {
            "translations": _translations(sets.translations()),
            "unrelated": _said_alike(sets.unrelated()),
            "one_subject": _said_alike(sets.one_subject()),
            "edits": _edits(shared, collection, encoder),
            "long_documents": _long(shared, collection, encoder),
        }
    write_result("alignment", {**result, **machine()})


def _translations(pairs: Iterable[tuple[Stretch, Stretch]]) -> dict[str, float]:
    """Precision, recall and F1 of the pairs of sentences, whatever kind they are called."""
    found: set[tuple[int, int, int]] = set()
    gold: set[tuple[int, int, int]] = set()
    for number, (a, b) in enumerate(pairs):
        comparison = compare_stretches(a, b)
        gold |= {(number, place, place) for place in range(len(a))}
        found |= {
            (number, ours, theirs)
            for pair in comparison.pairs
            if pair.kind in SAID_ALIKE
            for ours in _within(a, pair.a)
            for theirs in _within(b, pair.b)
        }
    right = len(found & gold)
    return {
        "sentences": len(gold),
        "precision": round(right / len(found), 4),
        "recall": round(right / len(gold), 4),
        "f1": round(2 * right / (len(found) + len(gold)), 4),
    }


def _said_alike(pairs: Iterable[tuple[Stretch, Stretch]]) -> dict[str, float]:
    """The share of the sentences of the first texts that are in a `same` or `reworded` pair."""
    paired = sentences = 0
    for a, b in pairs:
        sentences += len(a)
        for pair in compare_stretches(a, b).pairs:
            paired += len(_within(a, pair.a)) if pair.kind in SAID_ALIKE else 0
    return {"sentences": sentences, "paired": round(paired / sentences, 4)}


def _within(text: Stretch, span: tuple[int, int]) -> list[int]:
    places = [text.span(number, number + 1) for number in range(len(text))]
    return [
        number for number, (start, end) in enumerate(places) if span[0] <= start and end <= span[1]
    ]


def _edits(shared: Path, collection: Collection, encoder: SentenceEncoder) -> dict[str, Any]:
    """For each kind of edit how many were made, and the share of them that is found."""
    chance = random.Random(7)
    tests: dict[str, list[bool]] = {}
    for name in (XQUAD_ZH, XQUAD_ES, DRCD):
        documents = [
            one for some in articles(shared / "evaluation" / name, second_half) for one in some
        ]
        for make, is_found in _KINDS.items():
            edits = list(islice(_made(documents, make, chance), _OF_EACH))
            after = [renamed(one, f"{one.id}-{edit.kind}", edit.after) for one, edit in edits]
            before = [
                renamed(one, f"{one.id}-plain-{edit.kind}", edit.before) for one, edit in edits
            ]
            index_documents(collection, encoder, [*before, *after])
            for (_, edit), old, new in zip(edits, before, after, strict=True):
                seen = is_found(edit, compare(collection, old.id, new.id))
                tests.setdefault(edit.kind, []).append(seen)
                if not seen:
                    print(f"not found: {edit.kind} in {old.id}: {edit.old} | {edit.new}")
    return {
        kind: {"made": len(found), "found": round(sum(found) / len(found), 4)}
        for kind, found in tests.items()
    }


def _made(
    documents: Iterable[Document],
    make: Callable[[str, random.Random], Edit | None],
    chance: random.Random,
) -> Iterator[tuple[Document, Edit]]:
    """Edits of paragraphs of several sentences that make one passage."""
    for document in documents:
        text = document.text.strip("\ufeff \n")
        edit = make(text, chance) if len(sentences(text)) > 1 and width(text) < 400 else None
        if edit is not None:
            yield document, edit


def _is_dropped(edit: Edit, found: Comparison) -> bool:
    """That sentence alone is only in A; nothing is only in B, all else is the same."""
    return (
        [found.a.text[slice(*span)] for span in found.only_a] == [edit.old]
        and not found.only_b
        and all(pair.kind == "same" and not pair.moved for pair in found.pairs)
    )


def _is_swapped(edit: Edit, found: Comparison) -> bool:
    """Everything is the same, and one of the two is moved, nothing else."""
    moved = [found.a.text[slice(*pair.a)] for pair in found.pairs if pair.moved]
    return (
        not found.only_a
        and not found.only_b
        and all(pair.kind == "same" for pair in found.pairs)
        and moved in ([edit.old], [edit.new])
    )


def _is_reworded(edit: Edit, found: Comparison) -> bool:
    """That sentence is paired with what it became, its differences shown; all else is the same."""
    changed = [pair for pair in found.pairs if pair.differences]
    quotes = [
        (found.a.text[slice(*pair.a)], found.b.text[slice(*pair.b)])
        for pair in changed
        if pair.kind in SAID_ALIKE
    ]
    return quotes == [(edit.old, edit.new)] and all(
        pair.kind == "same" for pair in found.pairs if pair not in changed
    )


def _is_renumbered(edit: Edit, found: Comparison) -> bool:
    """The number that was and the one that is disagree, and nothing else does."""
    told = [
        (found.a.text[slice(*one.a)], found.b.text[slice(*one.b)])
        for pair in found.pairs
        for one in pair.disagree
    ]
    return told == [(edit.old, edit.new)]


_KINDS = {
    dropped: _is_dropped,
    swapped: _is_swapped,
    reworded: _is_reworded,
    renumbered: _is_renumbered,
}


def _long(shared: Path, collection: Collection, encoder: SentenceEncoder) -> dict[str, Any]:
    """Seconds to compare two reports: the first time, when dictionaries are still to be read, and
    the best of three; and of the processor alone, for the machine may be doing other things."""
    folder = shared / "collections" / "work-reports"
    paths = [next(iter(sorted(folder.glob(pattern)))) for pattern in _REPORTS]
    index_paths(collection, encoder, paths)
    seconds, processor = [], []
    for _ in range(3):
        begun, busy = time.perf_counter(), time.process_time()
        found = compare(collection, str(paths[0]), str(paths[1]))
        seconds.append(time.perf_counter() - begun)
        processor.append(time.process_time() - busy)
    return {
        "characters": [len(found.a.text), len(found.b.text)],
        "seconds": round(min(seconds), 2),
        "first_seconds": round(seconds[0], 2),
        "processor_seconds": round(min(processor), 2),
        "first_processor_seconds": round(processor[0], 2),
    }
