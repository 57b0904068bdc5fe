"""What a question gets: an answer made of cited hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from corpus import Document, Passage

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document; `quote` is the document's text at [start, end), verbatim."""

    document: Document
    start: int
    end: int
    quote: str


class WordWeight(NamedTuple):
    """A word of the question, folded, and its share of `Why.lexical`."""

    word: str
    weight: float


class Contribution(NamedTuple):
    """A feature of the ranking model and what it adds to the score: weight × value."""

    feature: str
    value: float


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage is a hit, part by part.

    dense:    cosine of question and passage, the mean of the whole passage and its best sentence
    late:     how well the question's tokens are matched one by one, mean cosine
    lexical:  BM25 over the most that the question's words could give, 0 to 1
    words:    words of the question that the passage holds, as they stand in it
    weights:  the question's words that it holds, folded, and the share of `lexical` each gives
    sentence: span in the document of what answers best, a sentence or two neighbouring ones
    parts:    what each feature of the ranking model adds to the score
    lacks_number: the question asks how many, or in which year, and the passage has no number of
              that kind
    """

    dense: float
    late: float
    lexical: float
    words: tuple[str, ...]
    weights: tuple[WordWeight, ...]
    sentence: Span
    parts: tuple[Contribution, ...]
    lacks_number: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its rank (from 1) and score for one question.

    `confidence` is the probability that it answers, None while nothing is there that knows it.
    `words` are the places in the document of the words that `why` names. `also_in` are the places
    of passages that say nearly the same, in the order in which they would have been hits.
    `passages` are the ids of all that are shown as one here, first the one that has the score.
    """

    rank: int
    score: float
    confidence: float | None
    passage: Passage
    citation: Citation
    why: Why
    words: tuple[Span, ...]
    also_in: tuple[Citation, ...] = ()
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds that each step of answering took."""

    encode: float
    search: float
    rank: float
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits best first. `answered` is False where nothing in the collection answers.

    `missing` are phrases that the question requires and that stand in no passage, or in none
    together. Then nothing answers, and the hits are what comes nearest without them. `required`
    are all that it requires, `excluded` what no hit holds. `unknown` are telling words of the
    question that stand in no passage.
    """

    question: str
    answered: bool
    confidence: float | None
    hits: tuple[Hit, ...]
    timings: Timings
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
