"""Which documents and sections a question is asked of."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from corpus import DatesTurnedError, NoDateError, NothingLeftError, fold

from ..collection.records import DocumentFacts

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_OFFERED = 8  # values that an error names

Condition = tuple[str, Callable[[DocumentFacts], bool], str]  # as typed, a test, the field tested


@dataclass(frozen=True, slots=True)
class Filter:
    """What passages must be, all of it at once; an empty filter lets everything through.

    documents: any of these: an id, a file or folder by its path, a part of a title or file name
    since, until: the document's `date` is from the one to the other, both included; YYYY[-MM[-DD]]
    section:   a part of the title of a heading that the passage stands under
    where:     metadata fields with the values they must have

    Names and values are compared whatever their script, width and case.
    """

    documents: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    section: str | None = None
    where: tuple[tuple[str, str], ...] = ()

    def select(self, documents: Iterable[DocumentFacts]) -> list[DocumentFacts]:
        """The documents that are let through; `holds_section` tells of the passages.

        Raises:
            NoDateError: a date is none.
            DatesTurnedError: `since` lies after `until`.
            NothingLeftError: a condition leaves no document; it names the condition.
        """
        self._check_dates()
        left = list(documents)
        for name, test, field in self._conditions():
            before, left = left, [document for document in left if test(document)]
            if not left:
                raise NothingLeftError(f"no document is left by {name}; {_offer(before, field)}")
        return left

    def holds_section(self, headings: Iterable[str]) -> bool:
        """Whether a passage under these headings is let through."""
        return self.section is None or any(fold(self.section) in fold(one) for one in headings)

    def _check_dates(self) -> None:
        if self.since is None or self.until is None:
            return
        first, last = _iso(self.since), _iso(self.until)
        length = min(len(first), len(last))
        if first[:length] > last[:length]:
            raise DatesTurnedError(
                f"--from {first} lies after --to {last}; write the earlier first"
            )

    def _conditions(self) -> Iterator[Condition]:
        if self.documents:
            names = [_Name(name) for name in self.documents]
            named = f"--document {', '.join(self.documents)}"
            yield named, lambda one: any(name.means(one) for name in names), "title"
        if self.since is not None:
            first = _iso(self.since)
            yield f"--from {first}", lambda one: _order(one, first) in (0, 1), "date"
        if self.until is not None:
            last = _iso(self.until)
            yield f"--to {last}", lambda one: _order(one, last) in (0, -1), "date"
        for field, value in self.where:
            yield f"--where {field}={value}", _has(field, value), field


def _offer(documents: Iterable[DocumentFacts], field: str) -> str:
    """What could have been asked for instead: values of the field, else fields."""
    facts = [{"title": one.title, **one.metadata} for one in documents]
    known = sorted({one[field] for one in facts if field in one})
    if known:
        kind = f"values of {field}"
    else:
        kind, known = "fields", sorted({name for one in facts for name in one})
    more = ", …" if len(known) > _OFFERED else ""
    told = f"{kind} here: {', '.join(known[:_OFFERED])}{more}" if known else "there are none"
    return f"{told}; see: python -m qa documents --json"


@dataclass(frozen=True, slots=True)
class _Name:
    """A document as a user names it."""

    typed: str

    def means(self, document: DocumentFacts) -> bool:
        path = os.path.abspath(os.path.expanduser(self.typed))  # noqa: PTH111  never raises
        part = fold(self.typed).strip()
        names = [document.title, *(PurePath(name).name for name in document.paths)]
        return (
            self.typed == document.id
            or any(name == path or name.startswith(path + os.sep) for name in document.paths)
            or any(part in fold(name) for name in names)
        )


def _has(field: str, value: str) -> Callable[[DocumentFacts], bool]:
    wanted = fold(value).strip()
    return lambda one: field in one.metadata and fold(one.metadata[field]).strip() == wanted


def _iso(typed: str) -> str:
    """A date or a part of one, with two digits for month and day.

    >>> _iso("2019-3")
    '2019-03'
    """
    match = _DATE.fullmatch(typed.strip())
    year, *rest = match.groups() if match else ("",)
    parts = [int(part) for part in rest if part]
    if not year or any(not 1 <= part <= top for part, top in zip(parts, (12, 31), strict=False)):
        raise NoDateError(f"{typed} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    return "-".join([year, *(f"{part:02}" for part in parts)])


def _order(document: DocumentFacts, date: str) -> int | None:
    """-1, 0, 1: before, within, after, as far as both dates go; None for one without a date.

    >>> _order(DocumentFacts("a", "", (), {"date": "2019-03-05"}), "2019-03")
    0
    """
    own = document.metadata.get("date", "")
    if not _DATE.match(own):
        return None
    length = min(len(own), len(date))
    return (own[:length] > date[:length]) - (own[:length] < date[:length])
