"""A question to an answer with cited hits."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from corpus import UsageError
from embeddings import Encoder

from .answer import Answer, Timings
from .collection import Collection
from .hits import cited_hits
from .rank import Ranked, is_answered, rank
from .retrieve import Candidates, find

_LONGEST_QUESTION = 2000  # characters; what is longer than the model's window would not be read


@dataclass(frozen=True, slots=True)
class Search:
    """All candidates for a question, in order, before any is cited; times in milliseconds."""

    question: str
    found: Candidates
    ranked: list[Ranked]
    encode: float
    search: float
    rank: float


def ask(collection: Collection, encoder: Encoder, question: str, top: int = 5) -> Answer:
    """The `top` passages that answer best, each cited and explained.

    Raises:
        UsageError: the question is empty or far too long.
        CollectionError: the collection was made by another model.
    """
    return cite(collection, search(collection, encoder, question), top)


def search(collection: Collection, encoder: Encoder, question: str) -> Search:
    """Candidates for a question, in order. Raises what `ask` raises."""
    question = question.strip()
    if not question:
        raise UsageError("the question is empty; ask something")
    if len(question) > _LONGEST_QUESTION:
        raise UsageError(f"the question has over {_LONGEST_QUESTION} characters; ask a shorter one")
    collection.bind(encoder)
    began = perf_counter()
    vectors = encoder.encode_question(question)
    encoded = perf_counter()
    found = find(collection, question, vectors)
    searched = perf_counter()
    ranked = rank(found, encoder.fingerprint)
    done = perf_counter()
    times = ((encoded - began) * 1e3, (searched - encoded) * 1e3, (done - searched) * 1e3)
    return Search(question, found, ranked, *times)


def cite(collection: Collection, search: Search, top: int) -> Answer:
    """The first `top` candidates of a search as an answer."""
    began = perf_counter()
    hits = cited_hits(collection, search.question, search.found, search.ranked[:top])
    ranking = search.rank + (perf_counter() - began) * 1e3
    timings = Timings(
        encode=search.encode,
        search=search.search,
        rank=ranking,
        total=search.encode + search.search + ranking,
    )
    confidence = hits[0].confidence if hits else None
    return Answer(search.question, is_answered(search.ranked), confidence, hits, timings)
