"""How a question compares with passages that have nothing to do with it.

Similarities of a sentence model have no zero: one question is near everything, another near
nothing, and a passage in the question's own language is always a little nearer. So every question
is also compared with a fixed lot of passages in each script, and what a passage scores counts from
their mean, as speaker verification does it ("test normalisation", Auckenthaler et al. 2000). And
passages in another script than the question's are looked for from where their mean is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from corpus import mostly_letters
from embeddings import CodedTokens, coded_similarities, token_matches

from .store import Store

SIZE = 64  # passages of each script
_PRIOR = 8  # passages of all scripts that a script with few of its own borrows


class Baseline(NamedTuple):
    """Mean similarities of one question to passages in one script, and their spread."""

    late: float
    lowest: float
    dense: float
    sentence: float
    spread: float


class Baselines(NamedTuple):
    """The same of n passages, float64 (n,) each."""

    late: NDArray[np.float64]
    lowest: NDArray[np.float64]
    dense: NDArray[np.float64]
    sentence: NDArray[np.float64]
    spread: NDArray[np.float64]

    @classmethod
    def of(cls, each: Sequence[Baseline]) -> Self:
        """Of one or more passages."""
        return cls(*np.array(each).T)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Vectors of the lot, one passage after the other.

    script:    of each of n passages
    vectors:   float32 (n, d)
    sentences: float32 (m, d), of passage i the rows bounds[i]:bounds[i + 1]
    tokens:    of each passage, all of them one stretch
    written:   the scripts that a lot could be filled from, mostly with words: numbers have none
    """

    script: NDArray[np.str_]
    vectors: NDArray[np.float32]
    sentences: NDArray[np.float32]
    bounds: NDArray[np.int64]
    tokens: tuple[CodedTokens, ...]
    written: frozenset[str]

    @classmethod
    def draw(cls, store: Store, dimensions: int) -> Cohort:
        """The same passages for the same collection, in whatever order it was indexed."""
        lots = {script: store.lots(script, SIZE) for script in sorted(store.scripts())}
        stored = store.tokens.coded(row for rows in lots.values() for row in rows)
        rows = [row for some in lots.values() for row in some if stored[row].codes]
        script = {row: name for name, some in lots.items() for row in some}
        vectors = store.vectors(rows)
        place = {row: i for i, row in enumerate(vectors.rows.tolist())}
        sentences = store.sentence_vectors(rows, dimensions)
        return cls(
            np.array([script[row] for row in rows], np.str_),
            vectors.vectors[[place[row] for row in rows]].reshape(-1, dimensions),
            np.concatenate([np.empty((0, dimensions), np.float32), *map(sentences.get, rows)]),
            _bounds([len(sentences[row]) for row in rows]),
            tuple(stored[row]._replace(sizes=stored[row].sizes.sum(keepdims=True)) for row in rows),
            frozenset(
                name
                for name, some in lots.items()
                if len(some) == SIZE and _are_words(store, set(some).intersection(rows))
            ),
        )

    def in_other_scripts(
        self, vector: NDArray[np.float32], asked_in: str
    ) -> list[NDArray[np.float32]]:
        """A question's vector, (d,), as if it were asked in each other script of the collection.

        The vectors of a language lie around a mean of their own, and differ by little else from
        those of another that say the same (Libovický, Rosa & Fraser 2020). Only scripts count
        that the collection has much written in; none where the question's is none of them.
        """
        others = sorted(self.written - {asked_in})
        if asked_in not in self.written or not others:
            return []
        means = {script: self.vectors[self.script == script].mean(0) for script in self.written}
        return [vector - means[asked_in] + means[one] for one in others]

    def baselines(
        self, vector: NDArray[np.float32], tokens: NDArray[np.int8]
    ) -> dict[str, Baseline]:
        """By script; a script with few passages borrows from all of them."""
        if not len(self.script):
            return {}
        matches = token_matches(coded_similarities(tokens, self.tokens))
        best = np.maximum.reduceat(self.sentences @ vector, self.bounds[:-1])
        columns = np.stack([matches.mean, matches.lowest, self.vectors @ vector, best])
        everywhere = columns.mean(1)
        spread = float(matches.mean.std())
        found = {}
        for script in np.unique(self.script):
            own = columns[:, self.script == script]
            borrowed = _PRIOR * max(0.0, 1 - own.shape[1] / SIZE)
            means = (own.sum(1) + borrowed * everywhere) / (own.shape[1] + borrowed)
            late, lowest, dense, sentence = means.tolist()
            found[str(script)] = Baseline(late, lowest, dense, sentence, spread)
        return found


def _are_words(store: Store, rows: Iterable[int]) -> bool:
    """Whether most of a full lot's passages are here, and say something in words."""
    return 2 * sum(map(mostly_letters, store.texts(rows).values())) > SIZE


def _bounds(sizes: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
