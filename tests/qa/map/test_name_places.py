"""Names on the map: beside the points, not over them."""

from __future__ import annotations

import numpy as np

from qa import name_places

CORNERS = [(0.0, 0.0), (1000.0, 1000.0)]


def test_a_name_stands_where_it_belongs_if_nothing_is_there() -> None:
    places = name_places([("河道", 500.0, 500.0)], np.array(CORNERS), 5)
    assert places == [(500.0, 507.2)]  # the baseline of a line of 24 units around y = 500


def test_a_name_moves_off_a_point_by_as_little_as_it_takes() -> None:
    points = np.array([*CORNERS, (500.0, 500.0)])
    (x, y), *_ = name_places([("河道", 500.0, 500.0)], points, 5)
    assert (x, y) == (500.0, 487.2)  # one ring up; its box ends at 492, the point begins at 495


def test_two_names_for_one_place_do_not_cover_each_other() -> None:
    places = name_places([("河道", 500.0, 500.0), ("堤防", 500.0, 500.0)], np.array(CORNERS), 5)
    (x1, y1), (x2, y2) = places
    assert abs(y1 - y2) >= 24 or abs(x1 - x2) >= 40


def test_a_name_stays_within_the_drawing() -> None:
    (x, _), *_ = name_places([("社区食堂", 0.0, 500.0)], np.array(CORNERS), 5)
    assert x >= 40  # half of its four characters


def test_among_points_everywhere_it_hides_the_fewest() -> None:
    grid = [(float(x), float(y)) for x in range(0, 1001, 10) for y in range(0, 1001, 10)]
    free = [(x, y) for x, y in grid if not (440 <= x <= 560 and 540 <= y <= 580)]
    (x, y), *_ = name_places([("河", 500.0, 500.0)], np.array(free), 3)
    assert 450 <= x <= 550 and 550 <= y <= 580
