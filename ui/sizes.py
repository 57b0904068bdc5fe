"""Amounts in the units that people use: bytes on disk, seconds that are left, shares."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from typing import NamedTuple

from qa import Collection

from .translations import Texts
from .uploads import uploads_folder


class DiskUse(NamedTuple):
    """Bytes: the text and vectors, the indexes derived from them, the files that were uploaded."""

    store: int
    indexes: int
    uploads: int


def disk_use(collection: Path) -> DiskUse:
    """What the folder of a collection takes."""
    whole = _bytes(collection)
    uploads = _bytes(uploads_folder(collection))
    store = Collection.store_size(collection)
    return DiskUse(store, whole - uploads - store, uploads)


def size_words(size: int) -> str:
    """With one digit after the point where it is small.

    >>> [size_words(size) for size in (0, 900, 12_345, 9_876_543, 3_210_000_000)]
    ['0 B', '900 B', '12 KB', '9.9 MB', '3.2 GB']
    """
    amount = float(size)
    for unit in ("B", "KB", "MB"):
        if amount < 999.5:
            return (
                f"{amount:.1f} {unit}" if unit != "B" and amount < 9.95 else f"{amount:.0f} {unit}"
            )
        amount /= 1000
    return f"{amount:.1f} GB"


def time_words(seconds: float, texts: Texts) -> str:
    """A time that is left, never too short, in two units at most."""
    whole = ceil(seconds)
    minutes, hours = whole // 60, whole // 3600
    if hours:
        return texts.hours.format(hours=hours, minutes=minutes % 60)
    if minutes:
        return texts.minutes.format(minutes=minutes, seconds=whole % 60)
    return texts.seconds.format(seconds=whole)


def percent(share: float) -> str:
    """A share without a fraction; what is not nothing, and not all, does not look like it.

    >>> [percent(share) for share in (0, 0.004, 0.256, 0.996, 1)]
    ['0%', '<1%', '26%', '>99%', '100%']
    """
    if 0 < share < 0.01:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
