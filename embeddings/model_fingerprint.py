"""What tells one model from another, so that their vectors are never compared."""

from __future__ import annotations

import hashlib
from pathlib import Path


def folder_fingerprint(folder: Path) -> str:
    """Changes with any byte of the model's files, not with where the folder lies.

    A model that is trained further keeps the names and the sizes of its files.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{file_sha256(path)}\0".encode())
    return f"{folder.resolve().name}-{digest.hexdigest()[:16]}"


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
