import threading

import torch
from hypothesis import given
from hypothesis import strategies as st

from embeddings import processor
from embeddings.batches import batches_of_like_length, on_all_cores
from embeddings.cores import at_most, cores


@given(st.lists(st.text(max_size=3000), max_size=40), st.integers(1, 8))
def test_every_row_is_in_one_batch(texts: list[str], cores: int) -> None:
    batches = batches_of_like_length(texts, cores)
    assert sorted(row for batch in batches for row in batch) == list(range(len(texts)))
    assert all(batches)


def test_batches_hold_texts_of_like_length_longest_first() -> None:
    texts = ["短", "长" * 700, "中等" * 100, "短句", "长" * 750, "中等的" * 70]
    assert batches_of_like_length(texts) == [[4, 1, 5, 2, 3], [0]]
    assert batches_of_like_length(texts, cores=3) == [[4], [1], [5, 2], [3, 0]]


def test_a_batch_is_bounded_with_its_padding() -> None:
    # 100 texts of 600 bytes: twenty to a batch of 12,000
    assert {len(batch) for batch in batches_of_like_length(["二百字" * 66 + "二字"] * 100)} == {20}


def test_batches_come_in_order_from_every_core() -> None:
    together = threading.Barrier(min(2, cores()), timeout=60)
    told: list[int] = []

    def compute(rows: list[int]) -> int:
        together.wait()  # for ever, unless as many are computed at once
        return rows[0] * 10

    assert list(on_all_cores(compute, [[3], [1], [2], [0]], told.append)) == [30, 10, 20, 0]
    assert set(told) == {1}


def test_one_batch_is_computed_by_the_caller_with_all_cores() -> None:
    told: list[int] = []
    found = list(on_all_cores(lambda rows: threading.get_ident(), [[0]], told.append))
    assert found == [threading.get_ident()]
    assert told == [cores()]


def test_the_caller_leaves_the_cores_to_the_batches() -> None:
    with processor.threads_kept():
        torch.set_num_threads(3)
        for _ in on_all_cores(len, [[0], [1], [2]], torch.set_num_threads):
            assert torch.get_num_threads() == 1


def test_pytorch_has_as_many_threads_afterwards() -> None:
    before = torch.get_num_threads()
    for batches in ([[0]], [[0], [1]]):
        list(on_all_cores(len, batches, lambda cores: torch.set_num_threads(cores + 1)))
        assert torch.get_num_threads() == before


def test_a_thread_may_be_kept_to_fewer_cores() -> None:
    """It alone, and only as long as that."""
    available, elsewhere, told = cores(), list[int](), list[int]()
    with at_most(1):
        other = threading.Thread(target=lambda: elsewhere.append(cores()))
        other.start()
        other.join()
        list(on_all_cores(lambda rows: rows, [[0]], told.append))
        with at_most(available + 5):
            assert cores() == available
        assert cores() == 1
    assert told == [1] and elsewhere == [available] and cores() == available
