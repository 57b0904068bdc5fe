"""Sentences that are only related, as what they are: text that only one side has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from qa import Comparison, Row

from .markup import Span


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A comparison without its related pairs, and the number of the pair that a sentence was in.

    Both sentences of such a pair stand in `only_a` and `only_b`.
    """

    comparison: Comparison
    in_a: dict[Span, int]
    in_b: dict[Span, int]

    @classmethod
    def of(cls, found: Comparison) -> Self:
        related = [pair for pair in found.pairs if pair.kind == "related"]
        comparison = replace(
            found,
            pairs=tuple(pair for pair in found.pairs if pair.kind != "related"),
            only_a=tuple(sorted((*found.only_a, *(pair.a for pair in related)))),
            only_b=tuple(sorted((*found.only_b, *(pair.b for pair in related)))),
        )
        return cls(
            comparison,
            {pair.a: number for number, pair in enumerate(related)},
            {pair.b: number for number, pair in enumerate(related)},
        )

    @classmethod
    def nothing(cls, found: Comparison) -> Self:
        """All pairs left as they are."""
        return cls(found, {}, {})

    def number(self, row: Row) -> int | None:
        """Of the pair that the row's sentence was in; None where it was in none."""
        if row.pair:
            return None
        return self.in_a.get(row.a) if row.a else self.in_b.get(row.b or (0, 0))
