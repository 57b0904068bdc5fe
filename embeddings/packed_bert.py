"""A BERT encoder's forward pass with its weights laid out once for the processor's matrix units."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor

from .bert_kernels import HEAD, PYTORCH, Normalisation, usable_kernels

_ROWS = 2048  # tokens in a usual batch: what the layout of the weights is chosen for


class _Layer(NamedTuple):
    query_key_value: _Linear
    attended: _Linear
    attended_norm: Normalisation
    wider: _Linear
    narrower: _Linear
    norm: Normalisation


class PackedBert:
    """What transformers' `BertModel` computes, in bfloat16 on a processor that multiplies it.

    PyTorch's `linear` lays a weight out anew for oneDNN at each call, which is most of the cost of
    a short text. Here that is done once, the three projections of attention are one product, and
    the activation is computed with the product before it, as PyTorch's own compiler does. What is
    no product is left to `usable_kernels`.

    Not safe for training; safe to call from several threads.
    """

    def __init__(self, model: Any) -> None:
        self._embeddings = model.embeddings
        self._heads = int(model.config.num_attention_heads)
        self._layers = [_layer(layer) for layer in model.encoder.layer]
        heads_fit = model.config.hidden_size == self._heads * HEAD
        self._kernels = usable_kernels() if heads_fit else PYTORCH

    @staticmethod
    def fits(model: Any) -> bool:
        """Whether the model is one that this class computes, and the processor one it is for."""
        config = getattr(model, "config", None)
        return (
            type(model).__name__ == "BertModel"
            and model.device.type == "cpu"
            and model.dtype == torch.bfloat16
            and getattr(config, "hidden_act", "") == "gelu"
            and getattr(config, "position_embedding_type", "absolute") == "absolute"
            and not getattr(config, "is_decoder", False)
            and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
            and hasattr(torch.ops.mkldnn, "_linear_pointwise")
        )

    def __call__(self, features: dict[str, Tensor]) -> Tensor:
        """Token vectors of a padded batch: bfloat16 (texts, tokens, d).

        Args:
            features: `input_ids` and `attention_mask`, int64 (texts, tokens), padded at the end,
                and perhaps `token_type_ids`.
        """
        ids, lengths = features["input_ids"], features["attention_mask"].sum(1)
        hidden = self._embeddings(input_ids=ids, token_type_ids=features.get("token_type_ids"))
        flat = hidden.flatten(0, 1)
        attend, add_and_normalise = self._kernels
        for layer in self._layers:
            projected = layer.query_key_value(flat).view(*ids.shape, 3, self._heads, -1)
            context = attend(projected, lengths).reshape(flat.shape)
            flat = add_and_normalise(layer.attended(context), flat, layer.attended_norm)
            flat = add_and_normalise(layer.narrower(layer.wider(flat)), flat, layer.norm)
        tokens: Tensor = flat.view(hidden.shape)
        return tokens


class _Linear:
    """x · Wᵀ + b, and its activation, in one call of oneDNN."""

    def __init__(self, *modules: Any, activation: str = "none") -> None:
        weight = torch.cat([module.weight.detach() for module in modules])
        self._bias = torch.cat([module.bias.detach() for module in modules])
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS)
        self._activation = activation

    def __call__(self, x: Tensor) -> Tensor:
        product: Tensor = torch.ops.mkldnn._linear_pointwise(
            x, self._weight, self._bias, self._activation, [], "none"
        )
        return product


def _layer(layer: Any) -> _Layer:
    own = layer.attention.self
    return _Layer(
        _Linear(own.query, own.key, own.value),
        _Linear(layer.attention.output.dense),
        _norm(layer.attention.output.LayerNorm),
        _Linear(layer.intermediate.dense, activation="gelu"),
        _Linear(layer.output.dense),
        _norm(layer.output.LayerNorm),
    )


def _norm(module: Any) -> Normalisation:
    return Normalisation(module.weight.detach(), module.bias.detach(), module.eps)
