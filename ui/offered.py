"""What a question can be narrowed to: the documents, and the fields that came with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from qa import DocumentSummary

_DOCUMENTS = 2000  # more would make the page slow; the others are found by a part of their names
_CONDITIONS = 300
_ELSEWHERE = {"title", "date", "url"}  # fields that are asked for otherwise, or that few would ask


class Offered(NamedTuple):
    """documents: their labels and ids; conditions: `field=value`; titles: by document id."""

    documents: tuple[tuple[str, str], ...]
    conditions: tuple[str, ...]
    titles: dict[str, str]


def offered(documents: Sequence[DocumentSummary]) -> Offered:
    """Documents by their titles; the commonest conditions first."""
    labels = sorted(labelled(documents))
    conditions = Counter(
        f"{name}={value}"
        for one in documents
        for name, value in one.metadata.items()
        if name not in _ELSEWHERE
    )
    common = sorted(conditions, key=lambda condition: (-conditions[condition], condition))
    return Offered(
        tuple(labels[:_DOCUMENTS]),
        tuple(common[:_CONDITIONS]),
        {one.id: one.title for one in documents},
    )


def labelled(documents: Sequence[DocumentSummary]) -> list[tuple[str, str]]:
    """Titles with ids; those that several documents have are followed by the file's name."""
    titles = Counter(one.title for one in documents)
    return [
        (one.title if titles[one.title] == 1 else f"{one.title} ({_file(one)})", one.id)
        for one in documents
    ]


def _file(document: DocumentSummary) -> str:
    return PurePath(document.paths[0]).name if document.paths else document.id
