from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.comparison.chain import Bead, best_chain, best_first, explain, moved


def follows(chain: tuple[Bead, ...]) -> bool:
    return all(one.a_end <= other.a and one.b_end <= other.b for one, other in pairwise(chain))


def total(beads: list[Bead] | tuple[Bead, ...]) -> float:
    return sum(bead.gain for bead in beads)


beads = st.builds(
    lambda a, m, b, n, gain: Bead(a, a + m, b, b + n, float(gain)),
    st.integers(0, 5),
    st.integers(1, 2),
    st.integers(0, 5),
    st.integers(1, 2),
    st.integers(1, 9),
)


@given(st.lists(beads, max_size=8, unique_by=lambda bead: bead.places))
def test_no_chain_is_better(found: list[Bead]) -> None:
    """Against every subset, one by one."""
    chain = best_chain(found)
    assert follows(tuple(chain)) and set(chain) <= set(found)
    best = max(
        total(some)
        for size in range(len(found) + 1)
        for some in combinations(sorted(found), size)
        if follows(some)
    )
    assert total(chain) == best


@given(st.lists(beads, max_size=12, unique_by=lambda bead: bead.places))
def test_no_sentence_is_in_two_beads(found: list[Bead]) -> None:
    for chosen in (best_first(found), explain(found)):
        for start, end in (("a", "a_end"), ("b", "b_end")):
            places = [
                place
                for bead in chosen
                for place in range(getattr(bead, start), getattr(bead, end))
            ]
            assert len(places) == len(set(places))


def test_two_for_one_when_that_gains_more() -> None:
    """0-1 and 2-3 with 1, by hand: 5 for the bead of two is more than 4, 5.5 is less than 6."""
    single, second, double = Bead(0, 1, 0, 1, 4.0), Bead(2, 3, 1, 2, 2.0), Bead(0, 2, 0, 1, 5.0)
    assert best_chain([single, second, double]) == [double, second]
    assert best_chain([single._replace(gain=6.0), second, double])[0].gain == 6.0


def test_parallel_texts_keep_their_order_and_what_is_moved_is_found() -> None:
    """The second and third of four have changed places: three follow one another."""
    found = [Bead(place, place + 1, at, at + 1, 2.0) for place, at in enumerate((0, 2, 1, 3))]
    assert explain(found) == found
    assert sum(moved(found)) == 1 and not moved(found)[0] and not moved(found)[3]


def test_the_free_matching_wins_where_it_explains_more() -> None:
    """Crossed 2 + 2 + 2 against straight 1 + 2 + 1."""
    crossed = [Bead(place, place + 1, 2 - place, 3 - place, 2.0) for place in range(3)]
    straight = [Bead(place, place + 1, place, place + 1, 1.0) for place in (0, 2)]
    assert explain([*straight, *crossed]) == crossed


def test_nothing() -> None:
    assert best_chain([]) == best_first([]) == explain([]) == moved([]) == []


@pytest.mark.parametrize("count", [3000])
def test_a_long_chain_takes_no_table(count: int) -> None:
    found = [Bead(place, place + 1, place, place + 1, 1.0) for place in range(count)]
    assert best_chain(found) == found
