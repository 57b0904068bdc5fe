"""The sentence of a passage that answers, or two neighbouring ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import fold

from .features import Column
from .linear_model import LinearModel
from .numbers import NumbersOf

SENTENCE = ("matched", "ending", "length", "words", "numbers", "foreign_matched")
FILE = Path(__file__).parent / "sentence_model.json"

_AS_WELL = 1 / 8  # of the best one's chance: a neighbour that has so much is part of the answer


class SentenceMatches(NamedTuple):
    """How the question's tokens are matched in each of m sentences, float32 (m,) both.

    matched: mean MaxSim within the sentence
    ending:  the same where a token counts the more the later it stands in the question: what is
             asked about comes first in it, what is asked comes last, in Chinese most of all
    """

    matched: Column
    ending: Column


def sentence_matches(similarities: NDArray[np.float32]) -> SentenceMatches:
    """Of the similarities, (q, m), of q question tokens to the nearest token of each sentence.

    >>> found = sentence_matches(np.array([[0.8, 0.25], [0.25, 0.5]], np.float32))
    >>> found.ending.tolist()
    [0.125, 0.25]
    """
    tokens = len(similarities)
    later = (np.arange(tokens) / (max(tokens - 1, 1) * tokens)).astype(np.float32)
    return SentenceMatches(similarities.mean(0), later @ similarities)


def sentence_features(
    matches: SentenceMatches,
    sentences: Sequence[str],
    question: str,
    idf: Mapping[str, float],
    *,
    foreign: bool,
) -> NDArray[np.float32]:
    """The columns of SENTENCE for the m sentences of a passage: float32 (m, len(SENTENCE)).

    Args:
        idf: the inverse document frequency of each of the question's terms.
        foreign: the passage is in another script than the question.
    """
    numbers = NumbersOf(question)
    return np.stack(
        [
            matches.matched,
            matches.ending,
            np.log([max(len(sentence), 1) for sentence in sentences]),
            word_shares([fold(sentence) for sentence in sentences], idf),
            [numbers.share_in(sentence) for sentence in sentences],
            matches.matched * foreign,
        ],
        axis=1,
        dtype=np.float32,
    )


def word_shares(sentences: Sequence[str], idf: Mapping[str, float]) -> NDArray[np.float64]:
    """The share of the question's terms that each folded sentence holds, by their idf: (m,).

    A term that several sentences hold tells them apart less, so they share what it is worth. It
    need not stand there as a word: segmenting every sentence would take longer than all the rest.

    >>> word_shares(["桥头", "桥下河水"], {"桥": 1.0, "河·水": 3.0}).tolist()
    [0.125, 0.875]
    """
    letters = {term: term.replace("·", "") for term in idf}
    held = [[term for term, said in letters.items() if said in one] for one in sentences]
    holders = Counter(term for terms in held for term in terms)
    whole = sum(idf.values()) or 1.0
    return np.array([sum(idf[term] / holders[term] for term in terms) / whole for terms in held])


def answering(scores: NDArray[np.float64]) -> tuple[int, int]:
    """The first and the last of the sentences that answer, given a score of each, (m,).

    They are the best one and the better of its neighbours, where that is nearly as likely: an
    answer may run over two sentences, or be hard to place.

    >>> answering(np.array([0.0, 3.0, 2.0])), answering(np.array([0.0, 3.0, 0.5]))
    ((1, 2), (1, 1))
    """
    chances = np.exp(scores - scores.max())
    best = int(chances.argmax())
    beside = [place for place in (best - 1, best + 1) if 0 <= place < len(chances)]
    other = max(beside, key=lambda place: chances[place], default=best)
    if chances[other] < _AS_WELL:
        return best, best
    return min(best, other), max(best, other)


@cache
def sentence_model() -> LinearModel:
    """The one that comes with Wenju; a conditional logit as that of the ranking."""
    return LinearModel.from_json(json.loads(FILE.read_text("utf-8")), SENTENCE)
