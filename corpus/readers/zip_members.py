"""The members of a .zip archive."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from .member import Member
from .zip_files import member_names, open_zip, refusal, unpack


def members_of_zip(data: bytes) -> Iterator[Member]:
    """Each file in its order.

    Raises:
        ReadError: it is damaged, cut off or no zip file.
    """
    archive = open_zip(data)
    for info, name in zip(archive.infolist(), member_names(archive), strict=True):
        if not name.endswith(("/", "\\")):
            yield Member(name, partial(unpack, archive, info), refusal(info))
