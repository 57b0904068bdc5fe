"""A BERT encoder's layers in one call of code that is compiled on this machine."""

from __future__ import annotations

import ctypes
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor

from .compiled_source import UnavailableError, compiled

HEAD = 32  # numbers in a head, which is what the sources are written for


class CompiledBert(ABC):
    """What transformers' `BertModel` computes, all layers in one call.

    Weights are laid out once as the processor reads them. There is no padding while layers run, and
    what follows a product (bias, activation, sum, normalisation) is made of it while it is at hand.

    Not for training; safe to call from several threads.
    """

    name: ClassVar[str]
    source: ClassVar[str]  # a file beside this one
    features: ClassVar[Sequence[str]]  # of the processor, as compilers name them

    def __init__(self, model: Any) -> None:
        """
        Args:
            model: a `BertModel` whose activation is GELU.

        Raises:
            UnavailableError: the source is not for such a model, or the processor, the system or a
                compiler is missing.
        """
        config = model.config
        if config.hidden_size != config.num_attention_heads * HEAD:
            raise UnavailableError(f"it is for heads of {HEAD} numbers")
        if config.intermediate_size % HEAD:
            raise UnavailableError(f"it is for layers that are a multiple of {HEAD} wide")
        self._embeddings = model.embeddings
        self._run = _run_layers(self._library())
        self._parts = [self._layer(layer) for layer in model.encoder.layer]
        self._layers = torch.tensor([[part.data_ptr() for part in parts] for parts in self._parts])
        self._used = threading.local()
        self._sizes = (config.num_attention_heads, config.intermediate_size, config.layer_norm_eps)

    def __call__(self, features: dict[str, Tensor]) -> Tensor:
        """Token vectors of a padded batch, in the model's precision: (texts, tokens, d).

        Args:
            features: `input_ids` and `attention_mask`, int64 (texts, tokens), padded at the end,
                and perhaps `token_type_ids`. What stands in the place of padding means nothing.
        """
        ids, lengths = features["input_ids"], features["attention_mask"].sum(1)
        hidden: Tensor = self._embeddings(
            input_ids=ids, token_type_ids=features.get("token_type_ids")
        ).contiguous()
        places = (hidden.data_ptr(), lengths.data_ptr(), *ids.shape, self._layers.data_ptr())
        cores = getattr(self._used, "cores", 1)
        self._run(*places, len(self._parts), *self._sizes, cores)
        return hidden

    def use_cores(self, number: int) -> None:
        """How many cores a call in this thread may take, if the source knows how to share the work.

        PyTorch, which has little left to do, gets one: its others would go on spinning where the
        layers are to be computed.
        """
        self._used.cores = number
        torch.set_num_threads(1)

    @classmethod
    def _library(cls) -> ctypes.CDLL:
        return compiled(Path(__file__).parent / cls.source, cls.features)

    @abstractmethod
    def _weight(self, weight: Tensor) -> list[Tensor]:
        """A weight (outputs, inputs), laid out as the source wants it.

        Raises:
            UnavailableError: the source is not for such weights.
        """

    def _layer(self, layer: Any) -> list[Tensor]:
        """Weights and biases in the order of the source's `Layer`."""
        own, attended = layer.attention.self, layer.attention.output
        linears = [[own.query, own.key, own.value], [attended.dense]]
        linears += [[layer.intermediate.dense], [layer.output.dense]]
        weights = [torch.cat([one.weight.detach() for one in linear]) for linear in linears]
        norms = [attended.LayerNorm, layer.output.LayerNorm]
        return [
            *(part for weight in weights for part in self._weight(weight)),
            *(torch.cat([one.bias.detach() for one in linear]).float() for linear in linears),
            *(part.detach().float().clone() for norm in norms for part in (norm.weight, norm.bias)),
        ]


def _run_layers(library: ctypes.CDLL) -> Any:
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    run = library.wenju_run_layers
    run.argtypes = [
        pointer,
        pointer,
        *(number,) * 2,
        pointer,
        *(number,) * 3,
        ctypes.c_float,
        number,
    ]
    run.restype = None
    return run
