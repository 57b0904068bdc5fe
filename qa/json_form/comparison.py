"""Comparisons and related passages as JSON."""

from __future__ import annotations

from typing import Any

from corpus import Document

from ..answer import Span
from ..comparison.compare import Comparison, Pair
from ..comparison.related import Related, RelatedPassages
from .documents import document_json


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


def _span_json(document: Document, span: Span) -> dict[str, Any]:
    return {"start": span[0], "end": span[1], "text": document.text[slice(*span)]}
