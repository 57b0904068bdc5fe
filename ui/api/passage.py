"""A passage by itself as JSON: where it stands, whether it still does, how to cite it."""

from __future__ import annotations

from datetime import date
from typing import Any

from qa import document_json

from ..citation_styles import bibtex, gb_t_7714, markdown_citation, plain_text
from ..exports import reference_at
from ..reading_room import Neighbours, Place
from ..translations import Texts
from ..verify import standing


def passage_json(found: Place, beside: Neighbours, texts: Texts, today: date) -> dict[str, Any]:
    """The names of `qa.hit_json`, verified against the file now.

    `standing` is a value of `verify.Standing`; `before` and `after` are ids of the neighbours.
    """
    document, passage = found.document, found.passage
    one = reference_at(document, passage, texts, today)
    return {
        "passage_id": passage.id,
        "text": passage.text,
        "quote": one.quote,
        "start": passage.start,
        "end": passage.end,
        "document": document_json(document),
        "section": list(passage.section),
        "paragraph": passage.paragraph,
        "page": passage.page,
        "standing": standing(document, passage.start, passage.end).value,
        "before": beside.before.passage.id if beside.before else None,
        "after": beside.after.passage.id if beside.after else None,
        "citations": {
            "plain": plain_text(one, texts.clause_separator),
            "gb_t_7714": gb_t_7714(one),
            "bibtex": bibtex(one),
            "markdown": markdown_citation(one, texts.clause_separator),
        },
    }
