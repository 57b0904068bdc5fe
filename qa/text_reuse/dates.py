"""When a document was written, and which of several is the earliest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..collection.records import DocumentSummary

_YEAR = re.compile(r"((?:19|20)\d\d)年")


def date_of(document: DocumentSummary) -> str | None:
    """The date read from the document, YYYY-MM-DD, else the year that its title begins with."""
    year = _YEAR.match(document.title)
    return document.metadata.get("date") or (year[1] if year else None)


def earliest(documents: Sequence[DocumentSummary]) -> DocumentSummary | None:
    """The one that is earlier than all others that have a date; None where that is not certain.

    It takes two dates to tell, and 2017 is neither before nor after 2017-03-05.
    """
    dated = [(date, document) for document in documents if (date := date_of(document))]
    if len(dated) < 2:
        return None
    dated.sort(key=lambda pair: pair[0])
    first, second = dated[0][0], dated[1][0]
    known = min(len(first), len(second))
    return dated[0][1] if first[:known] < second[:known] else None
