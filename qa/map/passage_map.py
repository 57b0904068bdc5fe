"""A collection as a map: passages on a plane, near ones near each other, in named clusters."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from corpus import Passage

from ..answer import Answer
from ..collection.collection import Collection
from ..collection.records import DocumentSummary
from ..collection.store import Store
from .cluster_words import name_groups

MOST = 6000  # passages drawn; t-SNE takes half a minute for so many, and more cannot be told apart
_MOST_CLUSTERS = 24

Progress = Callable[[str, int, int], None]  # what is being done, steps of it done, steps in all


@dataclass(frozen=True, slots=True)
class Cluster:
    """The words that tell it from the others, how many points it has, and the middle of them."""

    words: tuple[str, ...]
    size: int
    place: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class PassageMap:
    """n passages drawn of all `passages_in_all`, by document and order in it.

    places:         float32 (n, 2), between 0 and 1
    cluster:        int64 (n,), numbers of `clusters`, the largest being 0
    documents:      by id
    hits:           points that answer `question`, best first
    question_place: in the middle of its hits, None where there are none
    """

    passages: tuple[Passage, ...]
    documents: dict[str, DocumentSummary]
    places: NDArray[np.float32]
    cluster: NDArray[np.int64]
    clusters: tuple[Cluster, ...]
    passages_in_all: int
    question: str | None
    hits: tuple[int, ...]
    question_place: tuple[float, float] | None

    @property
    def is_sample(self) -> bool:
        return len(self.passages) < self.passages_in_all

    def with_answer(self, answer: Answer) -> PassageMap:
        """The same map with a question and its hits in it, those of them that are drawn."""
        point = {passage.id: number for number, passage in enumerate(self.passages)}
        hits = tuple(point[hit.passage.id] for hit in answer.hits if hit.passage.id in point)
        middle = _middle(self.places[list(hits)]) if hits else None
        return replace(self, question=answer.question, hits=hits, question_place=middle)


def passage_map(
    collection: Collection,
    answer: Answer | None = None,
    most: int = MOST,
    progress: Progress = lambda what, done, total: None,
) -> PassageMap:
    """The map of a collection, with the question and the hits of an answer in it.

    Of more than `most` passages, so many are drawn at random, the same ones every time, and the
    hits with them.
    """
    from embeddings import clusters, on_a_plane

    store = collection.store
    hits = [hit.passage.id for hit in answer.hits] if answer else []
    progress("reading", 0, 3)
    found = _drawn(store, hits, most)
    vectors = store.vectors(found).vectors
    progress("layout", 1, 3)
    places = on_a_plane(vectors)
    cluster = clusters(places, cluster_count(len(places)))
    progress("names", 2, 3)
    passages = tuple(found.values())
    groups = tuple(_cluster(passages, places, cluster == n) for n in range(_count(cluster)))
    names = name_groups([texts for texts, _, _ in groups])
    progress("done", 3, 3)
    drawn = PassageMap(
        passages,
        {document.id: document for document in store.documents()},
        places,
        cluster,
        tuple(
            Cluster(tuple(words), size, place)
            for words, (_, size, place) in zip(names, groups, strict=True)
        ),
        store.passage_count(),
        question=None,
        hits=(),
        question_place=None,
    )
    return drawn.with_answer(answer) if answer else drawn


def cluster_count(points: int) -> int:
    """As many clusters as points in each, for few points, and never more than can be read.

    >>> [cluster_count(points) for points in (1, 50, 6000)]
    [1, 5, 24]
    """
    return min(max(round(sqrt(points / 2)), 1), _MOST_CLUSTERS)


def palette(count: int) -> list[str]:
    """Colours that can be told apart, as #rrggbb: hues a golden section of the circle apart.

    >>> palette(2)
    ['#cd5151', '#4c6cb8']
    """
    colours = []
    for number in range(count):
        hue = number * 0.618034 % 1
        light, strength = (0.56, 0.55) if number % 2 == 0 else (0.51, 0.43)
        red, green, blue = colorsys.hls_to_rgb(hue, light, strength)
        colours.append(f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}")
    return colours


def _drawn(store: Store, hits: list[str], most: int) -> dict[int, Passage]:
    """Passages by row, ascending: all, or a sample with the hits."""
    rows = store.passage_rows()
    if len(rows) > most:
        sample = np.random.default_rng(0).choice(rows, most, replace=False)
        rows = np.union1d(sample, np.array([*store.rows_of(hits).values()], np.int64))
    found = store.passages(rows.tolist())
    return dict(sorted(found.items()))


def _cluster(
    passages: tuple[Passage, ...], places: NDArray[np.float32], inside: NDArray[np.bool_]
) -> tuple[list[str], int, tuple[float, float]]:
    members = np.flatnonzero(inside).tolist()
    return [passages[one].text for one in members], len(members), _middle(places[members])


def _count(cluster: NDArray[np.int64]) -> int:
    return int(cluster.max(initial=-1)) + 1


def _middle(places: NDArray[np.float32]) -> tuple[float, float]:
    x, y = np.median(places, axis=0).tolist()
    return x, y
