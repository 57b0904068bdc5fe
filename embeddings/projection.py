"""Token vectors made small: centred, freed of the language they are in, and projected.

Three things are taken out of the token vectors of a sentence model before they are compared: the
mean that all of them share, which only shifts every similarity; the directions in which the means
of languages differ, which let a passage in the question's language beat the right one in another;
and all but the directions of the largest variance (principal components).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

STEPS = 254  # int8 steps for a component of length 1; components beyond ±½ are cut off there


class TokenProjection(NamedTuple):
    """mean: float32 (d,); basis: float32 (d, p), p being the size of a stored token vector."""

    mean: NDArray[np.float32]
    basis: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path) -> Self:
        with np.load(path) as arrays:
            return cls(arrays["mean"].astype(np.float32), arrays["basis"].astype(np.float32))

    def save(self, path: Path) -> None:
        np.savez(path, mean=self.mean.astype(np.float16), basis=self.basis.astype(np.float16))

    @classmethod
    def fit(cls, tokens: Mapping[str, NDArray[np.float32]], size: int = 128) -> Self:
        """From token vectors by language or script, each float32 (n, d).

        The mean and the language directions weigh every language the same, however many of its
        tokens there are.
        """
        means = {language: vectors.mean(0) for language, vectors in tokens.items()}
        mean = np.mean(list(means.values()), axis=0)
        differences = np.stack([one - mean for one in means.values()])
        directions = np.linalg.svd(differences, full_matrices=False)[2][: len(means) - 1]
        without = np.eye(len(mean)) - directions.T @ directions
        centred = np.concatenate([tokens[name] - means[name] for name in tokens]) @ without
        _, components = np.linalg.eigh(centred.T @ centred)
        basis = without @ components[:, ::-1][:, :size]
        return cls(mean.astype(np.float32), basis.astype(np.float32))

    @property
    def fingerprint(self) -> str:
        """Tells two projections apart."""
        values = self.mean.astype(np.float16).tobytes() + self.basis.astype(np.float16).tobytes()
        return hashlib.sha256(values).hexdigest()[:8]

    def project(self, tokens: NDArray[np.float32]) -> NDArray[np.int8]:
        """Token vectors, float32 (t, d), as int8 (t, p): unit vectors in steps of 1 / STEPS."""
        projected = (tokens - self.mean) @ self.basis
        lengths = np.linalg.norm(projected, axis=1, keepdims=True)
        unit = projected / np.maximum(lengths, 1e-9)
        steps: NDArray[np.int8] = np.clip(np.rint(unit * STEPS), -127, 127).astype(np.int8)
        return steps
