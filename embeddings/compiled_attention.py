"""Attention by `attention.cpp`, compiled where there is a compiler and a processor for it."""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import perf_counter

import torch
from platformdirs import user_cache_path
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

HEAD = 32  # numbers in a head, which is what the source is written for

_SOURCE = Path(__file__).parent / "attention.cpp"
_FEATURES = ("avx512f", "avx512bw", "avx512vl", "avx512bf16", "amx-tile", "amx-bf16")
_OPTIONS = ("-O3", "-std=c++17", "-shared", "-fPIC", *(f"-m{name}" for name in _FEATURES))
_NEEDED = ("avx512_f", "avx512_bw", "avx512_vl", "avx512_bf16", "amx_tile", "amx_bf16")
_PATIENCE = 60.0  # seconds for the compiler, which takes one or two
_CLOSE = 0.02  # of numbers around 1; bfloat16 itself is off by half of it

Attention = Callable[[Tensor, Tensor], Tensor]

log = logging.getLogger("wenju")


class UnavailableError(Exception):
    """Why there is no compiled attention on this machine."""


def attend_by_library(projected: Tensor, lengths: Tensor) -> Tensor:
    """Multi-head attention (Vaswani et al. 2017) as PyTorch computes it.

    Args:
        projected: bfloat16 (texts, tokens, 3, heads, d), queries, keys and values.
        lengths: int64 (texts,), the tokens of each text; what lies beyond is padding.

    Returns:
        bfloat16 (texts, tokens, heads, d). What it says beyond the lengths means nothing.
    """
    query, key, value = projected.permute(2, 0, 3, 1, 4)
    tokens = projected.shape[1]
    known = torch.arange(tokens) < lengths[:, None]
    mask = None if bool(known.all()) else known[:, None, None]
    return scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2)


@cache
def fastest_attention() -> Attention:
    """The compiled one where it can be had, is right, and is faster; else that of PyTorch.

    The first call on a machine compiles for a second or two. What was compiled is kept in the
    user's cache, under the digest of its source.
    """
    try:
        compiled = compiled_attention()
    except UnavailableError as reason:
        log.info("attention is not compiled here: %s", reason)
        return attend_by_library
    random = torch.Generator().manual_seed(0)
    lengths = torch.tensor([300, 257, 33, 1])
    projected = torch.randn((4, 300, 3, 12, HEAD), generator=random).bfloat16()
    known = torch.arange(300) < lengths[:, None]
    difference = compiled(projected, lengths) - attend_by_library(projected, lengths)
    if not float(difference[known].abs().max()) < _CLOSE:
        log.warning("the compiled attention is wrong on this processor and is not used")
        return attend_by_library
    candidates = (compiled, attend_by_library)
    return min(candidates, key=lambda attend: _seconds(attend, projected, lengths))


def compiled_attention() -> Attention:
    """What `attend_by_library` computes, for heads of HEAD numbers.

    Raises:
        UnavailableError: the processor, the system or a compiler for it is missing.
    """
    return _load(_library())


def _library() -> Path:
    """The compiled source, compiled now if it is not there yet."""
    capabilities = torch.cpu.get_capabilities()
    missing = [name for name in _NEEDED if not capabilities.get(name)]
    if platform.system() != "Linux" or missing:
        raise UnavailableError(f"it is for Linux with {', '.join(_NEEDED)}")
    source = _SOURCE.read_bytes()
    digest = hashlib.sha256(source + " ".join(_OPTIONS).encode()).hexdigest()[:16]
    path = user_cache_path("wenju") / "compiled" / f"attention-{digest}.so"
    if not path.exists():
        _compile(path)
    return path


def _compile(path: Path) -> None:
    names = (os.environ.get("CXX", ""), "c++", "g++", "clang++")
    compiler = next(filter(None, map(shutil.which, filter(None, names))), None)
    if compiler is None:
        raise UnavailableError("there is no C++ compiler")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
            made = Path(scratch) / path.name
            command = [compiler, *_OPTIONS, str(_SOURCE), "-o", str(made)]
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
            made.replace(path)
    except (OSError, subprocess.SubprocessError) as error:
        raise UnavailableError(f"{compiler} does not compile it ({error})") from error


def _load(path: Path) -> Attention:
    try:
        library = ctypes.CDLL(str(path))
        allowed, attend = library.wenju_may_use_tiles, library.wenju_attend
    except (OSError, AttributeError) as error:
        raise UnavailableError(f"{path} does not load ({error})") from error
    if not allowed():
        raise UnavailableError("the system does not give the use of tiles")
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    attend.argtypes = [pointer, pointer, number, number, number, pointer]
    attend.restype = None

    def attend_compiled(projected: Tensor, lengths: Tensor) -> Tensor:
        texts, tokens, _, heads, _ = projected.shape
        projected, lengths = projected.contiguous(), lengths.contiguous()
        context = torch.zeros((texts, tokens, heads, HEAD), dtype=torch.bfloat16)
        places = (projected.data_ptr(), lengths.data_ptr(), texts, tokens, heads)
        attend(*places, context.data_ptr())
        return context

    return attend_compiled


def _seconds(attend: Attention, projected: Tensor, lengths: Tensor) -> float:
    """The least of three."""
    found = []
    for _ in range(3):
        began = perf_counter()
        attend(projected, lengths)
        found.append(perf_counter() - began)
    return min(found)
