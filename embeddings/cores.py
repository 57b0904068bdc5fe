"""How many cores there are to work with."""

from __future__ import annotations

import os

from threadpoolctl import ThreadpoolController


def cores() -> int:
    """Cores that this process may use: no more than `OMP_NUM_THREADS`, where that is set."""
    if hasattr(os, "sched_getaffinity"):
        available = len(os.sched_getaffinity(0))
    else:
        available = os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    return min(available, max(1, int(asked))) if asked.isdecimal() else available


def one_core_for_numpy() -> None:
    """Have numpy's products (OpenBLAS) made by the thread that asks for them.

    Its other threads go on spinning after each product, and whoever needs the cores waits: a
    question took three times as long beside the model, and beside another question.
    """
    ThreadpoolController().select(internal_api="openblas").limit(limits=1)
