"""Sentences that say the same in other words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings import nearest_to_each

from .coverage import Shared
from .letters import Letters, is_wide
from .runs import SHORTEST, SHORTEST_WESTERN

NEAREST = 16  # of each sentence, those in its own document among them
CHANCE = 0.99  # of random pairs of sentences are less near each other than a pair must be
ENOUGH = 0.35  # of the weight of two sentences' character pairs is in both
VERBATIM = 0.8  # of a sentence in runs: it is known already
_RANDOM_PAIRS = 20_000
_PAIRS_AT_ONCE = 20_000

Pair = tuple[NDArray[np.int64], NDArray[np.int64]]


class CharacterPairs(NamedTuple):
    """The different pairs of neighbouring letters of s sentences.

    pairs:   int64 (t,), numbers of pairs, ascending within a sentence
    bounds:  int64 (s + 1,); sentence i has pairs[bounds[i]:bounds[i + 1]]
    weights: float64 (number of pairs,), by `weights`
    """

    pairs: NDArray[np.int64]
    bounds: NDArray[np.int64]
    weights: NDArray[np.float64]


class Reworded(NamedTuple):
    """Pairs of sentences; similarity is float64 (r,), `weighted_dice` of each pair."""

    sentences: Shared
    similarity: NDArray[np.float64]


def reworded(
    letters: Letters,
    vectors: NDArray[np.float32],
    runs: Shared,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Reworded:
    """Sentences of different texts that are near in meaning and share their telling characters.

    The nearest few of each sentence by vector are looked at, if they are nearer than chance.
    Nearness alone finds the same subject rather than the same statement: only pairs that also
    share enough pairs of letters, rare ones counting more, are kept. Sentences in different
    scripts are therefore never found.

    Args:
        vectors: float32 (s, d), unit rows, of `letters.sentences`.
        runs: what is shared verbatim; sentences that mostly stand in it are left out.
    """
    long = _long_enough(letters)
    sentences, vectors = letters.sentences[long], vectors[long]
    texts = letters.text_of(sentences[:, 0])
    if len(sentences) < 2:
        nothing = np.empty(0, np.int64)
        return Reworded(Shared(nothing, nothing, nothing, nothing), np.empty(0))
    near = nearest_to_each(vectors, NEAREST, progress)
    a = np.repeat(np.arange(len(sentences)), near.rows.shape[1])
    b = near.rows.reshape(-1)
    new = _share_in(runs, sentences, len(letters.codes)) < VERBATIM
    kept = (texts[a] != texts[b]) & (near.scores.reshape(-1) >= chance(vectors, texts))
    kept &= new[a] & new[b]
    a, b = np.unique(np.sort(np.stack([a[kept], b[kept]], axis=1), axis=1), axis=0).T
    similarity = weighted_dice(character_pairs(letters.codes, sentences), a, b)
    enough = similarity >= ENOUGH
    a, b = a[enough], b[enough]
    starts, lengths = sentences[:, 0], np.diff(sentences, axis=1)[:, 0]
    return Reworded(Shared(starts[a], lengths[a], starts[b], lengths[b]), similarity[enough])


def chance(vectors: NDArray[np.float32], texts: NDArray[np.int64]) -> float:
    """The cosine that CHANCE of random pairs from different texts stay under.

    It makes one rule for every model: e5's cosines of unrelated sentences lie around 0.87.
    """
    a, b = np.random.default_rng(0).integers(0, len(vectors), (2, _RANDOM_PAIRS))
    different = texts[a] != texts[b]
    cosines = np.einsum("ij,ij->i", vectors[a[different]], vectors[b[different]])
    return float(np.quantile(cosines, CHANCE)) if len(cosines) else 1.0


def character_pairs(codes: NDArray[np.uint32], spans: NDArray[np.int64]) -> CharacterPairs:
    """The character pairs of stretches of codes, int64 (s, 2), and what each pair weighs."""
    sizes = np.maximum(np.diff(spans, axis=1)[:, 0] - 1, 0)
    holders = np.repeat(np.arange(len(spans)), sizes)
    places = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    places += np.repeat(spans[:, 0], sizes)
    both = codes[places].astype(np.int64) << 32 | codes[places + 1]
    names, numbers = np.unique(both, return_inverse=True)
    once = np.unique(holders * max(len(names), 1) + numbers)
    holders, numbers = once // max(len(names), 1), once % max(len(names), 1)
    bounds = np.searchsorted(holders, np.arange(len(spans) + 1))
    return CharacterPairs(numbers, bounds, weights(np.bincount(numbers), len(spans)))


def weights(frequencies: NDArray[np.int64], sentences: int) -> NDArray[np.float64]:
    """Inverse sentence frequency, ln(n / f) (Spärck Jones 1972).

    >>> weights(np.array([1, 4]), 4).round(3).tolist()
    [1.386, 0.0]
    """
    return np.log(sentences / frequencies)


def weighted_dice(
    sentences: CharacterPairs, a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Twice the weight of what two sentences share over the weight of both (Dice 1945): (r,)."""
    own = np.add.reduceat(
        np.append(sentences.weights[sentences.pairs], 0.0), sentences.bounds[:-1]
    ) * (np.diff(sentences.bounds) > 0)
    found = [np.empty(0)]
    for start in range(0, len(a), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        both = own[a[part]] + own[b[part]]
        found.append(2 * _common_weight(sentences, a[part], b[part]) / np.where(both, both, 1.0))
    return np.concatenate(found)


def _common_weight(
    sentences: CharacterPairs, a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.float64]:
    size = len(sentences.weights)
    keys = np.sort(np.concatenate([_keys(sentences, a, size), _keys(sentences, b, size)]))
    twice = keys[1:][keys[1:] == keys[:-1]]
    return np.bincount(twice // size, sentences.weights[twice % size], len(a)).astype(np.float64)


def _keys(sentences: CharacterPairs, chosen: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Place in `chosen` × size + pair, for each pair of each chosen sentence."""
    first = sentences.bounds[chosen]
    sizes = sentences.bounds[chosen + 1] - first
    places = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes - first, sizes)
    keys: NDArray[np.int64] = np.repeat(np.arange(len(chosen)), sizes) * size
    keys += sentences.pairs[places]
    return keys


def _long_enough(letters: Letters) -> NDArray[np.bool_]:
    start, end = letters.sentences.T
    wide = np.concatenate([[0], np.cumsum(is_wide(letters.codes))])
    shortest: NDArray[np.int64] = np.where(wide[end] > wide[start], SHORTEST, SHORTEST_WESTERN)
    found: NDArray[np.bool_] = end - start >= shortest
    return found


def _share_in(runs: Shared, spans: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """float64 (s,), the share of each span's letters that stands in a run."""
    change = np.bincount(np.append(runs.a, runs.b), minlength=size + 1)
    ends = np.append(runs.a + runs.length_a, runs.b + runs.length_b)
    change -= np.bincount(ends, minlength=size + 1)
    inside = np.append(0, np.cumsum(np.cumsum(change[:-1]) > 0))
    start, end = spans.T
    shares: NDArray[np.float64] = (inside[end] - inside[start]) / np.maximum(end - start, 1)
    return shares
