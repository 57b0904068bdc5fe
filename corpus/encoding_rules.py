"""Which encoding a user says that files are in, where Wenju's own guess is not to be trusted."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from .encodings import encoding_named

_FOUND_OUT = "auto"


class EncodingRule(NamedTuple):
    """Files whose path, or a folder above them, matches `pattern` are in `encoding`; where that is
    empty, it is found out."""

    pattern: str
    encoding: str

    def matches(self, path: Path) -> bool:
        """Whether the rule is for that file. A pattern of several parts may begin anywhere.

        >>> rule = encoding_rule("old/*=gbk")
        >>> rule.matches(Path("docs/old/a.txt")), rule.matches(Path("docs/new/a.txt"))
        (True, False)
        """
        whole = Path(os.path.abspath(path))
        return any(
            fnmatchcase(place.as_posix(), pattern)
            for place in (whole, *whole.parents)
            for pattern in (self.pattern, f"*/{self.pattern}")
        )


def encoding_rule(text: str) -> EncodingRule:
    """`NAME` for every file, or `PATTERN=NAME`; `auto` as the name of the encoding finds it out.

    >>> encoding_rule("gbk"), encoding_rule("*.csv=auto")
    (EncodingRule(pattern='*', encoding='gb18030'), EncodingRule(pattern='*.csv', encoding=''))

    Raises:
        UsageError: there is no such encoding.
    """
    pattern, _, name = text.rpartition("=")
    encoding = "" if name == _FOUND_OUT else encoding_named(name)
    return EncodingRule(os.path.normpath(Path(pattern or "*").expanduser()), encoding)


def encoding_for(path: Path, rules: Iterable[EncodingRule]) -> str | None:
    """What the last rule that matches says; None where none does."""
    found = [rule.encoding for rule in rules if rule.matches(path)]
    return found[-1] if found else None
