"""Token vectors within the room that they may take on disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

from corpus import UsageError

from ..collection.collection import Collection

_AT_ONCE = 500  # passages of a transaction
_SETTING = "token_space"
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SPACE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", re.IGNORECASE)


def parse_space(text: str) -> int | None:
    """Bytes out of what a user writes; None for `auto`.

    >>> parse_space("1.5GB"), parse_space("200 m"), parse_space("auto")
    (1500000000, 200000000, None)

    Raises:
        UsageError: it is neither.
    """
    if text.strip().lower() == "auto":
        return None
    found = _SPACE.fullmatch(text.strip())
    if not found:
        raise UsageError(f"{text} is no size; write 500MB, 8GB or auto")
    return int(float(found[1]) * _UNITS[found[2].upper()])


def set_token_space(collection: Collection, space: int | None) -> None:
    """The most bytes that a collection's token vectors may take from now on; None: half of what is
    free on its disk, what they take already with it."""
    collection.store.set_meta(_SETTING, "auto" if space is None else str(space))


def token_space(collection: Collection) -> int:
    """The most bytes that a collection's token vectors may take."""
    asked = collection.store.meta(_SETTING) or "auto"
    if asked != "auto":
        return int(asked)
    return (shutil.disk_usage(collection.folder).free + collection.store.tokens.space) // 2


def fit_tokens(collection: Collection, stopped: Callable[[], bool] = lambda: False) -> bool:
    """Keep token vectors at one bit a component where they take too much at four; the caller holds
    the right to write. What is stopped on the way goes on the next time.

    Returns:
        Whether they were made coarser now.
    """
    tokens = collection.store.tokens
    began = tokens.is_being_coarsened
    if not began and (tokens.is_coarse or tokens.space <= token_space(collection)):
        return False
    more = True
    while more and not stopped():
        with collection.store.transaction():
            more = tokens.coarsen(collection.token_size, _AT_ONCE)
    return True
