"""A question to an answer with cited hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corpus import NothingAskedError, UsageError, index_terms, said, width
from embeddings import QuestionEncoder, QuestionVectors

from .answer import Answer, Timings
from .collection.collection import Collection
from .collection.lexical import Weights
from .retrieval.confidence_model import ConfidenceModel, confidence_model
from .retrieval.feedback import moved_terms, moved_vector, telling_terms
from .retrieval.filter import Filter
from .retrieval.hits import cited_hits
from .retrieval.question import Question, parse
from .retrieval.rank import Ranked, rank
from .retrieval.retrieve import Candidates, find
from .retrieval.scope import Scope, scope_of
from .retrieval.unknown_words import unknown_words

_LONGEST_QUESTION = 2000  # characters; what is longer than the model's window would not be read
_SHORTEST_JUDGED = 4  # of text; confidence was learned from questions, and a word or two is none
_EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Search:
    """All candidates for a question, in order, before any is cited; times in milliseconds.

    `confidence` is what told how sure to be, None where nothing is known of that; `bar` the
    confidence from which on a hit counts as an answer.
    """

    question: Question
    typed: str
    scope: Scope
    found: Candidates
    ranked: list[Ranked]
    confidence: ConfidenceModel | None
    bar: float
    encode: float
    search: float
    rank: float


def ask(
    collection: Collection,
    encoder: QuestionEncoder,
    question: str,
    top: int = 5,
    *,
    among: Filter = _EVERYTHING,
    more_like: Sequence[str] = (),
    less_like: Sequence[str] = (),
    bar: float | None = None,
) -> Answer:
    """The `top` passages that answer best, each cited and explained.

    Args:
        question: may require phrases and exclude words, see `qa.question`.
        among: what alone is looked at; a filter works before the ranking, not on its result.
        more_like, less_like: ids of passages that the answer should be more, or less, like; the
            latter are left out.
        bar: the confidence, 0 to 1, from which on the question counts as answered; by default
            that of the model of confidence.

    Raises:
        UsageError: the question is empty or far too long, a filter leaves nothing, a passage is
            not in the collection, the bar is no probability.
        CollectionError: the collection was made by another model.
    """
    collection.bind(encoder)  # which may write, and inside nothing is written
    with collection.reading():
        found = search(
            collection,
            encoder,
            question,
            among=among,
            more_like=more_like,
            less_like=less_like,
            bar=bar,
        )
        return cite(collection, found, top)


def search(
    collection: Collection,
    encoder: QuestionEncoder,
    question: str,
    *,
    among: Filter = _EVERYTHING,
    more_like: Sequence[str] = (),
    less_like: Sequence[str] = (),
    bar: float | None = None,
) -> Search:
    """Candidates for a question, in order. Takes and raises what `ask` does."""
    understood = _understood(question)
    if bar is not None and not 0 <= bar <= 1:
        raise UsageError(f"the bar is a probability, between 0 and 1, not {bar:g}")
    collection.bind(encoder)
    began = perf_counter()
    vectors = encoder.encode_question(understood.text)
    encoded = perf_counter()
    scope = scope_of(collection, understood, among)
    vectors, terms = _moved(collection, understood.text, vectors, more_like, less_like)
    found = find(collection, understood.text, vectors, terms=terms, among=scope.rows)
    searched = perf_counter()
    confidence = None
    if not too_short_to_judge(question):
        confidence = confidence_model(collection.folder, encoder.fingerprint)
    ranked = rank(found, confidence)
    if bar is None:
        bar = confidence.bar if confidence is not None else 0.0
    if less_like:
        ranked = [one for one in ranked if found.passages[one.place] not in less_like]
    done = perf_counter()
    times = ((encoded - began) * 1e3, (searched - encoded) * 1e3, (done - searched) * 1e3)
    return Search(understood, question.strip(), scope, found, ranked, confidence, bar, *times)


def encoded_text(question: str) -> str:
    """What of a question is encoded.

    Raises:
        UsageError: the question is empty or far too long.
    """
    return _understood(question).text


def _understood(question: str) -> Question:
    typed = question.strip()
    understood = parse(typed)
    if not typed:
        raise UsageError("the question is empty; ask something")
    if not understood.text:
        raise NothingAskedError("the question only says what to leave out; ask something beside it")
    if len(typed) > _LONGEST_QUESTION:
        raise UsageError(
            said(
                "the question has over {most} characters; ask a shorter one",
                most=_LONGEST_QUESTION,
            )
        )
    return understood


def cite(collection: Collection, search: Search, top: int) -> Answer:
    """The first `top` candidates of a search as an answer."""
    began = perf_counter()
    text = search.question.text
    hits = cited_hits(collection, search.question, search.found, search.ranked, top, search.scope)
    ranking = search.rank + (perf_counter() - began) * 1e3
    timings = Timings(
        encode=search.encode,
        search=search.search,
        rank=ranking,
        total=search.encode + search.search + ranking,
    )
    confidence = hits[0].confidence if hits else None
    missing = search.scope.missing
    answered = bool(hits) and not missing and is_answered(confidence, search.bar)
    unknown = unknown_words(text, collection.words.holding(index_terms(text)))
    return Answer(
        search.typed,
        answered,
        confidence,
        hits,
        timings,
        missing,
        unknown,
        search.question.required,
        search.question.excluded,
    )


def too_short_to_judge(question: str) -> bool:
    """Whether a question has too few words for a probability that it is answered, or asks for
    nothing but phrases."""
    understood = parse(question)
    return width(understood.text) < _SHORTEST_JUDGED or not understood.beside_phrases


def is_answered(confidence: float | None, bar: float) -> bool:
    """Whether a hit is good enough for an answer; any will do where confidence is not known."""
    return confidence is None or confidence >= bar


def _moved(
    collection: Collection,
    question: str,
    vectors: QuestionVectors,
    more_like: Sequence[str],
    less_like: Sequence[str],
) -> tuple[QuestionVectors, Weights]:
    """The question's vector and terms, moved by the passages that a reader marked."""
    terms = Counter(index_terms(question))
    if not more_like and not less_like:
        return vectors, terms
    more, less = (_marked(collection, names) for names in (more_like, less_like))
    vector = moved_vector(vectors.vector, more[0], less[0])
    return QuestionVectors(vector, vectors.tokens), moved_terms(terms, more[1], less[1])


def _marked(
    collection: Collection, names: Iterable[str]
) -> tuple[NDArray[np.float32], list[dict[str, float]]]:
    """Vectors, (n, d), and telling terms of passages by their ids."""
    names = list(dict.fromkeys(names))
    rows = collection.store.rows_of(names)
    unknown = [name for name in names if name not in rows]
    if unknown:
        raise UsageError(
            f"there is no passage {', '.join(unknown)} in this collection; "
            "the ids stand in `passage_id` of: python -m qa ask QUESTION --json"
        )
    stored = collection.store.vectors(rows.values()).vectors
    texts = collection.store.texts(rows.values())
    counts = [Counter(index_terms(texts[rows[name]])) for name in names]
    idf = collection.words.inverse_frequencies({term for one in counts for term in one})
    vectors = stored.reshape(len(names), collection.dimensions)
    return vectors, [telling_terms(one, idf) for one in counts]
