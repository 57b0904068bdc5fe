"""Documents as JSON: one whole, and one in a list."""

from __future__ import annotations

import math
from typing import Any

from corpus import Document

from ..collection.records import DocumentSummary


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


def rounded_confidence(value: float | None) -> float | None:
    """With three digits, rounded down: only what is certain is shown as 1.

    >>> rounded_confidence(0.99996), rounded_confidence(1.0), rounded_confidence(None)
    (0.999, 1.0, None)
    """
    return None if value is None else math.floor(value * 1000) / 1000
