"""Steps of a BERT encoder, compiled where there is a compiler and a processor for them."""

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
from typing import NamedTuple

import torch
from platformdirs import user_cache_path
from torch import Tensor
from torch.nn.functional import layer_norm, scaled_dot_product_attention

HEAD = 32  # numbers in a head, which is what the source is written for

_SOURCE = Path(__file__).parent / "bert_kernels.cpp"
_FEATURES = ("avx512f", "avx512bw", "avx512vl", "avx512bf16", "amx-tile", "amx-bf16")
_OPTIONS = ("-O3", "-std=c++17", "-shared", "-fPIC", *(f"-m{name}" for name in _FEATURES))
_NEEDED = ("avx512_f", "avx512_bw", "avx512_vl", "avx512_bf16", "amx_tile", "amx_bf16")
_PATIENCE = 60.0  # seconds for the compiler, which takes one or two
_CLOSE = 0.02  # of numbers around 1; bfloat16 itself is off by half of it

log = logging.getLogger("wenju")


class Normalisation(NamedTuple):
    """The trained weights and biases of a layer normalisation, bfloat16 (d,), and its epsilon."""

    weight: Tensor
    bias: Tensor
    epsilon: float


class BertKernels(NamedTuple):
    """The steps of a layer that are no matrix product.

    attend(projected, lengths): multi-head attention (Vaswani et al. 2017). Given queries, keys and
        values, bfloat16 (texts, tokens, 3, heads, d), and the tokens of each text, int64 (texts,),
        what lies beyond being padding; gives bfloat16 (texts, tokens, heads, d), of which what lies
        beyond the lengths means nothing.
    add_and_normalise(sums, added, by): layer normalisation (Ba et al. 2016) of the sum of two,
        bfloat16 (n, d) each; the first may be written to.
    """

    attend: Callable[[Tensor, Tensor], Tensor]
    add_and_normalise: Callable[[Tensor, Tensor, Normalisation], Tensor]


class UnavailableError(Exception):
    """Why there are no compiled kernels on this machine."""


@cache
def usable_kernels() -> BertKernels:
    """The compiled ones where they can be had and are right, else PyTorch's.

    They are for heads of HEAD numbers. The first call on a machine compiles for a second or two.
    What was compiled is kept in the user's cache, under the digest of its source.
    """
    try:
        compiled = compiled_kernels()
    except UnavailableError as reason:
        log.info("nothing is compiled here: %s", reason)
        return PYTORCH
    if not _agree(compiled, PYTORCH):
        log.warning("what was compiled is wrong on this processor and is not used")
        return PYTORCH
    return compiled


def compiled_kernels() -> BertKernels:
    """What PYTORCH computes, for heads of HEAD numbers.

    Raises:
        UnavailableError: the processor, the system or a compiler for them is missing.
    """
    return _load(_compiled_file())


def _attend(projected: Tensor, lengths: Tensor) -> Tensor:
    query, key, value = projected.permute(2, 0, 3, 1, 4)
    known = torch.arange(projected.shape[1]) < lengths[:, None]
    mask = None if bool(known.all()) else known[:, None, None, :]
    return scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2)


def _add_and_normalise(sums: Tensor, added: Tensor, by: Normalisation) -> Tensor:
    return layer_norm(sums.add_(added), by.weight.shape, *by)


PYTORCH = BertKernels(_attend, _add_and_normalise)


def _compiled_file() -> Path:
    """The compiled source, compiled now if it is not there yet."""
    capabilities = torch.cpu.get_capabilities()
    missing = [name for name in _NEEDED if not capabilities.get(name)]
    if platform.system() != "Linux" or missing:
        raise UnavailableError(f"it is for Linux with {', '.join(_NEEDED)}")
    source = _SOURCE.read_bytes()
    digest = hashlib.sha256(source + " ".join(_OPTIONS).encode()).hexdigest()[:16]
    path = user_cache_path("wenju") / "compiled" / f"bert-{digest}.so"
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


def _load(path: Path) -> BertKernels:
    try:
        library = ctypes.CDLL(str(path))
        allowed, attend = library.wenju_may_use_tiles, library.wenju_attend
        normalise = library.wenju_add_and_normalise
    except (OSError, AttributeError) as error:
        raise UnavailableError(f"{path} does not load ({error})") from error
    if not allowed():
        raise UnavailableError("the system does not give the use of tiles")
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    attend.argtypes = [pointer, pointer, number, number, number, pointer]
    normalise.argtypes = [pointer, pointer, pointer, pointer, ctypes.c_float, number, number]
    attend.restype = normalise.restype = None

    def attend_compiled(projected: Tensor, lengths: Tensor) -> Tensor:
        texts, tokens, _, heads, _ = projected.shape
        projected, lengths = projected.contiguous(), lengths.contiguous()
        context = torch.zeros((texts, tokens, heads, HEAD), dtype=torch.bfloat16)
        places = (projected.data_ptr(), lengths.data_ptr(), texts, tokens, heads)
        attend(*places, context.data_ptr())
        return context

    def add_and_normalise(sums: Tensor, added: Tensor, by: Normalisation) -> Tensor:
        sums, added = sums.contiguous(), added.contiguous()
        places = (one.data_ptr() for one in (sums, added, by.weight, by.bias))
        normalise(*places, by.epsilon, *sums.shape)
        return sums

    return BertKernels(attend_compiled, add_and_normalise)


def _agree(one: BertKernels, other: BertKernels) -> bool:
    """Whether they make the same of some numbers, padding left out."""
    random = torch.Generator().manual_seed(0)

    def numbers(*shape: int) -> Tensor:
        return torch.randn(shape, generator=random).bfloat16()

    lengths, heads = torch.tensor([300, 257, 33, 1]), 12
    known = torch.arange(300) < lengths[:, None]
    projected, sums = numbers(4, 300, 3, heads, HEAD), numbers(1200, heads * HEAD)
    by = Normalisation(numbers(heads * HEAD), numbers(heads * HEAD), 1e-12)
    pairs = [
        [kernels.attend(projected, lengths)[known] for kernels in (one, other)],
        [kernels.add_and_normalise(sums.clone(), sums, by) for kernels in (one, other)],
    ]
    return all(torch.allclose(a, b, atol=_CLOSE, rtol=_CLOSE) for a, b in pairs)
