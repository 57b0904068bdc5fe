"""Where the model runs and how precisely: read off the machine, never asked of the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


def device_name() -> str:
    """`cuda`, `mps` or `cpu`, the first that is there."""
    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "cpu"


def has_bfloat16(device: str) -> bool:
    """Whether bfloat16 is multiplied in hardware."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return device == "cpu" and _cpu_has("avx512_bf16", "amx_bf16", "bf16")


def weight_type(device: str) -> torch.dtype:
    """What weights are loaded in: bfloat16 where that is multiplied in hardware, else float32.

    Without a matrix unit, weights of four bits are multiplied faster as whole numbers, and only
    float32 says them exactly. Others can be made bfloat16 when they are known.
    """
    whole = device == "cpu" and _cpu_has("avx512_vnni") and not _cpu_has("amx_bf16")
    return torch.bfloat16 if has_bfloat16(device) and not whole else torch.float32


def _cpu_has(*names: str) -> bool:
    """Any of the features that PyTorch calls so."""
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in names)


@contextmanager
def threads_kept() -> Iterator[None]:
    """Afterwards PyTorch has as many threads as before, whatever it is told meanwhile."""
    before = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(before)


def use_cores(number: int) -> None:
    """How many cores the model may use in the thread that calls this."""
    torch.set_num_threads(number)
