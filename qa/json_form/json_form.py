"""Answers and documents as plain dictionaries: the one JSON of the command line and of programs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from corpus import Document

from ..answer import Answer, Citation, Hit, Span
from ..collection.store import DocumentSummary
from ..comparison.compare import Comparison, Pair
from ..comparison.related import Related, RelatedPassages
from ..evaluation.ablation import Ablation
from ..evaluation.compare_runs import RunDifference
from ..evaluation.evaluate import Evaluation
from ..text_reuse.dates import date_of
from ..text_reuse.overlap import Likeness, Overlap, Place


def answer_json(answer: Answer) -> dict[str, Any]:
    timings = answer.timings
    return {
        "question": answer.question,
        "answered": answer.answered,
        "missing_phrases": list(answer.missing),
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
        "highlights": [{"start": start, "end": end}],
        "why": {
            "dense": round(hit.why.dense, 6),
            "late": round(hit.why.late, 6),
            "lexical": round(hit.why.lexical, 6),
            "words": list(hit.why.words),
            "weights": {one.word: round(one.weight, 6) for one in hit.why.weights},
            "word_places": [{"start": a, "end": b} for a, b in hit.words],
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


def document_json(document: Document) -> dict[str, Any]:
    source = document.source
    return {
        "id": document.id,
        "title": document.title,
        "path": source.path,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "metadata": dict(document.metadata),
    }


def summary_json(summary: DocumentSummary) -> dict[str, Any]:
    return {
        "id": summary.id,
        "title": summary.title,
        "format": summary.format,
        "encoding": summary.encoding,
        "encoding_confidence": rounded_confidence(summary.encoding_confidence),
        "replaced": summary.replaced,
        "characters": summary.characters,
        "passages": summary.passages,
        "paths": list(summary.paths),
        "same_text_as": list(summary.same_text_as),
        "metadata": summary.metadata,
    }


def evaluation_json(result: Evaluation) -> dict[str, Any]:
    rate = result.passages_per_second
    return {
        "set": result.set,
        "queries": result.queries,
        "hit@1": round(result.hit_at_1, 4),
        "hit@3": round(result.hit_at_3, 4),
        "recall@10": round(result.recall_at_10, 4),
        "mrr@10": round(result.mrr_at_10, 4),
        "ndcg@10": round(result.ndcg_at_10, 4),
        "p50_ms": round(result.p50_ms, 2),
        "p95_ms": round(result.p95_ms, 2),
        "passages_per_second": None if rate is None else round(rate, 2),
        "auroc": _rounded(result.auroc),
        "ece": _rounded(result.ece),
        "f1_answered": _rounded(result.f1_answered),
        "answer_in_highlight": _rounded(result.answer_in_highlight),
        "intervals": _intervals(result.intervals),
    }


def ablation_json(result: Ablation) -> dict[str, Any]:
    return {
        "set": result.set,
        "variant": result.variant,
        "queries": result.queries,
        **{name: round(value, 4) for name, value in result.means.items()},
        "intervals": _intervals(result.intervals),
    }


def run_difference_json(result: RunDifference) -> dict[str, Any]:
    return {
        "set": result.set,
        "measure": result.measure,
        "queries": result.queries,
        "a": round(result.a, 4),
        "b": round(result.b, 4),
        "difference": round(result.b - result.a, 4),
        "interval": [round(result.low, 4), round(result.high, 4)],
        "p": round(result.p, 4),
    }


def _intervals(found: Mapping[str, tuple[float, float]]) -> dict[str, list[float]]:
    return {name: [round(low, 4), round(high, 4)] for name, (low, high) in found.items()}


def overlap_json(found: Overlap) -> dict[str, Any]:
    """Documents are named by their ids in the pairs and places."""
    return {
        "documents": [
            {**summary_json(document), "date": date_of(document)} for document in found.documents
        ],
        "found": {
            "pairs": len(found.shares.a),
            "runs": found.found_runs,
            "reworded": found.found_reworded,
        },
        "pairs": [
            {
                "a": pair.a.id,
                "b": pair.b.id,
                "share_a": round(pair.share_a, 4),
                "share_b": round(pair.share_b, 4),
                "reworded_a": round(pair.reworded_a, 4),
                "reworded_b": round(pair.reworded_b, 4),
                "first": None if pair.first is None else pair.first.id,
                "runs": [_likeness_json(one) for one in pair.runs],
                "reworded": [
                    {**_likeness_json(one), "similarity": round(one.similarity, 4)}
                    for one in pair.reworded
                ],
            }
            for pair in found.pairs
        ],
        "sentences": [
            {
                "documents": one.documents,
                "first": None if one.first is None else one.first.id,
                "places": [
                    {"document": place.document.id, **_place_json(place)} for place in one.places
                ],
            }
            for one in found.sentences
        ],
    }


def _likeness_json(one: Likeness) -> dict[str, Any]:
    return {"a": _place_json(one.a), "b": _place_json(one.b)}


def _place_json(place: Place) -> dict[str, Any]:
    return {"start": place.start, "end": place.end, "quote": place.quote}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def rounded_confidence(value: float | None) -> float | None:
    """With three digits, rounded down: only what is certain is shown as 1.

    >>> rounded_confidence(0.99996), rounded_confidence(1.0), rounded_confidence(None)
    (0.999, 1.0, None)
    """
    return None if value is None else math.floor(value * 1000) / 1000


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    a, b = comparison.a, comparison.b
    return {
        "a": document_json(a),
        "b": document_json(b),
        "pairs": [_pair_json(pair, a, b) for pair in comparison.pairs],
        "only_a": [_span_json(a, span) for span in comparison.only_a],
        "only_b": [_span_json(b, span) for span in comparison.only_b],
        "shared_a": round(comparison.shared_a, 4),
        "shared_b": round(comparison.shared_b, 4),
    }


def related_json(found: RelatedPassages) -> dict[str, Any]:
    return {
        "near_duplicates": [_related_json(one) for one in found.near_duplicates],
        "related": [_related_json(one) for one in found.related],
    }


def _related_json(one: Related) -> dict[str, Any]:
    passage, document = one.passage, one.document
    return {
        "passage_id": passage.id,
        "document": document_json(document),
        "start": passage.start,
        "end": passage.end,
        "quote": document.text[passage.start : passage.end],
        "section": list(passage.section),
        "paragraph": passage.paragraph,
        "page": passage.page,
        "similarity": round(one.similarity, 4),
        "shared": round(one.shared, 4),
        "reason": one.reason,
        "sentence": None if one.pair is None else _span_json(document, one.pair.b),
        "words": list(one.words),
    }


def _pair_json(pair: Pair, a: Document, b: Document) -> dict[str, Any]:
    return {
        **_places_json(pair.a, pair.b, a, b),
        "similarity": round(pair.similarity, 4),
        "kind": pair.kind,
        "moved": pair.moved,
        "differences": [_places_json(one.a, one.b, a, b) for one in pair.differences],
        "disagree": [
            {"kind": one.kind, **_places_json(one.a, one.b, a, b)} for one in pair.disagree
        ],
    }


def _places_json(in_a: Span, in_b: Span, a: Document, b: Document) -> dict[str, Any]:
    return {
        "a_start": in_a[0],
        "a_end": in_a[1],
        "b_start": in_b[0],
        "b_end": in_b[1],
        "a": a.text[slice(*in_a)],
        "b": b.text[slice(*in_b)],
    }


def _span_json(document: Document, span: Span) -> dict[str, Any]:
    return {"start": span[0], "end": span[1], "text": document.text[slice(*span)]}
