"""The terms of passages as numbers, in a file that is mapped into memory.

Tantivy keeps them as text; to fetch that for each candidate and to tell its words apart took more
than all the rest of scoring by words.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from embeddings import places_in

from .term_keys import Keys, packed

_KEYS_FILE, _PLACES_FILE = "keys.bin", "places.npy"
_NONE = np.empty(0, np.uint64)


class KeyFile:
    """What `packed` makes of the terms of each passage, by row, in a folder.

    What is added is written at once, but counts only from `commit` on; whoever has the file open
    goes on seeing what it was.
    """

    def __init__(self, folder: Path, places: NDArray[np.int64], keys: Keys) -> None:
        self._folder = folder
        self._places = places  # (n, 3), ascending: row, first key, number of keys
        self._keys = keys
        self._file: BinaryIO | None = None  # while something is added
        self._added: list[tuple[int, int, int]] = []
        self._end = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Without any passage, where there is no file that can be read."""
        try:
            places = np.load(folder / _PLACES_FILE, mmap_mode="r")
            keys = np.memmap(folder / _KEYS_FILE, np.uint64, "r")
            opened = cls(folder, places, np.asarray(keys))
            if opened._committed <= len(keys):
                return opened
        except (OSError, ValueError, EOFError, BadZipFile):  # as numpy takes what it finds there
            pass
        return cls(folder, np.empty((0, 3), np.int64), _NONE)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Of all passages, ascending: (n,)."""
        return self._places[:, 0]

    def of(self, rows: Sequence[int]) -> list[Keys]:
        """Of the passages with these rows; none of a row that is not there."""
        if not len(self):
            return [_NONE] * len(rows)
        wanted = np.array(rows, np.int64)
        found = self._places[np.minimum(places_in(self.rows, wanted), len(self) - 1)]
        found[found[:, 0] != wanted, 1:] = 0
        return [self._keys[first : first + size] for _, first, size in found.tolist()]

    def add(self, row: int, terms: Sequence[str]) -> None:
        """Those of a new passage."""
        if self._file is None:
            self._file = self._behind_what_counts()
        keys = packed(terms)
        self._file.write(keys.tobytes())
        self._added.append((row, self._end, len(keys)))
        self._end += len(keys)

    def commit(self) -> Self:
        """What there is now, with what was added."""
        if self._file is None:
            return self
        self.give_up()
        places = np.concatenate([self._places, np.array(self._added, np.int64)])
        scratch = self._folder / f"new-{_PLACES_FILE}"
        np.save(scratch, places[np.argsort(places[:, 0])])
        scratch.replace(self._folder / _PLACES_FILE)
        return self.open(self._folder)

    def give_up(self) -> None:
        """Forget what was added and not committed."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def clear(self) -> Self:
        """What there is once all are gone."""
        self.give_up()
        for name in (_PLACES_FILE, _KEYS_FILE):
            (self._folder / name).unlink(missing_ok=True)
        return self.open(self._folder)

    @property
    def _committed(self) -> int:
        """How many keys count."""
        return int(self._places[:, 1:].sum(1).max(initial=0))

    def _behind_what_counts(self) -> BinaryIO:
        """Where keys are written; what lies there was given up."""
        self._added = []
        self._end = self._committed
        path = self._folder / _KEYS_FILE
        path.touch()
        file = path.open("r+b")
        file.seek(self._end * self._keys.itemsize)
        return file
