"""Texts as rows of folded characters, each knowing where it stands: what overlap compares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Passage, folded_codes

_BREAK = 0x110000  # beyond Unicode; each text begins with one of its own, so no run crosses it
_FIRST_WIDE = 0x2E80  # from here on a character says as much as a Western syllable or word


class Letters(NamedTuple):
    """d texts in a row, n letters of m characters; white space is left out.

    A letter is a letter or a digit. Each text begins with a break, which counts as a letter and
    equals nothing else, and one more stands at the end.

    characters: uint32 (m,), folded, punctuation too
    is_letter:  bool (m,), which of them are letters
    codes:      uint32 (n,), the letters alone
    spans:      int32 (n, 2), each letter's place in its document
    bounds:     int64 (d + 1,); text i is codes[bounds[i]:bounds[i + 1]]
    sentences:  int64 (s, 2); sentence i of all texts is codes[sentences[i, 0]:sentences[i, 1]]
    """

    characters: NDArray[np.uint32]
    is_letter: NDArray[np.bool_]
    codes: NDArray[np.uint32]
    spans: NDArray[np.int32]
    bounds: NDArray[np.int64]
    sentences: NDArray[np.int64]

    @property
    def texts(self) -> int:
        return len(self.bounds) - 1

    def counts(self) -> NDArray[np.int64]:
        """int64 (d,), letters of each text."""
        return np.diff(self.bounds) - 1

    def before(self) -> NDArray[np.int64]:
        """int64 (m,), how many letters stand before each character."""
        found: NDArray[np.int64] = np.cumsum(self.is_letter, dtype=np.int64)
        return found - self.is_letter.astype(np.int64)

    def text_of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of the texts in which letters stand."""
        return np.searchsorted(self.bounds, places, side="right") - 1

    def place(self, start: int, length: int) -> tuple[int, int]:
        """The span in the document's text of `length` letters from letter `start`."""
        return int(self.spans[start, 0]), int(self.spans[start + length - 1, 1])


def letters_of_each(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Folded letters and digits alone, of one text after the other: text i has bounds[i : i + 2].

    >>> letters, bounds = letters_of_each(["關注，", "Ａ 1"])
    >>> "".join(map(chr, letters)), bounds.tolist()
    ('关注a1', [0, 2, 4])
    """
    codes = folded_codes("".join(texts))
    kept = _is_letter()[codes]
    before = np.concatenate([[0], np.cumsum(kept)])
    return codes[kept], before[np.cumsum([0, *map(len, texts)])]


def is_break(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return codes >= _BREAK


def is_wide(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Han characters, kana and their like; neither Western letters nor breaks."""
    return (codes >= _FIRST_WIDE) & ~is_break(codes)


def letters(texts: Iterable[Sequence[Passage]]) -> Letters:
    """Each text given as its passages, in order."""
    characters: list[NDArray[np.uint32]] = []
    spans: list[NDArray[np.int32]] = []
    sentences: list[NDArray[np.int64]] = [np.empty((0, 2), np.int64)]
    bounds = [0]
    at = 0
    for number, passages in enumerate(texts):
        characters.append(np.array([_BREAK + number], np.uint32))
        spans.append(np.zeros((1, 2), np.int32))
        at += 1
        for passage in passages:
            codes = folded_codes(passage.text)
            kept = _is_letter()[codes]
            before = np.concatenate([[0], np.cumsum(kept)])
            characters.append(codes[~_is_space()[codes]])
            spans.append(passage.clean.spans[kept])
            sentences.append(at + before[np.array(passage.sentences, np.int64).reshape(-1, 2)])
            at += int(before[-1])
        bounds.append(at)
    characters.append(np.array([_BREAK + len(bounds) - 1], np.uint32))
    spans.append(np.zeros((1, 2), np.int32))
    row = np.concatenate(characters)
    is_letter = is_break(row)
    is_letter[~is_letter] = _is_letter()[row[~is_letter]]
    return Letters(
        row,
        is_letter,
        row[is_letter],
        np.concatenate(spans),
        np.array(bounds, np.int64),
        np.concatenate(sentences),
    )


@cache
def _is_letter() -> NDArray[np.bool_]:
    return np.char.isalnum(_every_character())


@cache
def _is_space() -> NDArray[np.bool_]:
    return np.char.isspace(_every_character())


def _every_character() -> NDArray[np.str_]:
    """Each as a text of its own, without a million of them being made."""
    return np.arange(_BREAK, dtype=np.uint32).view("<U1")
