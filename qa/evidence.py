"""What speaks for it that sentences of one text say the same as sentences of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import width

from .alignment_model import AlignmentModel
from .chain import Bead
from .stretch import Stretch
from .wording import similarity, wording

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

# Sentences of either side in a bead, and the log of how often such beads are found for each one of
# 1-1 (Gale & Church 1993, table 5).
SHAPES = {(1, 1): 0.0, (1, 2): -3.0, (2, 1): -3.0, (2, 2): -4.4}
AROUND = 3  # sentences before and after a sentence that it is set against
_PRIOR = 5.0  # tokens
_CANDIDATES = 16  # of each sentence, on the other side
_ROWS = 1024  # of the table of similarities that is in memory at a time
_AT_ONCE = 50_000  # pairs whose vectors are in memory at a time


class Evidence(NamedTuple):
    """Of k pairs of stretches, [a, a_end) and [b, b_end), int64 (k,) each.

    whole: cosine of their vectors, float32 (k,)
    alike: share of their wording that is alike, float32 (k,); 0 where it was not worth reading
    gain:  log-odds that they say the same, float64 (k,)
    """

    a: Places
    a_end: Places
    b: Places
    b_end: Places
    whole: Floats
    alike: Floats
    gain: NDArray[np.float64]

    def beads(self) -> list[Bead]:
        """The pairs that more likely than not say the same."""
        kept = self.gain > 0
        columns = (self.a, self.a_end, self.b, self.b_end, self.gain)
        return [Bead(*row) for row in zip(*(one[kept].tolist() for one in columns), strict=True)]


def own_parts(vectors: Floats, tokens: Places) -> Floats:
    """What sets sentences apart from those around them: float32 (n, p).

    Late chunked vectors of neighbours share what their passage is about, so much that a
    sentence's translation is hardly nearer to it than the sentences around that are. So the mean
    token vector of the neighbourhood is taken out of every token. The neighbourhood counts
    a few tokens of mean zero besides, so that a sentence that stands alone stays what it is.

    >>> own_parts(np.float32([[9, 0], [0, 0]]), np.array([4, 1])).tolist()
    [[5.4, 0.0], [-0.9, 0.0]]
    """
    count = len(vectors)
    sums = np.vstack([np.zeros_like(vectors[:1]), np.cumsum(vectors, axis=0, dtype=np.float64)])
    sizes = np.concatenate([[0], np.cumsum(tokens)])
    first = np.maximum(np.arange(count) - AROUND, 0)
    last = np.minimum(np.arange(count) + AROUND + 1, count)
    mean = (sums[last] - sums[first]) / (sizes[last] - sizes[first] + _PRIOR)[:, None]
    own: Floats = (vectors - tokens[:, None] * mean).astype(np.float32)
    return own



class Side:
    """A stretch, made ready for being compared."""

    def __init__(self, stretch: Stretch) -> None:
        self.vectors = stretch.vectors
        self.own = own_parts(stretch.vectors, stretch.tokens)
        self.widths = np.array([width(one.text) for one in stretch.sentences], np.int64)
        self.wordings = [wording(one.text) for one in stretch.sentences]

    def __len__(self) -> int:
        return len(self.vectors)


def weigh(a: Side, b: Side, model: AlignmentModel) -> Evidence:
    """What speaks for each pair of stretches of the two texts that may say the same.

    Those are the pairs, in every shape, that hold one of the nearest sentences of a sentence, or
    a sentence in the same words. Memory is in proportion to the sentences, not to their product.
    """
    cells = _candidates(a, b, model)
    found = [
        pairs_evidence(a, b, *corners, shape, model)
        for shape in SHAPES
        for corners in _batches(_corners(cells, shape, len(a), len(b)))
    ]
    return Evidence(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def pairs_evidence(
    a: Side, b: Side, first: Places, b_first: Places, shape: tuple[int, int], model: AlignmentModel
) -> Evidence:
    """The evidence for the pairs that begin at given sentences, int64 (k,) each, in one shape."""
    size, b_size = shape
    features = pair_features(a, b, first, b_first, shape)
    whole = features[:, 0]
    meaning = np.where(whole >= model.said, model.meaning(features), -np.inf)
    alike = np.zeros_like(whole)
    for at, (place, b_place) in enumerate(zip(first.tolist(), b_first.tolist(), strict=True)):
        ours, theirs = a.wordings[place], b.wordings[b_place]
        if whole[at] >= model.least or ours == theirs:
            alike[at] = similarity(
                _joined(a.wordings, place, size), _joined(b.wordings, b_place, b_size)
            )
    gain = np.maximum(meaning, model.wording(alike[:, None])) + SHAPES[shape]
    return Evidence(first, first + size, b_first, b_first + b_size, whole, alike, gain)


def pair_features(
    a: Side, b: Side, first: Places, b_first: Places, shape: tuple[int, int]
) -> Floats:
    """The columns of `alignment_model.MEANING`: float32 (k, 3)."""
    size, b_size = shape
    whole = _cosines(_summed(a.vectors, first, size), _summed(b.vectors, b_first, b_size))
    own = _cosines(_summed(a.own, first, size), _summed(b.own, b_first, b_size))
    ratio = _summed(a.widths, first, size) / _summed(b.widths, b_first, b_size)
    return np.column_stack([whole, own, np.abs(np.log(ratio))]).astype(np.float32)


def _summed(rows: NDArray[Any], first: Places, size: int) -> NDArray[Any]:
    return sum((rows[first + step] for step in range(1, size)), start=rows[first])


def _joined(wordings: list[tuple[str, ...]], first: int, size: int) -> tuple[str, ...]:
    return sum(wordings[first + 1 : first + size], start=wordings[first])


def _cosines(a: Floats, b: Floats) -> Floats:
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    cosines: Floats = np.einsum("ij,ij->i", a, b) / np.maximum(lengths, 1e-9)
    return cosines


def _candidates(a: Side, b: Side, model: AlignmentModel) -> NDArray[np.int64]:
    """Sentences that may say the same, int64 (k, 2): by their vectors, or in the same words."""
    ours, theirs = _rows(a, model), _rows(b, model)
    cells = [
        _nearest(ours, theirs),
        _nearest(theirs, ours)[:, ::-1],
        np.array(list(_same_words(a.wordings, b.wordings)), np.int64).reshape(-1, 2),
    ]
    return np.unique(np.concatenate(cells), axis=0)


def _rows(side: Side, model: AlignmentModel) -> Floats:
    """Vectors whose inner products are the model's log-odds but for width and intercept."""
    whole, own = np.maximum(model.meaning.weights[:2], 0.0)
    return np.hstack([np.sqrt(whole) * _unit(side.vectors), np.sqrt(own) * _unit(side.own)]).astype(
        np.float32
    )


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


def _nearest(a: Floats, b: Floats) -> NDArray[np.int64]:
    """For each row of `a` the rows of `b` with the largest inner products: int64 (k, 2)."""
    count = min(_CANDIDATES, len(b))
    if not count or not len(a):
        return np.empty((0, 2), np.int64)
    found = []
    for start in range(0, len(a), _ROWS):
        table = a[start : start + _ROWS] @ b.T
        columns = np.argpartition(-table, count - 1, axis=1)[:, :count]
        rows = np.repeat(np.arange(start, start + len(table)), count)
        found.append(np.column_stack([rows, columns.reshape(-1)]))
    return np.concatenate(found)


def _same_words(a: list[tuple[str, ...]], b: list[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Sentences in the same words; of those that come back often, each with a few at its turn."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, words in enumerate(b):
        places.setdefault(words, []).append(place)
    turns: dict[tuple[str, ...], int] = {}
    for place, words in enumerate(a):
        turn = turns[words] = turns.get(words, -1) + 1
        first = max(turn - _CANDIDATES // 2, 0)
        for other in places.get(words, ())[first : first + _CANDIDATES] if words else ():
            yield place, other


def _corners(
    cells: NDArray[np.int64], shape: tuple[int, int], count: int, b_count: int
) -> NDArray[np.int64]:
    """Where pairs of a shape begin that hold one of the cells: int64 (k, 2)."""
    size, b_size = shape
    steps = [(da, db) for da in range(size) for db in range(b_size)]
    corners = np.unique(np.concatenate([cells - step for step in steps]), axis=0)
    inside = (corners >= 0).all(1) & (corners <= [count - size, b_count - b_size]).all(1)
    return corners[inside]


def _batches(corners: NDArray[np.int64]) -> Iterator[tuple[Places, Places]]:
    for start in range(0, max(len(corners), 1), _AT_ONCE):
        yield corners[start : start + _AT_ONCE, 0], corners[start : start + _AT_ONCE, 1]
