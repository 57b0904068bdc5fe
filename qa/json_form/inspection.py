"""What Wenju reads in a file, as one JSON value."""

from __future__ import annotations

from typing import Any

from corpus import Document, damaged_places, divide, writing_of

from .documents import rounded_confidence


def inspection_json(document: Document) -> dict[str, Any]:
    """Everything that is read in a document, with offsets into its decoded text."""
    division = divide(document)
    source = document.source
    return {
        "path": source.path,
        "member": source.member,
        "format": source.format,
        "encoding": source.encoding,
        "encoding_confidence": rounded_confidence(source.encoding_confidence),
        "replaced": source.replaced,
        "script": writing_of(document.text),
        "title": document.title,
        "metadata": dict(document.metadata),
        "outline": [one._asdict() for one in division.outline],
        "passages": [
            {
                "start": passage.start,
                "end": passage.end,
                "text": passage.text,
                "quote": document.text[passage.start : passage.end],
                "section": list(passage.section),
                "paragraph": passage.paragraph,
                "page": passage.page,
            }
            for passage in division.passages
        ],
        "set_aside": [
            {"start": one.start, "end": one.end, "why": one.why} for one in division.set_aside
        ],
        "damaged": [
            {"start": one.start, "end": one.end, "why": one.why, "repaired": one.repaired}
            for one in damaged_places(document.text)
        ],
        "notes": list(document.notes),
    }
