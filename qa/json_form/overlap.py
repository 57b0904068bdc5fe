"""What documents share, as JSON."""

from __future__ import annotations

from typing import Any

from ..text_reuse.dates import date_of
from ..text_reuse.overlap import Likeness, Overlap, Place
from .documents import summary_json


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
