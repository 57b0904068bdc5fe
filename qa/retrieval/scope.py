"""Where a question looks: the passages that its filter and its phrases leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import NothingLeftError

from ..collection.collection import Collection
from .filter import Filter
from .phrases import rows_holding
from .question import Question


@dataclass(frozen=True, slots=True)
class Scope:
    """`rows`, int64 (n,) and ascending, are all that is looked at; None for everything.

    `missing` are the required phrases that could not be required: each stands in no passage that
    the filter lets through, or, where that is all of them, they stand in none together.
    """

    rows: NDArray[np.int64] | None = None
    missing: tuple[str, ...] = ()


def scope_of(collection: Collection, question: Question, among: Filter) -> Scope:
    """The scope of a question.

    Raises:
        NothingLeftError: the filter or the exclusions leave no passage; it says which.
    """
    rows = _filtered(collection, among)
    if question.excluded:
        rows = set(collection.store.passage_rows().tolist()) if rows is None else rows
        rows = rows.difference(*(rows_holding(collection, one) for one in question.excluded))
        if not rows:
            named = ", ".join(f"-{phrase}" for phrase in question.excluded)
            raise NothingLeftError(f"no passage is left without {named}; leave fewer out")
    found = {phrase: rows_holding(collection, phrase) for phrase in question.required}
    if rows is not None:
        found = {phrase: holding & rows for phrase, holding in found.items()}
    together = [holding for holding in found.values() if holding]
    missing = tuple(phrase for phrase, holding in found.items() if not holding)
    if together:
        all_of_them = set.intersection(*together)
        if all_of_them:
            rows = all_of_them
        else:
            missing = question.required
    return Scope(None if rows is None else np.array(sorted(rows), np.int64), missing)


def _filtered(collection: Collection, among: Filter) -> set[int] | None:
    """Rows of the passages that a filter lets through; None where it is empty."""
    if among == Filter():
        return None
    documents = among.select(collection.store.document_facts())
    if among.section is None:
        rows = collection.store.rows_of_documents(document.id for document in documents)
        if not rows:
            raise NothingLeftError("the documents that are left hold no passage")
        return rows
    headings = collection.store.headings(document.id for document in documents)
    rows = {row for row, section in headings.items() if among.holds_section(section)}
    if not rows:
        titles = sorted({title for section in headings.values() for title in section})
        some = f"; there are {'、'.join(titles[:8])}" if titles else "; the documents have none"
        raise NothingLeftError(f"no passage stands in a section named {among.section}{some}")
    return rows
