"""Names and passwords in a file, where only hashes of the passwords stand."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from corpus import UsageError

_COST, _BLOCK, _PARALLEL = 2**14, 8, 1  # 16 MB and some 50 ms for each try
_MOST_MEMORY = 2**26  # bytes; a line of the file cannot ask for more
_SALT = 16  # bytes


class Hash(NamedTuple):
    """scrypt (RFC 7914) with its cost, block size, parallelisation and salt."""

    cost: int
    block: int
    parallel: int
    salt: bytes
    key: bytes

    @classmethod
    def of(cls, password: str) -> Self:
        """A new hash, with a salt of its own."""
        salt = os.urandom(_SALT)
        return cls(
            _COST, _BLOCK, _PARALLEL, salt, _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
        )

    @classmethod
    def read(cls, written: str) -> Self:
        """Raises ValueError where it is no hash, or one that would take too much memory."""
        kind, cost, block, parallel, salt, key = written.split("$")
        found = cls(int(cost), int(block), int(parallel), _bytes(salt), _bytes(key))
        if kind != "scrypt" or not found.key:
            raise ValueError("no scrypt hash")
        found.matches("")  # asks scrypt whether it takes these numbers
        return found

    def matches(self, password: str) -> bool:
        """Compared in a time that does not tell how much of it is right."""
        found = _scrypt(password, self.salt, self.cost, self.block, self.parallel)
        return hmac.compare_digest(found, self.key)

    def __str__(self) -> str:
        numbers = (self.cost, self.block, self.parallel)
        return "$".join(["scrypt", *map(str, numbers), _text(self.salt), _text(self.key)])


@dataclass(frozen=True)
class Passwords:
    """Hashes by the names of those who may come in."""

    hashes: dict[str, Hash]

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises UsageError where the file cannot be read, a line is none, or it has no line."""
        try:
            return cls.read(path.read_text("utf-8").splitlines(), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"the passwords in {path} cannot be read: {error}") from error

    @classmethod
    def read(cls, lines: Iterable[str], file: str) -> Self:
        """Lines `name:hash`; empty ones and those that begin with # are left out."""
        hashes: dict[str, Hash] = {}
        for number, line in enumerate(lines, start=1):
            name, _, written = line.strip().partition(":")
            if not name or name.startswith("#"):
                continue
            if name in hashes:
                raise UsageError(f"{file}, line {number}: {name} stands there twice")
            try:
                hashes[name] = Hash.read(written)
            except ValueError:
                raise UsageError(
                    f"{file}, line {number}: NAME:HASH is expected; "
                    "make the line with: python app.py --hash-password NAME"
                ) from None
        if not hashes:
            raise UsageError(
                f"{file} has no line NAME:HASH, so that nobody could come in; "
                "make one with: python app.py --hash-password NAME"
            )
        return cls(hashes)

    def allow(self, name: str, password: str) -> bool:
        """Whether the password is the one of that name; a name that is not there takes as long."""
        known = self.hashes.get(name)
        right = (known or next(iter(self.hashes.values()))).matches(password)
        return right and known is not None


def password_line(name: str, password: str) -> str:
    """A line for the file.

    Raises:
        UsageError: the name cannot stand in one, or there is no password.
    """
    if not name.strip() or name != name.strip() or ":" in name or name.startswith("#"):
        raise UsageError(f"{name!r} is no name; write it without a colon, and not empty")
    if not password:
        raise UsageError("the password is empty")
    return f"{name}:{Hash.of(password)}"


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        maxmem=_MOST_MEMORY,
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    """Raises ValueError where it is no base64."""
    return base64.b64decode(text, validate=True)
