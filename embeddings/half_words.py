"""Word vectors kept in sixteen bits where those say them exactly."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

_ROWS = 10_000  # that are compared at once, so that they do not take what is to be saved


class HalfWords(torch.nn.Module):
    """A table of word vectors in float16 that gives float32.

    It is two thirds of a small multilingual model, which is mostly stored so anyway.
    """

    def __init__(self, weight: Tensor) -> None:
        """
        Args:
            weight: float16 (words, d).
        """
        super().__init__()
        self.register_buffer("weight", weight, persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        """float32 (..., d) of ids (...)."""
        return torch.nn.functional.embedding(ids, self.get_buffer("weight")).float()


def halve_words(model: Any) -> None:
    """Have a `BertModel` in float32 keep its word vectors in half the memory, if none is another
    then."""
    words = model.embeddings.word_embeddings
    if words.weight.dtype != torch.float32:
        return
    weight = words.weight.detach()
    half = weight.half()
    if all(map(torch.equal, map(torch.Tensor.float, half.split(_ROWS)), weight.split(_ROWS))):
        model.embeddings.word_embeddings = HalfWords(half)
