"""What speaks for a passage, in the terms of the question and of the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus import words

from ..answer import Contribution, WordWeight
from .ranking_model import ranking_model


def contributions(features: NDArray[np.float32]) -> tuple[Contribution, ...]:
    """What each feature of one candidate, (len(RANKING),), gives it; with the model's intercept
    they sum to its score."""
    model = ranking_model()
    values = model.weights * features
    return tuple(map(Contribution, model.names, values.tolist()))


def word_weights(
    question: str, terms: Sequence[str], parts: Sequence[float]
) -> tuple[WordWeight, ...]:
    """The question's words that a passage holds, the weightiest first.

    A pair of neighbouring characters counts for the longest word that it is in. What is left of
    the sum comes from pairs across words, where question and passage are cut differently.

    Args:
        terms: index terms that were looked for; parts: what each gives in the passage, (t,).

    >>> word_weights("古桥何时修", ["何时", "古·桥", "古桥", "桥·何"], [0.0, 0.1, 0.2, 0.05])
    (WordWeight(word='古桥', weight=0.3),)
    """
    weights = dict.fromkeys(_longest_first(question), 0.0)
    for word, part in zip(_words_of(question, tuple(terms)), parts, strict=True):
        if word is not None:
            weights[word] += part
    held = [WordWeight(word, round(weight, 12)) for word, weight in weights.items() if weight > 0]
    return tuple(sorted(held, key=lambda one: (-one.weight, one.word)))


@lru_cache(maxsize=64)
def _words_of(question: str, terms: tuple[str, ...]) -> tuple[str | None, ...]:
    """The word of the question that each term counts for; every hit of an answer asks for them."""
    asked = _longest_first(question)
    found = []
    for term in terms:
        whole = term.replace("·", "")
        found.append(term if term in asked else next((w for w in asked if whole in w), None))
    return tuple(found)


@lru_cache(maxsize=64)
def _longest_first(question: str) -> tuple[str, ...]:
    """The question's words, each once."""
    found = {word.text for word in words(question)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
