"""The members of a .tar archive, packed with gzip, xz or bzip2 or not at all."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import IO, cast

from ..encodings import decode
from ..errors import ReadError
from ..said import said
from .bounds import LARGEST_MEMBER, LARGEST_TOTAL, is_bomb, too_large
from .member import Member

_DAMAGE = (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError, ValueError)


def members_of_tar(data: bytes) -> Iterator[Member]:
    """Each file in its order, unpacked as it is come to.

    Raises:
        ReadError: it is damaged, cut off, no tar archive, or unpacks to far more than its size.
    """
    try:
        stream = cast("IO[bytes]", _Bounded(data))
        with tarfile.open(fileobj=stream, mode="r|", errorlevel=1) as archive:
            for info in archive:
                if not info.isdir():
                    yield _member(archive, info)
    except _DAMAGE as error:
        raise ReadError(said("it is damaged or cut off; get it again")) from error


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    refused = ""
    if not info.isfile():
        refused = said("is no file")
        if info.linkname:
            refused = said("is no file but a link to {target}", target=info.linkname)
    elif info.size > LARGEST_MEMBER:
        refused = too_large(info.size, LARGEST_MEMBER)
    return Member(_name(info), partial(_read, archive, info), refused)


def _name(info: tarfile.TarInfo) -> str:
    """The name, decoded like a text where it is not in UTF-8."""
    if info.name.isascii():
        return info.name
    return decode(info.name.encode("utf-8", "surrogateescape")).text


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    try:
        file = archive.extractfile(info)
        data = file.read() if file else b""
    except _DAMAGE as error:
        raise ReadError(said("it is damaged or cut off")) from error
    if len(data) != info.size:
        raise ReadError(said("it is cut off"))
    return data


class _Bounded:
    """What an archive unpacks to, as a stream that ends in a ReadError where it is too much."""

    def __init__(self, data: bytes) -> None:
        self._packed = len(data)
        self._unpacked = 0
        self._stream = _unpacked(data)

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._unpacked += len(data)
        if is_bomb(self._unpacked, self._packed):
            raise ReadError(said("it unpacks to far more than its size (a bomb)"))
        if self._unpacked > LARGEST_TOTAL:
            raise ReadError(said("it unpacks to more than {most:,} bytes", most=LARGEST_TOTAL))
        return data


def _unpacked(data: bytes) -> IO[bytes]:
    packed = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    if data.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMAFile(packed)
    if data.startswith(b"BZh"):
        return bz2.BZ2File(packed)
    return packed
