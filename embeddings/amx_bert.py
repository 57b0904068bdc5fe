"""A BERT encoder in bfloat16, for processors with a matrix unit (AMX)."""

from __future__ import annotations

import ctypes
from typing import ClassVar

from torch import Tensor

from .compiled_bert import CompiledBert
from .compiled_source import UnavailableError


class AmxBert(CompiledBert):
    """In bfloat16: what follows a product is computed while the matrix unit makes the next one."""

    name: ClassVar = "AMX"
    source: ClassVar = "bert_layers_amx.cpp"
    features: ClassVar = (
        *("avx512f", "avx512bw", "avx512vl", "avx512bf16"),
        *("amx-tile", "amx-bf16"),
    )

    @classmethod
    def _library(cls) -> ctypes.CDLL:
        library = super()._library()
        if not library.wenju_may_use_tiles():
            raise UnavailableError("the system does not give the use of tiles")
        return library

    def _weight(self, weight: Tensor) -> list[Tensor]:
        """bfloat16 [32 outputs][32 inputs][2][16 pairs][16][2]."""
        outputs, inputs = weight.shape
        tiles = weight.view(outputs // 32, 2, 16, inputs // 32, 16, 2).permute(0, 3, 1, 4, 2, 5)
        return [tiles.contiguous()]
