"""A question to an answer with cited hits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from time import perf_counter

from corpus import Document, Passage, UsageError, fold, words
from embeddings import Encoder

from .answer import Answer, Citation, Hit, Span, Timings, Why
from .collection import Collection
from .retrieve import Candidate, candidates

_LONGEST_QUESTION = 2000  # characters; what is longer than the model's window would not be read


def ask(collection: Collection, encoder: Encoder, question: str, top: int = 5) -> Answer:
    """The `top` passages that answer best, each cited and explained.

    Raises:
        UsageError: the question is empty or far too long.
        CollectionError: the collection is empty of meaning for this model (made by another).
    """
    question = question.strip()
    if not question:
        raise UsageError("the question is empty; ask something")
    if len(question) > _LONGEST_QUESTION:
        raise UsageError(f"the question has over {_LONGEST_QUESTION} characters; ask a shorter one")
    collection.bind(encoder)
    began = perf_counter()
    vector = encoder.encode_questions([question])[0]
    encoded = perf_counter()
    found = candidates(collection, question, vector)
    searched = perf_counter()
    hits = _hits(collection, question, found[:top])
    ranked = perf_counter()
    timings = Timings(
        encode=(encoded - began) * 1e3,
        search=(searched - encoded) * 1e3,
        rank=(ranked - searched) * 1e3,
        total=(ranked - began) * 1e3,
    )
    return Answer(question, bool(hits), None, hits, timings)


def _hits(collection: Collection, question: str, found: Sequence[Candidate]) -> tuple[Hit, ...]:
    passages = collection.store.passages(candidate.row for candidate in found)
    documents: dict[str, Document] = {}
    for passage in passages.values():
        if passage.document_id not in documents:
            documents[passage.document_id] = collection.store.document(passage.document_id)
    asked = telling_words(question)
    there = [candidate for candidate in found if candidate.row in passages]
    return tuple(
        _hit(rank, candidate, passages[candidate.row], documents, asked)
        for rank, candidate in enumerate(there, start=1)
    )


def _hit(
    rank: int,
    candidate: Candidate,
    passage: Passage,
    documents: dict[str, Document],
    asked: re.Pattern[str] | None,
) -> Hit:
    document = documents[passage.document_id]
    matched = [match.span() for match in asked.finditer(fold(passage.text))] if asked else []
    names = dict.fromkeys(passage.text[start:end] for start, end in matched)
    quote = document.text[passage.start : passage.end]
    return Hit(
        rank=rank,
        score=candidate.score,
        confidence=None,
        passage=passage,
        citation=Citation(document, passage.start, passage.end, quote),
        why=Why(
            dense=candidate.dense,
            lexical=candidate.lexical,
            words=tuple(names),
            sentence=_sentence_in_document(passage, candidate.sentence),
        ),
        words=_merged([passage.in_document(start, end) for start, end in matched]),
    )


def telling_words(question: str) -> re.Pattern[str] | None:
    """Finds, in folded text, the words of a question that are worth marking.

    Single Han or kana characters are not, unless the question has nothing else: 的 stands
    everywhere. A Western word is found only whole.

    >>> telling_words("大桥的 AI").findall("ai 大桥的桥 maid")
    ['ai', '大桥']
    """
    found = {word.text for word in words(question)}
    telling = {word for word in found if len(word) > 1 or word.isascii()} or found
    patterns = [
        rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
        for word in sorted(telling, key=lambda word: (-len(word), word))
    ]
    return re.compile("|".join(patterns), re.ASCII) if patterns else None


def _sentence_in_document(passage: Passage, number: int) -> Span:
    if not passage.sentences:
        return passage.start, passage.end
    return passage.in_document(*passage.sentences[number])


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping and touching spans as one, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
