"""Where scores tie, documents take turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

TIE = 1e-6  # scores that differ by no more are one


def take_turns(scores: Sequence[float], documents: Sequence[str], tie: float = TIE) -> list[int]:
    """Places of a ranking, best first, in which tied ones come document by document.

    Of those within `tie` of the best that is left, the next is of the document that has had the
    fewest so far, the earlier one where that is the same.

    >>> take_turns([2.0, 2.0, 2.0, 1.0], ["a", "a", "b", "b"])
    [0, 2, 1, 3]
    """
    left = list(range(len(scores)))
    had: Counter[str] = Counter()
    order = []
    while left:
        best = scores[left[0]]
        tied = next((n for n, place in enumerate(left) if scores[place] < best - tie), len(left))
        number = min(range(tied), key=lambda n: (had[documents[left[n]]], n))
        place = left.pop(number)
        had[documents[place]] += 1
        order.append(place)
    return order
