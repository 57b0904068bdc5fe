"""Two passages or documents laid side by side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from corpus import CleanText, Document

from ..answer import Span
from ..collection.collection import Collection
from ..retrieval.linear_model import probability
from .alignment_model import AlignmentModel, default_alignment_model
from .chain import Bead, best_first, explain, moved
from .disagreement import Disagreement, disagreements
from .evidence import Evidence, Side, weigh
from .stretch import Stretch, find_stretch
from .wording import Difference, differences, wording
from .wording import similarity as alike

SAID_ALIKE = ("same", "reworded")
_WORTH_SHOWING = 0.3  # share of wording that is alike below which differences are everywhere


@dataclass(frozen=True, slots=True)
class Pair:
    """Text of A at `a` and of B at `b` that belong together; all spans are in their documents.

    kind:        `same`: in the same words, or nearly; `reworded`: the same in other words or in
                 another language; `related`: on the same subject, saying something else
    similarity:  0 to 1: the share of wording that is alike, or the probability that both say the
                 same, whichever is more
    moved:       it stands in another order in B than most of the text
    differences: where the wording differs; none for a pair that shares little of its wording
    disagree:    numbers, dates and names that do not agree
    """

    a: Span
    b: Span
    kind: str
    similarity: float
    moved: bool
    differences: tuple[Difference, ...]
    disagree: tuple[Disagreement, ...]


class Row(NamedTuple):
    """What stands side by side: the two spans of a pair, or a span that only one text has."""

    a: Span | None
    b: Span | None
    pair: Pair | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs in the order of A; what only A or only B has; how much of each both say, 0 to 1.

    `shared_a` is the share of A's characters that stand in `same` or `reworded` pairs.
    """

    a: Document
    b: Document
    pairs: tuple[Pair, ...]
    only_a: tuple[Span, ...]
    only_b: tuple[Span, ...]
    shared_a: float
    shared_b: float

    def rows(self) -> list[Row]:
        """In the order of A; what only B has before the pair that it stands before in B."""
        order = sorted((pair.b[0], pair.a[0]) for pair in self.pairs if not pair.moved)
        starts = [b for b, _ in order]
        places = [*accumulate((a for _, a in reversed(order)), min)][::-1]
        places.append(len(self.a.text) + 1)
        rows = [(pair.a[0], 1, Row(pair.a, pair.b, pair)) for pair in self.pairs]
        rows += [(span[0], 1, Row(span, None, None)) for span in self.only_a]
        rows += [
            (places[bisect_left(starts, span[1])], 0, Row(None, span, None)) for span in self.only_b
        ]
        return [row for _, _, row in sorted(rows, key=lambda row: row[:2])]


def compare(
    collection: Collection, a: str, b: str, model: AlignmentModel | None = None
) -> Comparison:
    """Lay two indexed passages or documents side by side; nothing is encoded again.

    Args:
        a, b: each the id of a passage, the id of a document, or the path of an indexed file.

    Raises:
        UsageError: the collection has nothing of that name.
    """
    return compare_stretches(find_stretch(collection, a), find_stretch(collection, b), model)


def compare_stretches(a: Stretch, b: Stretch, model: AlignmentModel | None = None) -> Comparison:
    """Align the sentences of two stretches of text (see `evidence` and `chain`)."""
    model = model or default_alignment_model()
    evidence = weigh(Side(a), Side(b), model)
    said = explain(evidence.beads())
    related = best_first(_related(evidence, model), said)
    out_of_order = dict(zip(said, moved(said), strict=True))
    found = evidence.found([*said, *related])
    pairs = []
    for bead in sorted([*said, *related]):
        share, gain = found[bead.places]
        kind = "related"
        if bead in out_of_order:
            kind = "same" if share >= model.same else "reworded"
        likely = float(probability(np.array(gain)))
        pair = _pair(a, b, bead, kind, max(share, likely), out_of_order.get(bead, False))
        pairs.append(pair)
    ours, theirs = [bead.in_a for bead in said], [bead.in_b for bead in said]
    return Comparison(
        a.document,
        b.document,
        tuple(pairs),
        tuple(_left_over(a, ours + [bead.in_a for bead in related])),
        tuple(_left_over(b, theirs + [bead.in_b for bead in related])),
        _share(a, ours),
        _share(b, theirs),
    )


def _related(evidence: Evidence, model: AlignmentModel) -> list[Bead]:
    """Single sentences that are near in meaning; the gain is their cosine."""
    single = (evidence.a_end - evidence.a == 1) & (evidence.b_end - evidence.b == 1)
    return evidence.beads(single & (evidence.whole >= model.least), evidence.whole)


def _pair(a: Stretch, b: Stretch, bead: Bead, kind: str, similarity: float, moved: bool) -> Pair:
    ours, theirs = a.text(*bead.in_a), b.text(*bead.in_b)
    differing: list[Difference] = []
    disagreeing: list[Disagreement] = []
    if kind in SAID_ALIKE:
        if alike(wording(ours.text), wording(theirs.text)) >= _WORTH_SHOWING:
            differing = differences(ours.text, theirs.text)
        disagreeing = disagreements(ours.text, theirs.text, differing)
    return Pair(
        a.span(*bead.in_a),
        b.span(*bead.in_b),
        kind,
        similarity,
        moved,
        tuple(Difference(_place(ours, one.a), _place(theirs, one.b)) for one in differing),
        tuple(
            Disagreement(one.kind, _place(ours, one.a), _place(theirs, one.b))
            for one in disagreeing
        ),
    )


def _place(text: CleanText, span: Span) -> Span:
    """A span of the readable text in its document; an empty one stays empty."""
    start, end = span
    if start < end:
        return int(text.spans[start, 0]), int(text.spans[end - 1, 1])
    at = int(text.spans[start - 1, 1] if start else text.spans[0, 0])
    return at, at


def _left_over(text: Stretch, taken: Sequence[Span]) -> Iterator[Span]:
    """Where the sentences that are in no pair stand; one stretch where nothing is between them."""
    used = {place for first, last in taken for place in range(first, last)}
    written = text.document.text
    open_: Span | None = None
    for place in range(len(text)):
        start, end = text.span(place, place + 1)
        if open_ and (place in used or written[open_[1] : start].strip()):
            yield open_
            open_ = None
        if place not in used:
            open_ = (open_[0] if open_ else start, end)
    if open_:
        yield open_


def _share(text: Stretch, taken: Sequence[Span]) -> float:
    """Characters of the sentences that are taken, over those of all; 0 of nothing."""
    sizes = [len(sentence.text) for sentence in text.sentences]
    used = sum(sum(sizes[first:last]) for first, last in taken)
    return used / sum(sizes) if used else 0.0
