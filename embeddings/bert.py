"""The fastest way to run a BERT encoder on this machine that computes what it should."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from .amx_bert import AmxBert
from .compiled_source import UnavailableError
from .four_bit_bert import Avx2Bert, Avx512Bert
from .half_words import halve_words
from .packed_bert import PackedBert

_CLOSE = 0.995  # cosine of two vectors of one token; bfloat16 comes to .9999, eight bits to .9986

Bert = Callable[[dict[str, Tensor]], Tensor]

log = logging.getLogger("wenju")


def fast_bert(model: Any) -> Bert | None:
    """What makes token vectors of a padded batch as the model does, but faster.

    Compiled where it can be had and is right, else PyTorch's. Nothing is timed to choose: vectors
    must not depend on how busy the machine was. The first call on a machine compiles for two or
    three seconds.

    Returns:
        None for another model than a BERT encoder with GELU, and for one in float32 that is not
        compiled: nothing is gained there over the model's own code.
    """
    if not _is_known(model):
        return None
    half = model.dtype == torch.bfloat16
    for kind in [AmxBert] if half else [Avx512Bert, Avx2Bert]:
        try:
            fast = kind(model)
            if _agree(fast, model):
                halve_words(model)
                return fast
            log.warning("what was compiled for %s is wrong here and is not used", kind.name)
        except UnavailableError as reason:
            log.info("nothing is compiled for %s: %s", kind.name, reason)
    return PackedBert(model) if half and _has_packed_products() else None


def _is_known(model: Any) -> bool:
    config = getattr(model, "config", None)
    return (
        type(model).__name__ == "BertModel"
        and model.device.type == "cpu"
        and model.dtype in (torch.bfloat16, torch.float32)
        and getattr(config, "hidden_act", "") == "gelu"
        and getattr(config, "position_embedding_type", "absolute") == "absolute"
        and not getattr(config, "is_decoder", False)
    )


def _has_packed_products() -> bool:
    available = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    operations = torch.ops.mkldnn
    return (
        bool(available)
        and hasattr(operations, "_linear_pointwise")
        and bool(operations._is_mkldnn_bf16_supported())
    )


@torch.inference_mode()
def _agree(fast: Bert, model: Any) -> bool:
    """Whether they make the same of some tokens, padding left out."""
    random = torch.Generator().manual_seed(0)
    longest = min(70, model.config.max_position_embeddings)
    lengths = torch.tensor([longest, 33, 16, 1]).clamp(max=longest)
    known = torch.arange(longest) < lengths[:, None]
    ids = torch.randint(model.config.vocab_size, known.shape, generator=random)
    features = {"input_ids": ids, "attention_mask": known.long()}
    found, right = fast(features)[known], model(**features).last_hidden_state[known]
    cosines = torch.nn.functional.cosine_similarity(found.float(), right.float())
    return bool((cosines > _CLOSE).all())
