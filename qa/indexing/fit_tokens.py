"""Token vectors within the room that they may take on disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from fractions import Fraction

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
    return int(Fraction(found[1]) * _UNITS[found[2].upper()])


def set_token_space(collection: Collection, space: int | None) -> None:
    """The bytes that a collection's token vectors may take at four bits a component, from now on;
    None: half of what is free for them, what they take already with it."""
    collection.store.set_meta(_SETTING, "auto" if space is None else str(space))


def token_space(collection: Collection) -> int:
    """The bytes that a collection's token vectors may take at four bits a component."""
    asked = collection.store.meta(_SETTING) or "auto"
    if asked != "auto":
        return int(asked)
    store = collection.store
    free = shutil.disk_usage(collection.folder).free + store.unused
    return (free + store.tokens.space) // 2


def is_fine(collection: Collection) -> bool:
    """Whether any token vectors are kept at four bits a component, or would be."""
    tokens = collection.store.tokens
    return not tokens.is_coarse or tokens.is_being_coarsened


def fit_tokens(
    collection: Collection, stopped: Callable[[], bool] = lambda: False, *, grown: bool = True
) -> None:
    """Keep token vectors at two bits a component where they take too much at four; the caller holds
    the right to write. What is stopped on the way goes on the next time.

    Args:
        grown: whether there are more than before. If not, a disk that others have filled is no
            reason to make them coarser: the file would not become any smaller.
    """
    if collection.store.tokens.is_being_coarsened or _too_large(collection, grown):
        _coarsen(collection, stopped)


def fit_with(collection: Collection, others: Iterable[Collection]) -> None:
    """Keep token vectors at two bits a component where those of others that are taken in are kept
    so: what they lost does not come back."""
    if any(other.store.tokens.is_coarse for other in others):
        _coarsen(collection, lambda: False)


def _too_large(collection: Collection, grown: bool) -> bool:
    tokens = collection.store.tokens
    asked_for = collection.store.meta(_SETTING) not in {None, "auto"}
    decides = not tokens.is_coarse and (grown or asked_for)
    return decides and tokens.space > token_space(collection)


def _coarsen(collection: Collection, stopped: Callable[[], bool]) -> None:
    tokens = collection.store.tokens
    more = True
    while more and not stopped():
        with collection.store.transaction():
            more = tokens.coarsen(collection.token_size, _AT_ONCE)
