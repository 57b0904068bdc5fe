"""Where the names of clusters stand on a map, so that they hide no point and no other name."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from corpus import width

_LETTER = 20.0  # units of the drawing that a Han character is wide and high
_LINE = 1.2 * _LETTER
RISE = 0.3 * _LINE  # from the baseline of a name to the middle of its box
_RINGS = range(0, 9)  # how far from its cluster a name is tried, in heights of a line
_DIRECTIONS = 16
_A_NAME = 12  # to cover another name is as bad as to cover so many points

Box = tuple[float, float, float, float]  # left, top, right, bottom


def name_places(
    names: Sequence[tuple[str, float, float]], points: NDArray[np.float64], radius: float
) -> list[tuple[float, float]]:
    """The middle of each name's baseline: the free place nearest to where it belongs.

    Names are placed in their order, the first ones best. Where a name finds no free place it
    stands where it hides least; none leaves the box of the points.

    Args:
        names: each with the middle of its cluster, (text, x, y), y growing downwards.
        points: float64 (n, 2), the middles of circles of the given radius.
    """
    placed: list[Box] = []
    places = []
    for text, x, y in names:
        tried = [_box(text, *place) for place in _around(x, y)]
        inside = [box for box in tried if _within(box, points)] or tried[:1]
        best = min(inside, key=lambda box: _hidden(box, points, radius, placed))
        placed.append(best)
        left, top, right, bottom = best
        places.append((round((left + right) / 2, 1), round((top + bottom) / 2 + RISE, 1)))
    return places


def _around(x: float, y: float) -> list[tuple[float, float]]:
    """Places in rings, nearest first, each ring from the top on."""
    turns = [2 * pi * step / _DIRECTIONS for step in range(_DIRECTIONS)]
    return [
        (x + ring * _LETTER * sin(turn), y - ring * _LETTER * cos(turn))
        for ring in _RINGS
        for turn in (turns if ring else turns[:1])
    ]


def _box(text: str, x: float, y: float) -> Box:
    wide, high = width(text) * _LETTER, _LINE
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _within(box: Box, points: NDArray[np.float64]) -> bool:
    (left, top), (right, bottom) = points.min(0), points.max(0)
    return bool(box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom)


def _hidden(box: Box, points: NDArray[np.float64], radius: float, placed: Sequence[Box]) -> int:
    """How many points the box touches, and names, which count for more."""
    left, top, right, bottom = box
    x, y = points.T
    near = (x > left - radius) & (x < right + radius) & (y > top - radius) & (y < bottom + radius)
    names = sum(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in placed
    )
    return int(near.sum()) + _A_NAME * names
