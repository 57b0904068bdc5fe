"""A BERT encoder's forward pass with its weights laid out once for the processor's matrix units."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import layer_norm, scaled_dot_product_attention

_ROWS = 2048  # tokens in a usual batch: what the layout of the weights is chosen for


class _Norm(NamedTuple):
    weight: Tensor
    bias: Tensor
    epsilon: float


class _Layer(NamedTuple):
    query_key_value: _Linear
    attended: _Linear
    attended_norm: _Norm
    wider: _Linear
    narrower: _Linear
    norm: _Norm


class PackedBert:
    """What transformers' `BertModel` computes, in bfloat16, with nothing but PyTorch.

    PyTorch's `linear` lays a weight out anew for oneDNN at each call, which is most of the cost of
    a short text. Here that is done once, the three projections of attention are one product, and
    the activation is computed with the product before it, as PyTorch's own compiler does.

    Not safe for training; safe to call from several threads.
    """

    def __init__(self, model: Any) -> None:
        """
        Args:
            model: a `BertModel` in bfloat16 whose activation is GELU.
        """
        self._embeddings = model.embeddings
        self._heads = int(model.config.num_attention_heads)
        self._layers = [_layer(layer) for layer in model.encoder.layer]

    def __call__(self, features: dict[str, Tensor]) -> Tensor:
        """Token vectors of a padded batch: bfloat16 (texts, tokens, d).

        Args:
            features: `input_ids` and `attention_mask`, int64 (texts, tokens), padded at the end,
                and perhaps `token_type_ids`.
        """
        ids, known = features["input_ids"], features["attention_mask"].bool()
        mask = None if bool(known.all()) else known[:, None, None, :]
        hidden = self._embeddings(input_ids=ids, token_type_ids=features.get("token_type_ids"))
        flat = hidden.flatten(0, 1)
        for layer in self._layers:
            projected = layer.query_key_value(flat).view(*ids.shape, 3, self._heads, -1)
            query, key, value = projected.permute(2, 0, 3, 1, 4)
            context = scaled_dot_product_attention(query, key, value, attn_mask=mask)
            attended = layer.attended(context.transpose(1, 2).reshape(flat.shape))
            flat = _normal(attended.add_(flat), layer.attended_norm)
            flat = _normal(layer.narrower(layer.wider(flat)).add_(flat), layer.norm)
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


def _norm(module: Any) -> _Norm:
    return _Norm(module.weight.detach(), module.bias.detach(), module.eps)


def _normal(sums: Tensor, by: _Norm) -> Tensor:
    return layer_norm(sums, by.weight.shape, *by)
