"""What a run of indexing did, file by file and as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Self

from corpus import Division, Document, Skipped, Source, damaged_places

SURE = 0.9  # confidence of an encoding; where it is less, someone should look


class Outcome(Enum):
    """What became of a file; an unfinished one is read again by the next run."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SAME_CONTENT = "same content"
    SKIPPED = "skipped"
    UNFINISHED = "unfinished"


@dataclass
class FileReport:
    """One file: what became of it, why if it was skipped, and what was read in it.

    `title` and `format` are those of its first document, `doubtful` the sources whose encoding may
    be wrong; counts are of what is new in the collection.
    """

    path: Path
    outcome: Outcome = Outcome.UNFINISHED
    reason: str = ""
    title: str = ""
    format: str = ""
    documents: int = 0
    passages: int = 0
    set_aside: int = 0
    damaged: int = 0
    repaired: int = 0
    replaced_characters: int = 0
    notes: list[str] = field(default_factory=list)
    encodings: Counter[str] = field(default_factory=Counter)
    doubtful: list[Source] = field(default_factory=list)
    least_sure: float | None = None

    @classmethod
    def of_skipped(cls, skipped: Skipped) -> Self:
        return cls(skipped.path, Outcome.SKIPPED, skipped.reason)

    def count(self, document: Document) -> None:
        """Add a document that was read, whether it is new or not."""
        source = document.source
        self.title, self.format = self.title or document.title, self.format or source.format
        self.documents += 1
        self.encodings[source.encoding] += 1
        sure = source.encoding_confidence
        if sure is not None:
            self.least_sure = min(sure, 1.0 if self.least_sure is None else self.least_sure)
            if sure < SURE:
                self.doubtful.append(source)

    def count_new(self, document: Document, division: Division) -> None:
        """Add what was done to a document that is new."""
        self.passages += len(division.passages)
        self.set_aside += len(division.set_aside)
        for place in damaged_places(document.text):
            self.damaged += not place.repaired
            self.repaired += place.repaired
        self.replaced_characters += document.source.replaced
        self.notes += document.notes

    def count_again(self, passages: int, set_aside: int) -> None:
        """A document was divided again, into so many more passages and lines set aside."""
        if self.passages:  # else the file is as it was, and nothing of it is counted
            self.passages += passages
            self.set_aside += set_aside


@dataclass
class Report:
    """What an indexing run did.

    `missing` are files that were indexed and are no longer there, `unused` the encoding rules that
    no file matched, and `same_text` the paths of files that have the same text without being the
    same file. `near_duplicates` counts the passages of the collection that stand nearly the same
    in another document; None where nothing was added, and nothing counted. `left` counts the files
    that a run which was stopped did not come to. `coarser_tokens` tells that token vectors outgrew
    the room they may take, and are kept at two bits a component from this run on.
    """

    files: list[FileReport] = field(default_factory=list)
    near_duplicates: int | None = None
    missing: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    same_text: list[tuple[str, ...]] = field(default_factory=list)
    left: int = 0
    coarser_tokens: bool = False

    def include(self, later: Report) -> None:
        """Make one report of this run and a later one."""
        self.files += later.files
        if later.near_duplicates is not None:
            self.near_duplicates = later.near_duplicates
        self.missing += later.missing
        self.unused += later.unused
        self.same_text += later.same_text
        self.left += later.left
        self.coarser_tokens |= later.coarser_tokens

    def of(self, outcome: Outcome) -> list[FileReport]:
        return [file for file in self.files if file.outcome is outcome]

    @property
    def added(self) -> list[Path]:
        return _paths(self.of(Outcome.ADDED))

    @property
    def changed(self) -> list[Path]:
        return _paths(self.of(Outcome.CHANGED))

    @property
    def unchanged(self) -> int:
        return len(self.of(Outcome.UNCHANGED))

    @property
    def same_content(self) -> list[Path]:
        return _paths(self.of(Outcome.SAME_CONTENT))

    @property
    def skipped(self) -> list[Skipped]:
        return [Skipped(file.path, file.reason) for file in self.of(Outcome.SKIPPED)]

    @property
    def read(self) -> int:
        """Files that are in the collection now."""
        return len(self.added) + len(self.changed) + len(self.same_content) + self.unchanged

    @property
    def passages(self) -> int:
        return sum(file.passages for file in self.files)

    @property
    def set_aside(self) -> int:
        return sum(file.set_aside for file in self.files)

    @property
    def damaged(self) -> int:
        return sum(file.damaged for file in self.files)

    @property
    def repaired(self) -> int:
        return sum(file.repaired for file in self.files)

    @property
    def replaced_characters(self) -> int:
        return sum(file.replaced_characters for file in self.files)

    @property
    def notes(self) -> list[str]:
        said = [f"{file.path}: {note}" for file in self.files for note in file.notes]
        return said + self.unused

    @property
    def encodings(self) -> Counter[str]:
        """Of the documents that were read."""
        return sum((file.encodings for file in self.files), Counter())

    @property
    def doubtful(self) -> list[Source]:
        return [source for file in self.files for source in file.doubtful]


def _paths(files: Iterable[FileReport]) -> list[Path]:
    return [file.path for file in files]
