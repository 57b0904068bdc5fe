"""Files and folders to documents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .document import Document, Source
from .errors import ReadError
from .metadata import edge_metadata, first_line_title
from .readers import READERS, Reading


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
            if isinstance(found, Path) and found.suffix.lower() not in READERS:
                yield Skipped(found, _unsupported(found))
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
                if not entry.name.startswith("."):
                    yield from _walk(entry, seen)
        elif real.is_file():
            yield path
        else:
            yield Skipped(path, "neither a file nor a folder")
    except (OSError, RuntimeError) as error:
        yield Skipped(path, reason_of(error))


def _unsupported(path: Path) -> str:
    kinds = ", ".join(sorted(READERS))
    return (
        f"files of the kind {path.suffix or 'without a suffix'} are not supported; read are {kinds}"
    )


def read_file(path: Path) -> list[Document]:
    """The documents in a file, most often one.

    A document's id comes from the file's bytes, so that equal files are one document.

    Raises:
        ReadError: the file cannot be opened, is damaged, or holds no text.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ReadError(f"{path}: {_unsupported(path)}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: {reason_of(error)}") from error
    try:
        readings = [reading for reading in reader(data) if reading.text.strip()]
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error
    if not readings:
        raise ReadError(f"{path}: there is no text in it")
    digest = hashlib.sha256(data).hexdigest()
    return [_document(path, reading, digest, len(data)) for reading in readings]


def _document(path: Path, reading: Reading, digest: str, size: int) -> Document:
    member = reading.member
    name = hashlib.sha256(f"{digest}/{member}".encode()).hexdigest() if member else digest
    source = Source(
        path=str(path),
        sha256=digest,
        size=size,
        format=reading.format,
        encoding=reading.encoding,
        replaced=reading.replaced,
        member=member,
    )
    return Document(
        id=name[:16],
        title=reading.title or first_line_title(reading.text, member or path.name),
        text=reading.text,
        source=source,
        metadata={**edge_metadata(reading.text), **reading.metadata},
        blocks=reading.blocks,
    )


def reason_of(error: Exception) -> str:
    """An operating system's error in the words that a user knows."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError):
        return os.strerror(error.errno) if error.errno else str(error)
    return str(error)
