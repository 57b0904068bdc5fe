import numpy as np

from embeddings.cell_index import CellIndex
from tests.embeddings.test_neighbour_index import Floats, topics


def all_looked_into(vectors: Floats) -> CellIndex:
    """Empty, with cells for the vectors, all of which a question looks into."""
    cells = CellIndex.learn(vectors, len(vectors))
    cells.probes = cells.cells
    return cells


def test_what_is_added_after_others_were_removed_is_coded_as_if_they_had_never_been() -> None:
    vectors = topics(4000)
    rows = np.arange(4000)
    changed, fresh = all_looked_into(vectors), all_looked_into(vectors)
    changed.add(rows[:3000], vectors[:3000])
    for first in range(0, 1000, 250):
        changed.remove(rows[first : first + 250])
        changed.add(rows[3000 + first : 3250 + first], vectors[3000 + first : 3250 + first])
    fresh.add(rows[1000:], vectors[1000:])
    assert len(changed) == len(fresh) == 3000
    for vector in topics(40):
        found = set(changed.search(vector, 200).tolist())
        assert found == set(fresh.search(vector, 200).tolist())


def test_only_some_rows_are_found_where_only_some_are_asked_for() -> None:
    vectors = topics(2000)
    cells = all_looked_into(vectors)
    cells.add(np.arange(2000), vectors)
    some = np.arange(0, 2000, 7)
    found = cells.search(vectors[0], 100, some)
    assert len(found) == 100
    assert np.isin(found, some).all()
