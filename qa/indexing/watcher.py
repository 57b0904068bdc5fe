"""Who watches a run of indexing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .report import FileReport


class Watcher:
    """Someone who is told how far a run of indexing is and may stop it; this one lets it run."""

    def found(self, sizes: Mapping[Path, int]) -> None:
        """Files that are new or seem to have changed, with their bytes, in the order of reading."""

    def reading(self, path: Path) -> None:
        """A file is being read."""

    def encoded(self, path: Path, count: int, share: float | None) -> None:
        """So many more passages of a file have vectors, which is `share` of it; None while some of
        it is unread."""

    def finished(self, file: FileReport) -> None:
        """Nothing more is to be done for a file."""

    def stopped(self) -> bool:
        """Whether to come to an end after the documents that are read, some of them ahead."""
        return False
