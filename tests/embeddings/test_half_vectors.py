"""What sixteen bits say is read exactly."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings import from_halves


@pytest.mark.parametrize("dimensions", [1, 5, 64, 384])
def test_every_number_that_sixteen_bits_say(dimensions: int) -> None:
    codes = np.arange(1 << 16, dtype=np.uint16)
    halves = codes.view(np.float16)
    finite = halves[np.isfinite(halves)]
    kept = finite[: len(finite) // dimensions * dimensions]
    found = from_halves(kept.tobytes(), dimensions)
    assert found.shape == (len(kept) // dimensions, dimensions) and found.dtype == np.float32
    np.testing.assert_array_equal(found.ravel(), kept.astype(np.float32))


def test_none() -> None:
    assert from_halves(b"", 64).shape == (0, 64)
