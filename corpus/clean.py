"""Readable text in which every character still knows its place in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class CleanText:
    """Text with, for each character, the span of the document that it stands for.

    text:  n characters
    spans: int32 (n, 2), start and end in the document, both columns never decreasing
    """

    text: str
    spans: NDArray[np.int32]

    @classmethod
    def of(cls, text: str) -> Self:
        """The document's own text: character i stands for [i, i + 1)."""
        starts = np.arange(len(text), dtype=np.int32)
        return cls(text, np.stack([starts, starts + 1], axis=1))

    @classmethod
    def joined(cls, parts: Sequence[CleanText]) -> Self:
        """One text of several, in the order of the document."""
        text = "".join(part.text for part in parts)
        return cls(text, np.concatenate([part.spans for part in parts]))

    def __getitem__(self, part: slice) -> CleanText:
        return CleanText(self.text[part], self.spans[part])

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The characters that stand for [start, end) of the document, or for some of it.

        >>> CleanText.of("关(guān)注").replace(re.compile("[(].*?[)]"), "").within(0, 6)
        (0, 1)
        """
        first = int(np.searchsorted(self.spans[:, 1], start, side="right"))
        last = int(np.searchsorted(self.spans[:, 0], end, side="left"))
        return first, max(first, last)

    def replace(self, pattern: re.Pattern[str], replacement: str) -> CleanText:
        """Replace every match by a text, each new character standing for the whole match.

        Characters of a match that stay where they are at its beginning or end keep their own span.
        """
        return self.edit((*match.span(), replacement) for match in pattern.finditer(self.text))

    def edit(self, edits: Iterable[tuple[int, int, str]]) -> CleanText:
        """Put new text for stretches [start, end) that do not overlap, in order, as `replace`."""
        texts: list[str] = []
        spans: list[NDArray[np.int32]] = []
        at = 0
        for start, end, new in edits:
            if start == end or new == self.text[start:end]:
                continue
            texts += [self.text[at:start], new]
            spans += [self.spans[at:start], self._spans_of(start, end, new)]
            at = end
        if not texts:
            return self
        texts.append(self.text[at:])
        spans.append(self.spans[at:])
        return CleanText("".join(texts), np.concatenate(spans))

    def _spans_of(self, start: int, end: int, new: str) -> NDArray[np.int32]:
        """Spans for `new`, which takes the place of the characters [start, end)."""
        old = self.text[start:end]
        head = len(commonprefix([old, new]))
        tail = len(commonprefix([old[head:][::-1], new[head:][::-1]]))
        middle = np.empty((len(new) - head - tail, 2), np.int32)
        if len(middle):
            middle[:] = self.spans[start + head, 0], self.spans[end - tail - 1, 1]
        return np.concatenate(
            [self.spans[start : start + head], middle, self.spans[end - tail : end]]
        )
