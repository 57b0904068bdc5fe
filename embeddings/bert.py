"""The fastest way to run a BERT encoder on this machine that computes what it should."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from .compiled_bert import CompiledBert
from .compiled_source import UnavailableError
from .packed_bert import PackedBert

_CLOSE = 0.999  # cosine of two vectors of one token; bfloat16 itself comes to .9999

Bert = Callable[[dict[str, Tensor]], Tensor]

log = logging.getLogger("wenju")


def fast_bert(model: Any) -> Bert | None:
    """What makes token vectors of a padded batch as the model does, but faster.

    Compiled where it can be had and is right, else PyTorch's. Nothing is timed to choose: vectors
    must not depend on how busy the machine was. The first call on a machine compiles for two or
    three seconds.

    Returns:
        None for another model than a BERT encoder with GELU in bfloat16, or another processor
        than one that multiplies that.
    """
    if not _is_known(model):
        return None
    try:
        fast = CompiledBert(model)
    except UnavailableError as reason:
        log.info("nothing is compiled here: %s", reason)
        return PackedBert(model)
    if not _agree(fast, model):
        log.warning("what was compiled is wrong on this processor and is not used")
        return PackedBert(model)
    return fast


def _is_known(model: Any) -> bool:
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
