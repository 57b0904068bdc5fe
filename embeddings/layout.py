"""Vectors to places on a plane, and places to clusters, with scikit-learn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

_COMPONENTS = 40  # of the vectors that t-SNE sees: the rest is mostly noise, and costs time
_PERPLEXITY = 30.0  # how many neighbours each place minds
_STEPS = 500
_FEW = 8  # vectors; among fewer there are no neighbourhoods to keep


def on_a_plane(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """A place for each vector, near vectors near each other: float32 (n, 2), between 0 and 1.

    The first principal components, then t-SNE (van der Maaten & Hinton 2008, in the form of
    Barnes & Hut 2014) that begins from the first two of them, so that it is the same every time.
    """
    n = len(vectors)
    if n < 2:
        return np.full((n, 2), 0.5, np.float32)
    if (vectors == vectors[0]).all():
        return np.full((n, 2), 0.5, np.float32)
    components = min(_COMPONENTS, n - 1, vectors.shape[1])
    reduced = PCA(components, svd_solver="full").fit_transform(vectors)
    if n < _FEW:
        places = np.pad(reduced, ((0, 0), (0, 1)))[:, :2]
    else:
        perplexity = min(_PERPLEXITY, (n - 1) / 3)
        places = TSNE(
            2, perplexity=perplexity, max_iter=_STEPS, init="pca", random_state=0, n_jobs=1
        ).fit_transform(reduced)
    return in_unit_square(places)


def in_unit_square(places: NDArray[np.float32]) -> NDArray[np.float32]:
    """Moved and shrunk, keeping its proportions, to fit between 0 and 1 on both axes.

    >>> in_unit_square(np.array([[-2, 0], [2, 1]], np.float32)).tolist()
    [[0.0, 0.375], [1.0, 0.625]]
    """
    low, high = places.min(0), places.max(0)
    side = float((high - low).max()) or 1.0
    return np.asarray((places - (low + high) / 2) / side + 0.5, np.float32)


def clusters(places: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Each place's cluster by k-means (Lloyd 1982): int64 (n,), the largest cluster being 0."""
    different = len(np.unique(places, axis=0))
    if not different:
        return np.empty(0, np.int64)
    found = KMeans(min(count, different), n_init=4, random_state=0).fit_predict(places)
    sizes = np.bincount(found)
    rank: NDArray[np.int64] = np.empty(len(sizes), np.int64)
    rank[np.lexsort((np.arange(len(sizes)), -sizes))] = np.arange(len(sizes))
    numbers: NDArray[np.int64] = rank[found]
    return numbers
