"""What tells one model from another, so that their vectors are never compared."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from corpus import ModelError


def folder_fingerprint(folder: Path) -> str:
    """Changes with any byte of the model's files, not with where the folder lies.

    A model that is trained further keeps the names and the sizes of its files. Hidden files are
    not the model's: what fetched it keeps the time of that in some.

    Raises:
        ModelError: a file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for path in sorted(_files(folder)):
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{file_sha256(path)}\0".encode())
    except OSError as error:
        raise ModelError(f"a file of the model {folder} cannot be read: {error}") from error
    return f"{folder.resolve().name}-{digest.hexdigest()[:16]}"


def _files(folder: Path) -> Iterator[Path]:
    """Also those in folders that are linked to."""
    for parent, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(parent, name) for name in names if not name.startswith(".")]
        yield from (path for path in paths if path.is_file())


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
