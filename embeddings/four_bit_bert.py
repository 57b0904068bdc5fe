"""A BERT encoder whose weights have four bits, for processors with AVX2 or AVX-512."""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from torch import Tensor

from .compiled_bert import CompiledBert
from .compiled_source import AVX2, AVX512, UnavailableError

_BLOCK = 32  # weights that share a scale
_LOWEST = -8  # codes are -8 to 7
_WINDOW = 512  # tokens whose chances, times values, can be summed up in 32 bits
_LOST = 1 / 1024  # of a block's largest weight: what float16 loses of the others


class FourBitBert(CompiledBert):
    """In float32 but for products, which are those of whole numbers.

    Weights keep their four bits; what they multiply is made into eight bits, 32 numbers at a time
    (as Q8_0 in ggml), each time with a power of two for a scale, which is multiplied with by adding
    to exponents. Of the default model's passages that leaves a cosine of more than .9998 with
    float32.
    """

    source: ClassVar = "bert_layers_four_bits.cpp"
    each_alone: ClassVar = True  # what it makes of a text is the same bit by bit beside others

    def __init__(self, model: Any) -> None:
        if model.config.max_position_embeddings > _WINDOW:
            raise UnavailableError(f"it is for texts of at most {_WINDOW} tokens")
        super().__init__(model)

    def _weight(self, weight: Tensor) -> list[Tensor]:
        """Codes and scales in the order of the source's `Weights`."""
        codes, scales = four_bits(weight)
        outputs, inputs = (size // _BLOCK for size in weight.shape)
        pieces = (codes - _LOWEST).to(torch.uint8).view(outputs, 2, 2, 8, inputs, 2, 4, 4)
        low, high = pieces.permute(5, 0, 4, 1, 6, 2, 3, 7)
        scales = torch.where(scales == 0, 1, scales)  # nought has no exponent; its codes are nought
        by_inputs = scales.view(outputs, _BLOCK, inputs).transpose(1, 2)
        return [(low | high << 4).contiguous(), by_inputs.contiguous()]


class Avx2Bert(FourBitBert):
    """With registers of eight numbers."""

    name: ClassVar = "AVX2"
    features: ClassVar = AVX2


class Avx512Bert(FourBitBert):
    """With registers of sixteen numbers and instructions that sum up products (VNNI)."""

    name: ClassVar = "AVX-512"
    features: ClassVar = AVX512


def four_bits(weight: Tensor) -> tuple[Tensor, Tensor]:
    """The whole numbers, -8 to 7, and the scales that weights were made of (Q4_0 in ggml).

    Args:
        weight: (outputs, inputs). Of each 32 inputs the largest magnitude has the code -8.

    Returns:
        Codes, float32 of weight's shape, and scales, float16 (outputs, inputs / 32).

    Raises:
        UnavailableError: the weights were not made so; four bits would not be what they say.
    """
    blocks = weight.float().view(-1, _BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    scales = (largest / _LOWEST).half()
    by = scales.float()
    codes = (blocks / torch.where(by == 0, 1, by)).round().clamp(_LOWEST, -_LOWEST - 1)
    if ((codes * by - blocks).abs() > largest.abs() * _LOST).any():
        raise UnavailableError("it is for weights of four bits")
    return codes.view(weight.shape), scales.view(len(weight), -1)
