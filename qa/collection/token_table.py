"""The token vectors of passages, in as much room as they may take.

They are kept at four bits a component while that fits. From then on all are kept at two, those
that were there before too: passages are only comparable where they are kept alike, and what a
collection answers must not depend on which came first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings import CodedTokens, from_coarse_codes, from_codes, to_coarse_codes, to_codes

FINE, COARSE = 4, 2  # bits a component
_BYTES, _BITS, _LEFT, _DONE = (  # what is remembered of all: see the properties below
    "token_bytes",
    "token_bits",
    "tokens_left_fine",
    "tokens_coarse_to",  # the last row that was made coarser
)


class StoredTokens(NamedTuple):
    """tokens: int8 (t, p) of one passage; sizes: int64 (m,), how many each sentence has."""

    tokens: NDArray[np.int8]
    sizes: NDArray[np.int64]


class TokenTable:
    """Rows are those of the passages; what changes it is called within a transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, added: Mapping[int, StoredTokens]) -> None:
        """The tokens of new passages, by row."""
        bits, space = self.bits, 0
        for row, (tokens, sizes) in added.items():
            codes = to_codes(tokens)
            if bits == COARSE:
                codes = _coarse(codes, tokens.shape[1])
            self._db.execute(
                "INSERT INTO passage_tokens (row, tokens, sizes, bits) VALUES (?, ?, ?, ?)",
                (row, codes, sizes.astype("<u2").tobytes(), bits),
            )
            space += len(codes)
        self._count(space)

    def drop(self, document: str) -> None:
        """Those of all passages of a document."""
        of_document = "row IN (SELECT row FROM passages WHERE document = ?)"
        query = f"SELECT coalesce(sum(length(tokens)), 0) FROM passage_tokens WHERE {of_document}"
        self._count(-self._db.execute(query, (document,)).fetchone()[0])
        self._db.execute(f"DELETE FROM passage_tokens WHERE {of_document}", (document,))

    def coded(self, rows: Iterable[int]) -> dict[int, CodedTokens]:
        """By row, a stretch for each sentence; rows that are no longer there are left out."""
        found = self._db.execute(
            "SELECT row, tokens, bits, sizes FROM passage_tokens"
            " WHERE row IN (SELECT value FROM json_each(?))",
            (json.dumps([int(row) for row in rows]),),
        )
        return {
            row: CodedTokens(codes, bits == COARSE, np.frombuffer(sizes, "<u2"))
            for row, codes, bits, sizes in found
        }

    def of(self, rows: Iterable[int], size: int) -> dict[int, StoredTokens]:
        """The same decoded, `size` components each."""
        found, stored = self.coded(rows), {}
        for coarse, read in ((False, from_codes), (True, from_coarse_codes)):
            alike = {row: one for row, one in found.items() if one.coarse == coarse}
            decoded = read([one.codes for one in alike.values()], size)
            for (row, one), tokens in zip(alike.items(), decoded, strict=True):
                stored[row] = StoredTokens(tokens, one.sizes.astype(np.int64))
        return stored

    @property
    def space(self) -> int:
        """Bytes that all token vectors take."""
        return self._number(_BYTES)

    @property
    def bits(self) -> int:
        """That new ones are kept at, a component."""
        return self._number(_BITS) or FINE

    @property
    def is_coarse(self) -> bool:
        """Whether new ones are kept at two bits a component."""
        return self.bits == COARSE

    @property
    def is_being_coarsened(self) -> bool:
        """Whether some are still kept at four bits that are to be kept at two."""
        return bool(self._number(_LEFT))

    def coarsen(self, size: int, most: int) -> bool:
        """From now on two bits a component, for up to `most` passages that are kept at four too.

        Returns:
            Whether there are more of these, for which it is to be called again.
        """
        self._set(_BITS, COARSE)
        some = self._db.execute(
            "SELECT row, tokens FROM passage_tokens WHERE row > ? AND bits = ?"
            " ORDER BY row LIMIT ?",
            (self._number(_DONE), FINE, most),
        ).fetchall()
        for row, fine in some:
            codes = _coarse(fine, size)
            self._db.execute(
                "UPDATE passage_tokens SET tokens = ?, bits = ? WHERE row = ?", (codes, COARSE, row)
            )
            self._count(len(codes) - len(fine))
        if some:
            self._set(_DONE, some[-1][0])
        self._set(_LEFT, int(len(some) == most))
        return self.is_being_coarsened

    def refine(self) -> None:
        """From now on four bits a component again, if there are none that are kept at fewer."""
        if not self.space:
            for name, value in ((_BITS, FINE), (_LEFT, 0), (_DONE, 0)):
                self._set(name, value)

    def _number(self, name: str) -> int:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def _set(self, name: str, value: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, str(value)))

    def _count(self, more: int) -> None:
        self._set(_BYTES, self._number(_BYTES) + more)


def _coarse(codes: bytes, size: int) -> bytes:
    """Always out of four bits, so that it is the same whenever it is done."""
    return to_coarse_codes(from_codes([codes], size)[0])
