"""What a question gets: an answer made of cited hits."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import Document, Passage

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document; `quote` is the document's text at [start, end), verbatim."""

    document: Document
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage is a hit, part by part.

    dense:    cosine of question and passage, the mean of the whole passage and its best sentence
    late:     how well the question's tokens are matched one by one, mean cosine
    lexical:  BM25 over the most that the question's words could give, 0 to 1
    words:    words of the question that the passage holds, as they stand in it
    sentence: span in the document of the sentence that answers best
    """

    dense: float
    late: float
    lexical: float
    words: tuple[str, ...]
    sentence: Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its rank (from 1) and score for one question.

    `confidence` is the probability that it answers, None while nothing is there that knows it.
    `words` are the places in the document of the words that `why` names.
    """

    rank: int
    score: float
    confidence: float | None
    passage: Passage
    citation: Citation
    why: Why
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds that each step of answering took."""

    encode: float
    search: float
    rank: float
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits best first. `answered` is False where nothing in the collection answers."""

    question: str
    answered: bool
    confidence: float | None
    hits: tuple[Hit, ...]
    timings: Timings
