"""One of several parts of the files, so that several machines can each index theirs."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from corpus import UsageError

_SHARD = re.compile(r"(\d+)/(\d+)")


class Shard(NamedTuple):
    """Part `number` of `total`, from 1."""

    number: int
    total: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Raises UsageError for what is no part.

        >>> Shard.parse("2/8")
        Shard(number=2, total=8)
        """
        match = _SHARD.fullmatch(text)
        found = cls(*map(int, match.groups())) if match else cls(0, 0)
        if not 1 <= found.number <= found.total:
            raise UsageError(f"{text} is no part; write 1/4, 2/4, 3/4 or 4/4 for each of four")
        return found

    def holds(self, path: Path, among: Sequence[Path]) -> bool:
        """Whether a file belongs to this part, which only its path below the folder that was named
        says: not where that folder is, nor what else is in it.

        Args:
            among: the files and folders that were named; the first that the file is in counts.
        """
        base = next((one for one in among if path.is_relative_to(one)), path)
        name = path.relative_to(base).as_posix() if path != base else path.name
        # Some systems store é as one character, others as two.
        spread = zlib.crc32(unicodedata.normalize("NFC", name).encode("utf-8", "surrogateescape"))
        return spread % self.total == self.number - 1
