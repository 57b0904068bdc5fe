"""What weights are loaded in follows from the processor."""

import pytest
import torch

from embeddings import processor


@pytest.mark.parametrize(
    ("features", "precision"),
    [
        ({"avx2"}, torch.float32),
        ({"avx2", "avx512_vnni"}, torch.float32),
        ({"avx2", "avx512_vnni", "avx512_bf16"}, torch.float32),  # four bits, as whole numbers
        ({"avx2", "avx512_vnni", "avx512_bf16", "amx_bf16"}, torch.bfloat16),
        ({"bf16"}, torch.bfloat16),
    ],
)
def test_weights_are_loaded_in_what_the_processor_multiplies_fastest(
    features: set[str], precision: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: dict.fromkeys(features, True))
    assert processor.weight_type("cpu") == precision
