"""Passages that are related to one, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Document, Passage, UsageError, fold, index_terms

from ..collection.collection import Collection
from ..collection.finder import nearest_and_matches
from ..retrieval.telling_words import telling_words
from .alignment_model import AlignmentModel, default_alignment_model
from .compare import SAID_ALIKE, Pair, compare_stretches
from .stretch import Stretch, stretch_of

Reason = Literal["same sentence", "shared words", "near in meaning"]
_CANDIDATES = 60  # by vector, and as many by words
_DUPLICATE = 0.6  # of the characters of one of the two passages stand in the other as well
_WORDS = 0.2  # of what the passage's words tell, if the other has it, is a reason by itself
_NAMED = 8  # words that are named


@dataclass(frozen=True, slots=True)
class Related:
    """A passage that is related to another one.

    similarity: cosine of their mean token vectors, 0 being what texts have that have nothing to do
                with each other
    shared:     the share of one passage's characters that says the same as the other, of the
                passage of which it is more
    reason:     what speaks for it most: a sentence that both have, words, or the meaning alone
    pair:       the sentences that both have, best first in kind; None where they have none
    words:      telling words that both have, the rarest first
    """

    passage: Passage
    document: Document
    similarity: float
    shared: float
    reason: Reason
    pair: Pair | None
    words: tuple[str, ...]


class RelatedPassages(NamedTuple):
    """Near-duplicates, and passages that are merely related; of other documents first."""

    near_duplicates: tuple[Related, ...]
    related: tuple[Related, ...]


def related(
    collection: Collection, passage_id: str, top: int = 10, model: AlignmentModel | None = None
) -> RelatedPassages:
    """Up to `top` passages of either sort; nothing is encoded again.

    Candidates are the nearest by vector and the best by words; each is laid beside the passage.

    Raises:
        UsageError: the collection has no passage of that id.
    """
    model = model or default_alignment_model()
    store = collection.store
    row = store.rows_of([passage_id]).get(passage_id)
    if row is None:
        raise UsageError(
            f"there is no passage {passage_id} in this collection; "
            "passage ids are printed by: python -m qa ask QUESTION --json"
        )
    passage = store.passages([row])[row]
    text = stretch_of(collection, {row: passage})
    weights = _word_weights(collection, passage.text)
    found = []
    for other_row, other in store.passages(_candidates(collection, row, passage.text)).items():
        one = _laid_beside(text, stretch_of(collection, {other_row: other}), other, weights, model)
        if one.similarity >= model.least or one.pair:
            found.append(one)
    found.sort(
        key=lambda one: (
            one.passage.document_id == passage.document_id,
            -max(one.similarity, one.shared),
            one.passage.id,
        )
    )
    return RelatedPassages(
        tuple(one for one in found if one.shared >= _DUPLICATE)[:top],
        tuple(one for one in found if one.shared < _DUPLICATE)[:top],
    )


def _candidates(collection: Collection, row: int, text: str) -> set[int]:
    (vector,) = collection.store.vectors([row]).vectors
    terms = collection.words.rarer(Counter(index_terms(text)))
    nearest, matches = nearest_and_matches(
        collection.finder, vector, _CANDIDATES + 1, terms, _CANDIDATES + 1
    )
    return {*nearest.rows[0].tolist(), *matches.rows} - {row}


def _laid_beside(
    text: Stretch,
    other: Stretch,
    passage: Passage,
    weights: Mapping[str, float],
    model: AlignmentModel,
) -> Related:
    comparison = compare_stretches(text, other, model)
    said = [pair for pair in comparison.pairs if pair.kind in SAID_ALIKE]
    pair = max(said, key=lambda one: (one.kind == "same", one.a[1] - one.a[0]), default=None)
    words = _shared_words(weights, passage.text)
    told = sum(weights[word] for word in words) / (sum(weights.values()) or 1.0)
    reason: Reason = "shared words" if told >= _WORDS else "near in meaning"
    return Related(
        passage,
        other.document,
        _cosine(_sum(text), _sum(other)),
        max(comparison.shared_a, comparison.shared_b),
        "same sentence" if pair else reason,
        pair,
        tuple(words[:_NAMED]),
    )


def _word_weights(collection: Collection, text: str) -> dict[str, float]:
    """The telling words of a text with their inverse document frequencies."""
    pattern = telling_words(text)
    found = set(pattern.findall(fold(text))) if pattern else set()
    return collection.words.inverse_frequencies(found)


def _shared_words(weights: Mapping[str, float], text: str) -> list[str]:
    """Those of the words that another text has as well, the most telling first."""
    there = {*index_terms(text)}
    return sorted(weights.keys() & there, key=lambda word: (-weights[word], word))


def _sum(text: Stretch) -> NDArray[np.float64]:
    """The direction of its mean token vector: float64 (p,)."""
    total: NDArray[np.float64] = np.concatenate(text.tokens).sum(0, dtype=np.float64)
    return total


def _cosine(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / lengths if lengths else 0.0
