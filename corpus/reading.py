"""Files and folders to documents."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .document import Document, Source
from .errors import FileError, ReadError, WenjuError
from .metadata import edge_metadata, first_line_title
from .readers import Reading, read_safely, reader_for, unsupported
from .said import said

LARGEST_FILE = 2_000_000_000  # bytes; a file is held in memory while it is read
_HIDDEN = (".", "~$")  # the second is how Word names its lock files


SAMPLE_FOLDER = Path(__file__).parent / "sample"  # `documents/` and `questions.jsonl`


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not indexed, and why, in words for the user."""

    path: Path
    reason: str


def walk(paths: Sequence[Path]) -> Iterator[Path | Skipped]:
    """Every file under the given files and folders, once, in the order of its name.

    Hidden files and folders below a given folder are left out. A folder that links back to one of
    its parents is walked once.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path, seen):
            if isinstance(found, Path) and reader_for(found.name) is None:
                yield Skipped(found, unsupported(found.name))
            else:
                yield found


def _walk(path: Path, seen: set[Path]) -> Iterator[Path | Skipped]:
    try:
        real = path.resolve(strict=True)
        if real in seen:
            return
        seen.add(real)
        if real.is_dir():
            for entry in sorted(path.iterdir()):
                if not entry.name.startswith(_HIDDEN):
                    yield from _walk(entry, seen)
        elif not real.is_file():
            yield Skipped(path, said("neither a file nor a folder"))
        elif not _has_name(path):
            yield Skipped(path, said("its name is not in UTF-8; rename it"))
        else:
            yield path
    except (OSError, RuntimeError) as error:
        yield Skipped(path, reason_of(error))


def _has_name(path: Path) -> bool:
    """Whether the path can be stored and shown: some systems let any bytes be a name."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def read_file(path: Path, encoding: str | None = None) -> list[Document]:
    """The documents in a file, most often one.

    Raises:
        FileError: as `read_documents`.
    """
    return list(read_documents(path, encoding))


def read_documents(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """The documents in a file, one after the other, so that those of an archive are not all held.

    Text is read in `encoding` where that is given. A document's id comes from the file's bytes and
    the encoding that they are read in, so that equal files are one document.

    Raises:
        FileError: the file cannot be opened, is too large, changes while it is read, is damaged,
            or holds no text; the message names the file and says what can be done.
    """
    reader = reader_for(path.name, encoding)
    try:
        if reader is None:
            raise ReadError(unsupported(path.name))
        data = _bytes(path)
        digest = hashlib.sha256(data).hexdigest()
        for reading in read_safely(reader, data):
            yield _document(path, reading, digest, len(data))
    except (OSError, ReadError) as error:
        raise FileError(path, reason_of(error)) from error


def _bytes(path: Path) -> bytes:
    """All of a file, as it was at one moment."""
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if before.st_size > LARGEST_FILE:
            raise ReadError(
                said(
                    "it has {size:,} bytes, more than the {most:,} that are read; divide it",
                    size=before.st_size,
                    most=LARGEST_FILE,
                )
            )
        data = file.read()
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise ReadError(said("it changed while it was read; read it again when it is finished"))
    if len(data) != after.st_size:
        raise ReadError(said("it could not be read to its end; read it again"))
    return data


def _document(path: Path, reading: Reading, digest: str, size: int) -> Document:
    member = reading.member
    name = hashlib.sha256(f"{digest}/{member}/{reading.encoding}".encode()).hexdigest()
    body = _body(reading)
    source = Source(
        path=str(path),
        sha256=digest,
        size=size,
        format=reading.format,
        encoding=reading.encoding,
        replaced=reading.replaced,
        member=member,
        encoding_confidence=reading.encoding_confidence,
    )
    return Document(
        id=name[:16],
        title=reading.title or first_line_title(body, member or path.name),
        text=reading.text,
        source=source,
        metadata={**edge_metadata(body), **reading.metadata},
        blocks=reading.blocks,
        notes=reading.notes,
    )


def _body(reading: Reading) -> str:
    """The text from where it may begin with a title, a date and the like; none of a table, whose
    dates are those of its rows."""
    start = 0
    for block in reading.blocks:
        if block.start > start or not (block.aside or block.row is not None):
            break
        start = block.end + 1
    return reading.text[start:]


def reason_of(error: Exception) -> str:
    """Why a file cannot be read, without its name; what an operating system says is put in words
    that a user knows."""
    if isinstance(error, FileError):
        return error.reason
    if isinstance(error, WenjuError):
        return error.said
    if "Symlink loop" in str(error) or getattr(error, "errno", None) == errno.ELOOP:
        return said("it is a link that leads back to itself")
    if isinstance(error, FileNotFoundError):
        return said("there is no such file or folder")
    if isinstance(error, PermissionError):
        return said("no permission to read it")
    known = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else ""
    return known or str(error)
