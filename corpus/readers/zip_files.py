"""Zip files, which many formats are: opened with their bounds checked before anything is read."""

from __future__ import annotations

import io
import zipfile
import zlib

from ..encodings import decode
from ..errors import ReadError
from ..said import said
from .bounds import LARGEST_MEMBER, LARGEST_TOTAL, MOST_MEMBERS, is_bomb, too_large
from .signatures import kind_of

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a zip file.

    Raises:
        ReadError: it is damaged, cut off, no zip file, or has too many members.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise ReadError(_why_no_zip(data)) from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise ReadError(
            said(
                "it has {count:,} members; at most {most:,}",
                count=len(archive.infolist()),
                most=MOST_MEMBERS,
            )
        )
    return archive


def _why_no_zip(data: bytes) -> str:
    kind = kind_of(data)
    if data.startswith(b"PK"):
        return said("it is damaged or cut off: its end is missing; get it again")
    if kind:
        return said("it is in fact {kind}; save it in the format of its name", kind=kind)
    return said("it is damaged: it does not begin as a file of its kind does")


def open_package(data: bytes) -> zipfile.ZipFile:
    """Open a document that is a zip file of parts, none of which may be too large.

    Raises:
        ReadError: as `open_zip`, or its parts unpack to more than their bounds.
    """
    archive = open_zip(data)
    for info in archive.infolist():
        refused = refusal(info)
        if refused:
            raise ReadError(said("its part {part} {refused}", part=info.filename, refused=refused))
    if sum(info.file_size for info in archive.infolist()) > LARGEST_TOTAL:
        raise ReadError(said("it unpacks to more than {most:,} bytes", most=LARGEST_TOTAL))
    return archive


def refusal(info: zipfile.ZipInfo) -> str:
    """Why a member is not unpacked; empty where it is."""
    if info.flag_bits & _ENCRYPTED:
        return said("is encrypted; unpack it with its password first")
    if is_bomb(info.file_size, info.compress_size):
        times = info.file_size // max(info.compress_size, 1)
        return said("unpacks to {times:,} times its size (a bomb)", times=times)
    if info.file_size > LARGEST_MEMBER:
        return too_large(info.file_size, LARGEST_MEMBER)
    return ""


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> bytes:
    """A member's bytes; never more than the size that it declares.

    Raises:
        ReadError: it is not there, is damaged, or packed in a way that is not known.
    """
    try:
        return archive.read(member)
    except KeyError as error:
        raise ReadError(said("its part {part} is missing", part=member)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise ReadError(said("it is damaged: what it unpacks to is not what was packed")) from error
    except (NotImplementedError, RuntimeError) as error:
        raise ReadError(said("it cannot be unpacked ({error})", error=error)) from error


def member_names(archive: zipfile.ZipFile) -> list[str]:
    """The members' names, in the order of `infolist`.

    Older programs write them in their own encoding and do not say so: those are decoded together,
    as the encoding that reads most naturally.
    """
    infos = archive.infolist()
    old = [info for info in infos if not info.flag_bits & _UTF8_NAME]
    written = {id(info): info.filename.encode("cp437", "replace") for info in old}
    encoding = decode(b"\n".join(written.values())).encoding
    return [
        written[id(info)].decode(encoding, "replace") if id(info) in written else info.filename
        for info in infos
    ]
