"""Files that were sent to the page, kept in the collection's own folder: a citation must stay
checkable against its file."""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

LARGEST_UPLOAD = 500_000_000  # bytes of one file, where nothing else is said
_LONGEST_NAME = 200  # bytes; file systems take 255


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of files that were kept: those that are `not_kept` any more, because they could
    not be read, and the names that others would have if they did not stand `beside` a file of that
    name with other content."""

    not_kept: frozenset[Path] = frozenset()
    beside: Mapping[Path, str] = field(default_factory=dict)

    def __or__(self, later: Uploaded) -> Uploaded:
        return Uploaded(self.not_kept | later.not_kept, {**self.beside, **later.beside})


def uploads_folder(collection: Path) -> Path:
    return collection / "uploads"


def keep(collection: Path, received: Path, name: str) -> Path:
    """Move a file that was received to where it stays; returns its path there.

    The same content under the same name stays one file; another content under a name that is
    taken gets a number: `a.txt`, `a (2).txt`.

    Raises:
        OSError: it cannot be read or written.
    """
    folder = uploads_folder(collection)
    folder.mkdir(parents=True, exist_ok=True)
    digest = _digest(received)
    for path in _names(folder, safe_name(name)):
        try:
            with received.open("rb") as source, path.open("xb") as copy:
                _copy(source, copy, path)
        except FileExistsError:
            if path.is_file() and _digest(path) == digest:
                break
        else:
            break
    received.unlink(missing_ok=True)
    return path


def discard(collection: Path, path: Path) -> None:
    """Delete a file that was kept here; any other file is left alone."""
    folder = uploads_folder(collection).resolve()
    if not path.is_symlink() and path.resolve().parent == folder:
        path.unlink(missing_ok=True)


def settle(collection: Path, sent: Mapping[Path, str], unread: Iterable[Path]) -> Uploaded:
    """Delete what could not be read of the files that were kept; `sent` has their own names."""
    not_kept = frozenset(unread) & sent.keys()
    for path in not_kept:
        discard(collection, path)
    beside = {
        path: name
        for path, name in sent.items()
        if path.name != name and path not in not_kept and path.with_name(name).exists()
    }
    return Uploaded(not_kept, beside)


def safe_name(name: str) -> str:
    r"""A name without folders, control characters or a dot at its beginning, short enough to keep.

    >>> [safe_name(name) for name in ("../../etc/passwd", "..\\窗.txt", "...", "a\0.md")]
    ['passwd', '窗.txt', 'file', 'a.md']
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cs", "Cf"})
    shown = shown.strip().lstrip(".~$").strip()
    path = PurePath(shown)
    return (_cut(path.stem, _LONGEST_NAME - 20) + _cut(path.suffix, 20)) or "file"


def _names(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    ending = "".join(PurePath(name).suffixes[-2:])  # two, for .tar.gz
    for number in count(2):
        yield folder / f"{name.removesuffix(ending)} ({number}){ending}"


def _copy(source: BinaryIO, copy: BinaryIO, path: Path) -> None:
    try:
        shutil.copyfileobj(source, copy)
    except OSError:  # half a file must not be taken for one
        path.unlink()
        raise


def _cut(text: str, size: int) -> str:
    return text.encode("utf-8")[:size].decode("utf-8", "ignore")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
