"""A file in an archive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_DRIVE = re.compile(r"^[A-Za-z]:$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_HIDDEN = ("__MACOSX",)


class Member(NamedTuple):
    """`read` gives its bytes, before the next member is asked for, or raises ReadError; `refused`
    says why it is not to be called, and is empty where it is."""

    name: str
    read: Callable[[], bytes]
    refused: str = ""


Members = Callable[[bytes], Iterator[Member]]


def label(name: str) -> str:
    """A member's name as a path that leads nowhere else: a label, never a place to write to.

    >>> label("../../etc/passwd.txt"), label("C:\\\\法规\\\\a.md"), label("/")
    ('etc/passwd.txt', '法规/a.md', 'unnamed')
    """
    parts = _CONTROL.sub("\ufffd", name.replace("\\", "/")).split("/")
    kept = [part for part in parts if part not in ("", ".", "..") and not _DRIVE.match(part)]
    return "/".join(kept) or "unnamed"


def is_hidden(name: str) -> bool:
    """Whether a member, or a folder above it, is one that systems keep for themselves."""
    parts = label(name).split("/")
    return any(part.startswith((".", "~$")) or part in _HIDDEN for part in parts)
