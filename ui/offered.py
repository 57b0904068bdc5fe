"""What a question can be narrowed to: the documents, and the fields that came with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from qa import DocumentSummary

_DOCUMENTS = 2000  # more would make the page slow; the others are found by a part of their names
_CONDITIONS = 300
_TITLE, _NAME = 8, 20  # characters of a title that another document has too, and of a file's name
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
    """Titles with ids; those that several documents have are shortened, so that there is room for
    the file's name after them, or for its path where the names are the same too."""
    titles = Counter(one.title for one in documents)
    labels = [
        one.title
        if titles[one.title] == 1
        else f"{shortened(one.title, _TITLE)} ({shortened(_file(one), _NAME)})"
        for one in documents
    ]
    times = Counter(labels)
    return [
        (label if times[label] == 1 else f"{label} {one.paths[0] if one.paths else one.id}", one.id)
        for one, label in zip(documents, labels, strict=True)
    ]


def shortened(text: str, most: int) -> str:
    """So many characters at the most, the middle left out: what tells names apart is at an end.

    >>> shortened("在庆祝大会上的讲话", 6), shortened("报告", 6)
    ('在庆祝…讲话', '报告')
    """
    if len(text) <= most:
        return text
    end = (most - 1) // 2
    return f"{text[: most - 1 - end]}…{text[-end:]}"


def _file(document: DocumentSummary) -> str:
    return PurePath(document.paths[0]).name if document.paths else document.id
