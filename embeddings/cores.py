"""How many cores there are to work with."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import ThreadpoolController

_here = threading.local()


def cores() -> int:
    """Cores that this thread may use: no more than `OMP_NUM_THREADS`, where that is set."""
    if hasattr(os, "sched_getaffinity"):
        available = len(os.sched_getaffinity(0))
    else:
        available = os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    most = min(available, max(1, int(asked))) if asked.isdecimal() else available
    return min(most, getattr(_here, "most", None) or most)


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """Inside, what this thread computes takes no more cores than that.

    Those that share a small piece of work wait for one another all the time, and one that is busy
    with something else is waited for as long as it is.
    """
    before = getattr(_here, "most", None)
    _here.most = number
    try:
        yield
    finally:
        _here.most = before


def one_core_for_numpy() -> None:
    """Have numpy's products (OpenBLAS) made by the thread that asks for them.

    Its other threads go on spinning after each product, and whoever needs the cores waits: a
    question took three times as long beside the model, and beside another question.
    """
    ThreadpoolController().select(internal_api="openblas").limit(limits=1)
