"""Late interaction over tokens as they are kept, not decoded where that can be compiled."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .coarse_codes import from_coarse_codes, lengths_of, to_coarse_codes
from .compiled_source import AVX2, AVX512, UnavailableError, compiled
from .late_interaction import max_similarities
from .token_codes import from_codes, step_of, to_codes

_SOURCE = Path(__file__).parent / "late_interaction.cpp"
_COMPONENTS = 64  # of a token, or a multiple of it, is what the source is written for
_LARGEST = 64  # of the components of two bits that it is written for
_NONE = np.float32(-1.0)

_Similarities = NDArray[np.float32]

log = logging.getLogger("wenju")


class CodedTokens(NamedTuple):
    """The tokens of a text.

    codes:  what `to_codes` makes of them, or, if they are `coarse`, `to_coarse_codes`
    sizes:  whole numbers (m,), how many tokens each stretch of the text has, such as a sentence
    """

    codes: bytes
    coarse: bool
    sizes: NDArray[np.integer]


def coded_similarities(question: NDArray[np.int8], texts: Sequence[CodedTokens]) -> _Similarities:
    """The best cosine of each question token in each stretch of each text, see `max_similarities`.

    Args:
        question: int8 (q, p), as `TokenProjection.project` gives it.

    Returns:
        float32 (q, m), for the stretches of one text after the other; -1 where one has no tokens.
    """
    size = question.shape[1]
    if not len(question) or not texts:
        return np.empty((len(question), sum(len(one.sizes) for one in texts)), np.float32)
    fits = size % _COMPONENTS == 0 and lengths_of(size)[1] <= _LARGEST
    return (_fastest() if fits else decoded)(question, texts)


def decoded(question: NDArray[np.int8], texts: Sequence[CodedTokens]) -> _Similarities:
    """The same by decoding them."""
    size = question.shape[1]
    vectors: dict[int, NDArray[np.int8]] = {}
    for coarse, decode in ((False, from_codes), (True, from_coarse_codes)):
        places = [place for place, text in enumerate(texts) if text.coarse == coarse]
        found = decode([texts[place].codes for place in places], size)
        vectors |= dict(zip(places, found, strict=True))
    tokens = np.concatenate([vectors[place] for place in range(len(texts))])
    sizes = np.concatenate([one.sizes for one in texts]).astype(np.int64)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    filled = bounds[:-1] < bounds[1:]
    similarities = np.full((len(question), len(filled)), _NONE)
    limits = np.append(bounds[:-1][filled], bounds[-1])
    similarities[:, filled] = max_similarities(question, tokens, limits)
    return similarities


class Compiled:
    """The same with all codes as they are, by code for the processor."""

    def __init__(self, features: Sequence[str]) -> None:
        """Raises UnavailableError where it cannot be compiled, or is wrong here."""
        self._run = _run(compiled(_SOURCE, features))
        if not self._agrees():
            raise UnavailableError("what was compiled is wrong here")

    def __call__(self, question: NDArray[np.int8], texts: Sequence[CodedTokens]) -> _Similarities:
        """Raises ValueError where a text has fewer codes than its sizes need: they would be read
        beyond their end."""
        question = np.ascontiguousarray(question, np.int8)
        asked, size = question.shape
        sizes = np.concatenate([one.sizes for one in texts]).astype(np.int64, copy=False)
        stretches = np.array([len(one.sizes) for one in texts], np.int64)
        coarse = np.array([one.coarse for one in texts], np.uint8)
        if (
            _bytes_needed(sizes, stretches, coarse, size) > [len(one.codes) for one in texts]
        ).any():
            raise ValueError("the stored tokens of a text are cut off")
        levels = np.array([step_of(size), *lengths_of(size)], np.int32)
        found = np.empty((len(sizes), asked), np.float32)
        codes = (ctypes.c_char_p * len(texts))(*(one.codes for one in texts))
        asked_for = question.ctypes.data, asked, size
        kept = coarse.ctypes.data, stretches.ctypes.data, len(texts), sizes.ctypes.data
        self._run(*asked_for, codes, *kept, levels.ctypes.data, found.ctypes.data)
        return np.ascontiguousarray(found.T)

    def _agrees(self) -> bool:
        random = np.random.default_rng(0)
        for size in (_COMPONENTS, 2 * _COMPONENTS):
            question, *tokens = (
                random.integers(-127, 128, (count, size)).astype(np.int8)
                for count in (37, 9, 5, 31)
            )
            makers = (to_codes, to_coarse_codes, to_codes)
            texts = [
                CodedTokens(make(some), make is to_coarse_codes, np.array([2, 0, len(some) - 2]))
                for make, some in zip(makers, tokens, strict=True)
            ]
            if not np.array_equal(self(question, texts), decoded(question, texts)):
                return False
        return True


@cache
def _fastest() -> Callable[[NDArray[np.int8], Sequence[CodedTokens]], _Similarities]:
    """The first call on a machine compiles for a second or two."""
    for features in (AVX512, AVX2):
        try:
            return Compiled(features)
        except UnavailableError as reason:
            log.info("late interaction is not compiled: %s", reason)
    return decoded


def _bytes_needed(
    sizes: NDArray[np.int64], stretches: NDArray[np.int64], coarse: NDArray[np.uint8], size: int
) -> NDArray[np.int64]:
    """By each text, for as many tokens as its stretches have."""
    before = np.concatenate([[0], np.cumsum(sizes)])
    ends = np.cumsum(stretches)
    tokens = before[ends] - before[ends - stretches]
    needed: NDArray[np.int64] = tokens * np.where(coarse, size // 4, size // 2)
    return needed


def _run(library: ctypes.CDLL) -> Any:
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    run = library.wenju_max_similarities
    run.argtypes = [
        *(pointer, number, number),  # the question
        *(pointer, pointer, pointer, number, pointer),  # texts
        *(pointer, pointer),
    ]
    run.restype = None
    return run
