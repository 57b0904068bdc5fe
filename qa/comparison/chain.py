"""Sets of beads that may stand together: the best chain, and the best one by one.

A bead ties a few neighbouring sentences of one text to a few of another. No sentence may be in two
beads. What a bead is worth is its gain, the log-odds that both sides say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Bead(NamedTuple):
    """Sentences [a, a_end) of one text tied to sentences [b, b_end) of another."""

    a: int
    a_end: int
    b: int
    b_end: int
    gain: float

    @property
    def in_a(self) -> tuple[int, int]:
        return self.a, self.a_end

    @property
    def in_b(self) -> tuple[int, int]:
        return self.b, self.b_end

    @property
    def places(self) -> tuple[int, int, int, int]:
        """Which bead it is, whatever it is worth."""
        return self.a, self.a_end, self.b, self.b_end


def best_chain(beads: Sequence[Bead]) -> list[Bead]:
    """The beads of the largest total gain that follow one another in both texts, in order.

    Dynamic programming as in Gale & Church (1993), what is left out of the chain costing nothing,
    over the given beads alone instead of over all pairs of places (sparse dynamic programming,
    Eppstein et al. 1992): k beads take O(k log k) steps and O(k) memory, however long the texts
    are.

    >>> beads = [Bead(0, 1, 1, 2, 3.0), Bead(1, 2, 0, 1, 2.0), Bead(1, 3, 2, 3, 1.0)]
    >>> [(bead.a, bead.b) for bead in best_chain(beads)]
    [(0, 1), (1, 2)]
    """
    order = sorted(range(len(beads)), key=lambda at: (beads[at].a, beads[at].b, at))
    ending = sorted(order, key=lambda at: beads[at].a_end)
    best = _BestBefore(max((bead.b_end for bead in beads), default=0))
    totals = [0.0] * len(beads)
    before: list[int | None] = [None] * len(beads)
    finished = 0
    for at in order:
        bead = beads[at]
        while finished < len(ending) and beads[ending[finished]].a_end <= bead.a:
            done = ending[finished]
            best.put(beads[done].b_end, totals[done], done)
            finished += 1
        total, before[at] = best.get(bead.b)
        totals[at] = total + bead.gain
    chain = []
    at_last = max(order, key=lambda at: totals[at], default=None)
    while at_last is not None:
        chain.append(beads[at_last])
        at_last = before[at_last]
    return chain[::-1]


def best_first(beads: Sequence[Bead], taken: Sequence[Bead] = ()) -> list[Bead]:
    """Beads in whatever order the texts have them, the best first, none over a sentence twice.

    Every bead that it chooses is the best that either side has left: a mutual best match.
    Sentences of `taken` are not to be had.

    >>> beads = [Bead(0, 1, 1, 2, 3.0), Bead(1, 2, 0, 1, 2.0), Bead(1, 3, 2, 3, 1.0)]
    >>> [(bead.a, bead.b) for bead in best_first(beads)]
    [(0, 1), (1, 0)]
    """
    ours = {place for bead in taken for place in range(bead.a, bead.a_end)}
    theirs = {place for bead in taken for place in range(bead.b, bead.b_end)}
    chosen = []
    for bead in sorted(beads, key=lambda bead: (-bead.gain, bead)):
        a, b = range(bead.a, bead.a_end), range(bead.b, bead.b_end)
        if ours.isdisjoint(a) and theirs.isdisjoint(b):
            ours.update(a)
            theirs.update(b)
            chosen.append(bead)
    return sorted(chosen)


def explain(beads: Sequence[Bead]) -> list[Bead]:
    """The chain and the best of what it leaves over, or the best one by one: what gains more.

    The chain is for texts that run in parallel, with a sentence moved here and there; the other
    for texts in different order.

    >>> crossed = [Bead(0, 1, 2, 3, 2.0), Bead(1, 2, 1, 2, 2.0), Bead(2, 3, 0, 1, 2.0)]
    >>> explain([*crossed, Bead(0, 1, 0, 1, 1.0), Bead(2, 3, 2, 3, 1.0)]) == crossed
    True
    """
    chain = best_chain(beads)
    parallel = sorted(chain + best_first(beads, chain))
    free = best_first(beads)
    return parallel if _total(parallel) >= _total(free) else free


def moved(beads: Sequence[Bead]) -> list[bool]:
    """For each bead whether it stands outside the best chain of them all.

    >>> moved([Bead(0, 1, 1, 2, 1.0), Bead(1, 2, 2, 3, 1.0), Bead(2, 3, 0, 1, 1.0)])
    [False, False, True]
    """
    kept = set(best_chain(beads))
    return [bead not in kept for bead in beads]


def _total(beads: Sequence[Bead]) -> float:
    return sum(bead.gain for bead in beads)


class _BestBefore:
    """The best total up to a place; a binary indexed tree (Fenwick 1994) of maxima."""

    def __init__(self, size: int) -> None:
        self._best: list[tuple[float, int | None]] = [(0.0, None)] * (size + 1)

    def put(self, place: int, total: float, which: int) -> None:
        while place < len(self._best):
            if total > self._best[place][0]:
                self._best[place] = (total, which)
            place += place & -place

    def get(self, place: int) -> tuple[float, int | None]:
        """The best that was put at `place` or before it; (0, None) where none is above 0."""
        found: tuple[float, int | None] = (0.0, None)
        while place:
            found = max(found, self._best[place], key=lambda one: one[0])
            place &= place - 1
        return found
