"""What speaks for it that sentences of one text say the same as sentences of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import script_of, width
from embeddings import mutual_similarity

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
_CANDIDATES = 10  # of each sentence, on the other side
_ROWS = 1024  # of the table of similarities that is in memory at a time
_NEAR = -3.0  # log-odds from which on neighbours are looked at too
_SHARED = 0.08  # of the words of the shorter text
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

    def beads(
        self, kept: NDArray[np.bool_] | None = None, gain: NDArray[Any] | None = None
    ) -> list[Bead]:
        """The pairs that more likely than not say the same; or those kept, with another gain."""
        which = self.gain > 0 if kept is None else kept
        columns = (*self[:4], self.gain if gain is None else gain)
        return [Bead(*row) for row in zip(*(one[which].tolist() for one in columns), strict=True)]

    def found(self, beads: Iterable[Bead]) -> dict[tuple[int, int, int, int], tuple[float, float]]:
        """`alike` and `gain` of the beads, by their places."""
        wanted = {bead.places for bead in beads}
        rows = zip(*(column.tolist() for column in self[:4]), strict=True)
        values = zip(self.alike.tolist(), self.gain.tolist(), strict=True)
        return {row: value for row, value in zip(rows, values, strict=True) if row in wanted}


def own_parts(vectors: Floats, tokens: Places) -> Floats:
    """What sets sentences apart from those around them: float32 (n, p).

    Late chunked vectors of neighbours share what their passage is about, so much that a
    sentence's translation is hardly nearer to it than the sentences around that are. So the mean
    token vector of the neighbourhood is taken out of every token. The neighbourhood counts
    a few tokens of mean zero besides, so that a sentence that stands alone stays what it is.

    >>> own_parts(np.float32([[20, 0], [0, 0]]), np.array([4, 1])).tolist()
    [[12.0, 0.0], [-2.0, 0.0]]
    """
    count = len(vectors)
    sums = np.vstack([np.zeros_like(vectors[:1]), np.cumsum(vectors, axis=0, dtype=np.float64)])
    sizes = np.concatenate([[0], np.cumsum(tokens)])
    first = np.maximum(np.arange(count) - AROUND, 0)
    last = np.minimum(np.arange(count) + AROUND + 1, count)
    mean = (sums[last] - sums[first]) / (sizes[last] - sizes[first] + _PRIOR)[:, None]
    own: Floats = (vectors - tokens[:, None] * mean).astype(np.float32)
    return own


class Between(NamedTuple):
    """What lies between two texts.

    languages: they are in different languages, though in one script
    passages:  no more than that: they stand in one document. Its sentences were read in each
               other's company, so that their vectors tell what it is about and hardly what each of
               them says; within a language their wording alone counts
    """

    languages: bool
    passages: bool


class Side:
    """A stretch, made ready for being compared."""

    def __init__(self, stretch: Stretch) -> None:
        texts = [sentence.text for sentence in stretch.sentences]
        sizes = np.array([len(one) for one in stretch.tokens], np.int64)
        sums = [one.sum(0, dtype=np.float32) for one in stretch.tokens]
        self.document = stretch.document.id
        self.tokens = stretch.tokens
        self.vectors = np.stack(sums) if sums else np.empty((0, 1), np.float32)
        self.own = own_parts(self.vectors, sizes)
        self.widths = np.array([width(text) for text in texts], np.int64)
        self.wordings = [wording(text) for text in texts]
        self.scripts = np.array([script_of(text) for text in texts], np.str_)

    def __len__(self) -> int:
        return len(self.tokens)


def weigh(a: Side, b: Side, model: AlignmentModel) -> Evidence:
    """What speaks for each pair of stretches of the two texts that may say the same.

    Those are the pairs of a sentence with one of those nearest to it, or in the same words; and,
    around the better ones, pairs in the other shapes. Memory is in proportion to the sentences,
    not to their product.
    """
    between = Between(_in_other_words(a, b), a.document == b.document)
    single = _in_batches(a, b, _candidates(a, b, model), (1, 1), between, model)
    near = np.column_stack([single.a, single.b])[single.gain > _NEAR]
    others = [
        _in_batches(a, b, _corners(near, shape, len(a), len(b)), shape, between, model)
        for shape in list(SHAPES)[1:]
    ]
    return _joined([single, *others])


def pairs_evidence(
    a: Side,
    b: Side,
    first: Places,
    b_first: Places,
    shape: tuple[int, int],
    between: Between,
    model: AlignmentModel,
) -> Evidence:
    """The evidence for the pairs that begin at given sentences, int64 (k,) each, in one shape.

    Sentences in different scripts are in different languages, whatever else is between the texts.
    """
    size, b_size = shape
    features = pair_features(a, b, first, b_first, shape)
    whole = features[:, 0]
    across = (a.scripts[first] != b.scripts[b_first]) | between.languages
    late, alike = np.zeros_like(whole), np.zeros_like(whole)
    for at, (place, b_place) in enumerate(zip(first.tolist(), b_first.tolist(), strict=True)):
        ours, theirs = slice(place, place + size), slice(b_place, b_place + b_size)
        if whole[at] >= model.said or a.wordings[place] == b.wordings[b_place]:
            alike[at] = similarity(sum(a.wordings[ours], ()), sum(b.wordings[theirs], ()))
            if not across[at] and alike[at] >= model.shared and not between.passages:
                late[at] = mutual_similarity(
                    np.concatenate(a.tokens[ours]), np.concatenate(b.tokens[theirs])
                )
    meaning = np.where(across, model.meaning(features), model.matches(late[:, None]))
    meaning[(whole < model.said) | (~across & (alike < model.shared))] = -np.inf
    gain = np.maximum(meaning, model.wording(alike[:, None])) + SHAPES[shape]
    return Evidence(first, first + size, b_first, b_first + b_size, whole, alike, gain)


def _in_other_words(a: Side, b: Side) -> bool:
    """Whether two texts that are in one script, but not Chinese, are in different languages.

    Then they hardly share words, not even the common ones.
    """
    if {*a.scripts, *b.scripts} != {"other"}:
        return False
    ours = Counter(word for one in a.wordings for word in one)
    theirs = Counter(word for one in b.wordings for word in one)
    return (ours & theirs).total() < _SHARED * min(ours.total(), theirs.total())


def _in_batches(
    a: Side,
    b: Side,
    corners: NDArray[np.int64],
    shape: tuple[int, int],
    between: Between,
    model: AlignmentModel,
) -> Evidence:
    starts = range(0, max(len(corners), 1), _AT_ONCE)
    parts = [corners[start : start + _AT_ONCE] for start in starts]
    return _joined(
        [pairs_evidence(a, b, part[:, 0], part[:, 1], shape, between, model) for part in parts]
    )


def _joined(parts: Iterable[Evidence]) -> Evidence:
    return Evidence(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


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
