"""Answers, hits and their places as JSON."""

from __future__ import annotations

from typing import Any

from ..answer import Answer, Citation, Hit
from .documents import document_json


def answer_json(answer: Answer) -> dict[str, Any]:
    timings = answer.timings
    return {
        "question": answer.question,
        "answered": answer.answered,
        "missing_phrases": list(answer.missing),
        "unknown_words": list(answer.unknown),
        "required_phrases": list(answer.required),
        "excluded_phrases": list(answer.excluded),
        "confidence": answer.confidence,
        "hits": [hit_json(hit) for hit in answer.hits],
        "timings_ms": {
            "encode": round(timings.encode, 2),
            "search": round(timings.search, 2),
            "rank": round(timings.rank, 2),
            "total": round(timings.total, 2),
        },
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    start, end = hit.why.sentence
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "confidence": hit.confidence,
        "text": passage.text,
        "quote": hit.citation.quote,
        "start": passage.start,
        "end": passage.end,
        "document": document_json(hit.citation.document),
        "section": list(passage.section),
        "paragraph": passage.paragraph,
        "page": passage.page,
        "passage_id": passage.id,
        "passage_ids": list(hit.passages),
        "highlights": [{"start": start, "end": end}],
        "why": {
            "dense": round(hit.why.dense, 6),
            "late": round(hit.why.late, 6),
            "lexical": round(hit.why.lexical, 6),
            "words": list(hit.why.words),
            "weights": {one.word: round(one.weight, 6) for one in hit.why.weights},
            "word_places": [{"start": a, "end": b} for a, b in hit.words],
            "lacks_number": hit.why.lacks_number,
            "sentence": hit.citation.document.text[start:end],
            "parts": {one.feature: round(one.value, 6) for one in hit.why.parts},
        },
        "also_in": [citation_json(place) for place in hit.also_in],
    }


def citation_json(place: Citation) -> dict[str, Any]:
    return {
        "document": document_json(place.document),
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
    }
