"""Which index a collection's vectors get, and what tries it out."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .store import Store

IndexKind = Literal["auto", "exact", "approximate"]
KINDS: tuple[IndexKind, ...] = ("auto", "exact", "approximate")
EXACT = 100_000  # passages; looking at all of more takes a question longer than everything else
_LEAST = 1000  # passages that make an approximate index worth its name


def in_cells(kind: IndexKind, passages: int) -> bool:
    """Whether so many passages get an approximate index.

    >>> in_cells("auto", 100_000), in_cells("auto", 100_001), in_cells("exact", 10**6)
    (False, True, False)
    """
    return kind != "exact" and passages > (EXACT if kind == "auto" else _LEAST)


def sentences_of(
    store: Store, rows: NDArray[np.int64], count: int, shift: float = 0.0
) -> list[str]:
    """The last sentence of each of `count` passages, drawn evenly; about what people ask for.

    Args:
        rows: of all passages, (n,); `shift`, 0 to 1, moves on between one that is drawn and the
            next, to draw others.
    """
    places = (np.arange(min(count, len(rows))) + shift) * max(1.0, len(rows) / count)
    drawn = rows[np.minimum(places.astype(np.int64), len(rows) - 1)].tolist() if len(rows) else []
    found = store.passages(drawn)
    texts = []
    for row in drawn:
        passage = found.get(row)
        if passage is not None:
            start, end = passage.sentences[-1] if passage.sentences else (0, len(passage.text))
            texts.append(passage.text[start:end])
    return texts
