"""Open collections for those who read at the same time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from corpus import CollectionError
from qa import Collection

from .turns import Turns

READERS = 2  # who reads at once in this process; more would only make each other wait

log = logging.getLogger("wenju")


class Readers:
    """The same collection for up to READERS threads at once; others wait until one is done."""

    def __init__(self, first: Collection) -> None:
        self._turns = Turns([first])
        self._alone = True  # until the first has its indexes, which the others take over

    @contextmanager
    def one(self) -> Iterator[Collection]:
        """A collection that nobody else uses meanwhile."""
        with self._turns.one() as collection:
            yield collection
            if self._alone and collection.in_memory:
                self._alone = False
                self._add_beside(collection)

    def _add_beside(self, collection: Collection) -> None:
        try:
            for _ in range(READERS - 1):
                self._turns.add(collection.beside())
        except CollectionError as error:  # who just asked has an answer all the same
            log.warning("questions are answered one by one: %s", error)
            self._alone = True
