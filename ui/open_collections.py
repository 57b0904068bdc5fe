"""The collections that are open on the page; every visitor looks at one, by their own choice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from corpus import CollectionError, said
from qa import Collection

from .reading_room import ReadingRoom
from .study import Study


class Opened(NamedTuple):
    """One collection, for questions and for long looks."""

    room: ReadingRoom
    study: Study


class OpenCollections:
    """Opened once each, kept for everyone, never closed while the page is served.

    Args:
        first: the one that a visit begins with.
        folders: what visitors may name on this machine, with all that is below; None: anything.
    """

    def __init__(self, first: ReadingRoom, folders: Sequence[Path] | None = None) -> None:
        self._turn = threading.Lock()
        self._first = Opened(first, Study(first.folder))
        self._opened = {_key(first.folder): self._first}
        self._folders = None if folders is None else [folder.resolve() for folder in folders]

    def at(self, folder: object) -> Opened:
        """The open collection of that folder; the first one where there is no such."""
        with self._turn:
            return self._opened.get(str(folder), self._first)

    def known_as(self, folder: str, otherwise: object) -> object:
        """What `at` finds that folder's collection by, where it is open; else `otherwise`."""
        with self._turn:
            return folder if folder in self._opened else otherwise

    def may_name(self, path: Path) -> bool:
        """Whether visitors may have that file or folder read."""
        if self._folders is None:
            return True
        return any(path.resolve().is_relative_to(folder) for folder in self._folders)

    @property
    def may_name_any(self) -> bool:
        """Whether there is anything that visitors may name."""
        return self._folders is None or bool(self._folders)

    def known(self) -> list[Path]:
        """The open ones, and the collections beside them that may be opened."""
        with self._turn:
            opened = [one.room.folder for one in self._opened.values()]
        beside = {parent for folder in opened for parent in [folder.resolve().parent]}
        found = {_key(path): path for path in opened}
        for parent in beside:
            try:
                for path in sorted(parent.iterdir()):
                    if Collection.is_in(path) and self.may_name(path):
                        found.setdefault(_key(path), path)
            except OSError:  # the folder around a collection need not be readable
                continue
        return sorted(found.values())

    def open(self, folder: Path, *, create: bool = False) -> str:
        """Open the collection in a folder; returns what `at` finds it by.

        Raises:
            CollectionError: there is none, it is damaged, or another model made it.
        """
        key = _key(folder)
        with self._turn:
            if key in self._opened:
                return key
            if create and Collection.is_in(folder):
                create = False
            if create and folder.is_dir() and any(folder.iterdir()):
                raise CollectionError(
                    said(
                        "{folder} is a folder with other files in it; name a new one", folder=folder
                    )
                )
            collection = Collection.open(folder, create=create)
            try:
                room = self._first.room.beside(collection)
            except CollectionError:
                collection.close()
                raise
            self._opened[key] = Opened(room, Study(folder))
        return key


def _key(folder: Path) -> str:
    return str(folder.resolve())
