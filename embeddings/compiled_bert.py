"""A BERT encoder's layers, compiled where there is a compiler and a processor for them."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .compiled_source import UnavailableError, compiled

_SOURCE = Path(__file__).parent / "bert_layers.cpp"
_FEATURES = {  # as compilers name them, and as PyTorch does
    "avx512f": "avx512_f",
    "avx512bw": "avx512_bw",
    "avx512vl": "avx512_vl",
    "avx512bf16": "avx512_bf16",
    "amx-tile": "amx_tile",
    "amx-bf16": "amx_bf16",
}
_HEAD = 32  # numbers in a head, which is what the source is written for


class CompiledBert:
    """What transformers' `BertModel` computes, in bfloat16, all layers in one call.

    Weights are laid out once as the processor's matrix unit reads them. There is no padding while
    layers run, and what follows a product (bias, activation, sum, normalisation) is made of it
    while the next one is computed.

    Not for training; safe to call from several threads, each of which computes on its own core.
    """

    def __init__(self, model: Any) -> None:
        """
        Args:
            model: a `BertModel` in bfloat16 whose activation is GELU.

        Raises:
            UnavailableError: the model's heads are of another size, or the processor, the system
                or a compiler is missing.
        """
        config = model.config
        if config.hidden_size != config.num_attention_heads * _HEAD:
            raise UnavailableError(f"it is for heads of {_HEAD} numbers")
        if config.intermediate_size % _HEAD:
            raise UnavailableError(f"it is for layers that are a multiple of {_HEAD} wide")
        self._embeddings = model.embeddings
        self._run = _compiled_layers()
        self._parts = [_parts(layer) for layer in model.encoder.layer]
        self._layers = torch.tensor([[part.data_ptr() for part in parts] for parts in self._parts])
        self._sizes = (config.num_attention_heads, config.intermediate_size, config.layer_norm_eps)

    def __call__(self, features: dict[str, Tensor]) -> Tensor:
        """Token vectors of a padded batch: bfloat16 (texts, tokens, d).

        Args:
            features: `input_ids` and `attention_mask`, int64 (texts, tokens), padded at the end,
                and perhaps `token_type_ids`. What stands in the place of padding means nothing.
        """
        ids, lengths = features["input_ids"], features["attention_mask"].sum(1)
        hidden: Tensor = self._embeddings(
            input_ids=ids, token_type_ids=features.get("token_type_ids")
        ).contiguous()
        places = (hidden.data_ptr(), lengths.data_ptr(), *ids.shape, self._layers.data_ptr())
        self._run(*places, len(self._parts), *self._sizes)
        return hidden


def _compiled_layers() -> Any:
    capabilities = torch.cpu.get_capabilities()
    missing = [name for name in _FEATURES.values() if not capabilities.get(name)]
    if missing:
        raise UnavailableError(f"the processor has no {', '.join(missing)}")
    library = compiled(_SOURCE, list(_FEATURES))
    if not library.wenju_may_use_tiles():
        raise UnavailableError("the system does not give the use of tiles")
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    run = library.wenju_run_layers
    run.argtypes = [
        pointer,
        pointer,
        number,
        number,
        pointer,
        number,
        number,
        number,
        ctypes.c_float,
    ]
    run.restype = None
    return run


def _parts(layer: Any) -> list[Tensor]:
    """Weights and biases in the order of the source's `Layer`."""
    own, attended = layer.attention.self, layer.attention.output
    linears = [[own.query, own.key, own.value], [attended.dense]]
    linears += [[layer.intermediate.dense], [layer.output.dense]]
    norms = [attended.LayerNorm, layer.output.LayerNorm]
    return [
        *(_tiles(torch.cat([one.weight.detach() for one in linear])) for linear in linears),
        *(torch.cat([one.bias.detach() for one in linear]).float() for linear in linears),
        *(part.detach().float().clone() for norm in norms for part in (norm.weight, norm.bias)),
    ]


def _tiles(weight: Tensor) -> Tensor:
    """(outputs, inputs) as the source wants it: [32 outputs][32 inputs][2][16 pairs][16][2]."""
    outputs, inputs = weight.shape
    tiles = weight.view(outputs // 32, 2, 16, inputs // 32, 16, 2).permute(0, 3, 1, 4, 2, 5)
    return tiles.contiguous()
