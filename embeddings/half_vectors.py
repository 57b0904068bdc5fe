"""Vectors that are kept in sixteen bits a component."""

from __future__ import annotations

from functools import cache

import faiss
import numpy as np
from numpy.typing import NDArray


def from_halves(stored: bytes, dimensions: int) -> NDArray[np.float32]:
    """Vectors of float16 one after the other, as float32 (n, dimensions).

    FAISS makes them by an instruction of the processor, ten times as fast as numpy does.
    """
    faiss.omp_set_num_threads(1)  # they are few, and every thread has a number of its own
    codes = np.frombuffer(stored, np.uint8).reshape(-1, 2 * dimensions)
    vectors: NDArray[np.float32] = _quantizer(dimensions).sa_decode(codes)
    return vectors


@cache
def _quantizer(dimensions: int) -> faiss.IndexScalarQuantizer:
    return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16)
