"""Texts in batches of like length, and batches on the machine's cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from . import processor
from .cores import cores

Made = TypeVar("Made")

_BATCH_BYTES = 12_000  # about 2,500 tokens: enough to fill the matrix units of one core
_WINDOW_BYTES = 2_400  # about what a window of 512 tokens holds; longer texts are cut off


def batches_of_like_length(texts: Sequence[str], cores: int = 1) -> list[list[int]]:
    """Rows in batches that waste little on padding, longest first.

    Length is that in UTF-8: a Han character has three bytes and makes about three times as many
    tokens as a Latin letter. With several cores there is a batch for each, if there are as many
    texts.
    """
    sizes = [min(len(text.encode("utf-8", "replace")), _WINDOW_BYTES) for text in texts]
    budget = min(_BATCH_BYTES, -(-sum(sizes) // cores)) if cores > 1 else _BATCH_BYTES
    batches: list[list[int]] = []
    for row in sorted(range(len(texts)), key=lambda row: (-sizes[row], row)):
        if batches and (len(batches[-1]) + 1) * sizes[batches[-1][0]] <= budget:
            batches[-1].append(row)
        else:
            batches.append([row])
    return batches


def on_all_cores(
    compute: Callable[[list[int]], Made],
    batches: list[list[int]],
    use_cores: Callable[[int], None],
) -> Iterator[Made]:
    """What `compute` makes of each batch, in their order.

    Several batches are computed side by side, each by one core: cores that share a batch wait for
    one another many times in it, and all of them for the one that is busy with something else.
    `use_cores` is told how many cores there are for what the thread that calls it computes.
    Meanwhile PyTorch has one thread for the caller, who works on what was made: more would go on
    spinning after each small sum, and the batches had a seventh less of the cores.
    """
    available = cores()
    if len(batches) < 2 or available == 1:
        with processor.threads_kept():
            use_cores(available)
            yield from map(compute, batches)
        return
    workers = min(available, len(batches))
    with (
        processor.threads_kept(),
        ThreadPoolExecutor(workers, initializer=use_cores, initargs=(1,)) as pool,
    ):
        processor.use_cores(1)
        yield from pool.map(compute, batches)
