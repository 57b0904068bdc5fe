"""C++ sources compiled on the machine that runs them."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_cache_path

AVX2 = ("avx2", "fma", "f16c")
AVX512 = (*AVX2, "avx512f", "avx512bw", "avx512vl", "avx512vnni")

_PATIENCE = 60.0  # seconds for the compiler, which takes two or three
_PROCESSOR = Path("/proc/cpuinfo")


class UnavailableError(Exception):
    """Why there is no compiled code on this machine."""


def compiled(source: Path, features: Sequence[str]) -> ctypes.CDLL:
    """The source as a library, compiled now if it was not before.

    What was compiled is kept in the user's cache, under the digest of its source and of what that
    may include, the headers beside it.

    Args:
        features: the processor's that the source is written for, as compilers name them.

    Raises:
        UnavailableError: the processor has not all of them, or the system, a compiler or a place
            for what it makes is missing.
    """
    if platform.system() != "Linux":
        raise UnavailableError("it is for Linux")
    known = _processor_features()
    missing = [name for name in features if _plain(name) not in known]
    if missing:
        raise UnavailableError(f"the processor has no {', '.join(missing)}")
    options = (
        "-O2",
        "-std=c++17",
        "-shared",
        "-fPIC",
        "-pthread",
        *(f"-m{name}" for name in features),
    )
    read = [source, *sorted(source.parent.glob("*.h"))]
    text = b"".join(path.read_bytes() for path in read) + " ".join(options).encode()
    digest = hashlib.sha256(text).hexdigest()[:16]
    path = user_cache_path("wenju") / "compiled" / f"{source.stem}-{digest}.so"
    try:
        if not path.exists():
            _compile(source, options, path)
        return ctypes.CDLL(str(path))
    except OSError as error:
        raise UnavailableError(f"{path} does not load ({error})") from error


def _processor_features() -> set[str]:
    """What the system lets programs use of the processor, as it names it, but for dashes."""
    lines = _PROCESSOR.read_text().splitlines() if _PROCESSOR.exists() else []
    flags = next((line for line in lines if line.startswith("flags")), "")
    return set(map(_plain, flags.partition(":")[2].split()))


def _plain(name: str) -> str:
    """Compilers write avx512vnni and amx-tile, systems avx512_vnni and amx_tile."""
    return name.replace("-", "").replace("_", "")


def _compile(source: Path, options: Sequence[str], path: Path) -> None:
    names = (os.environ.get("CXX", ""), "c++", "g++", "clang++")
    compiler = next(filter(None, map(shutil.which, filter(None, names))), None)
    if compiler is None:
        raise UnavailableError("there is no C++ compiler")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
            made = Path(scratch) / path.name
            command = [compiler, *options, str(source), "-o", str(made)]
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
            made.replace(path)
    except (OSError, subprocess.SubprocessError) as error:
        raise UnavailableError(f"{compiler} does not compile it ({error})") from error
