"""How much each document stands in each other one, as a table that can be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..collection.records import DocumentSummary
from .dates import date_of
from .overlap import Overlap

MOST = 100  # documents; more lines cannot be told apart in a picture


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """n documents by date, undated ones last, and what they share.

    shares: float64 (n, n); of the letters of row's document, those in runs that stand in column's;
            0 on the diagonal
    left_out: documents that share less than those shown
    """

    documents: tuple[DocumentSummary, ...]
    shares: NDArray[np.float64]
    left_out: int


def heat_map(overlap: Overlap, most: int = MOST) -> HeatMap:
    """The `most` documents that share most with another one."""
    a, b, share_a, share_b, *_ = overlap.shares
    best = np.zeros(len(overlap.documents))
    np.maximum.at(best, a, share_a)
    np.maximum.at(best, b, share_b)
    chosen = np.lexsort((np.arange(len(best)), -best))[:most].tolist()
    chosen.sort(key=lambda number: (date_of(overlap.documents[number]) or "~", number))
    place = np.full(len(best), -1)
    place[chosen] = np.arange(len(chosen))
    table = np.zeros((len(chosen), len(chosen)))
    there = (place[a] >= 0) & (place[b] >= 0)
    table[place[a][there], place[b][there]] = share_a[there]
    table[place[b][there], place[a][there]] = share_b[there]
    documents = tuple(overlap.documents[number] for number in chosen)
    return HeatMap(documents, table, len(best) - len(chosen))
