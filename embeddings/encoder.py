"""Text to unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]

PASSAGES_AT_ONCE = 128  # enough for several batches on each of several cores
DEFAULT_MODEL = "intfloat/multilingual-e5-small"  # by its name on the hub


class PassageVectors(NamedTuple):
    """Vectors of n passages, of their m sentences and t tokens, from one forward pass each.

    passages:     float32 (n, d), unit rows
    sentences:    float32 (m, d), unit rows, in the order of the passages
    bounds:       int64 (n + 1,); the sentences of passage i are rows bounds[i]:bounds[i + 1]
    tokens:       int8 (t, p), projected; prompt and end tokens are left out
    token_bounds: int64 (m + 1,); the tokens of sentence j are token_bounds[j]:token_bounds[j + 1]
    """

    passages: NDArray[np.float32]
    sentences: NDArray[np.float32]
    bounds: NDArray[np.int64]
    tokens: NDArray[np.int8]
    token_bounds: NDArray[np.int64]

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Those of one or more parts, as one."""
        return cls(
            np.concatenate([part.passages for part in parts]),
            np.concatenate([part.sentences for part in parts]),
            _joined_bounds([part.bounds for part in parts]),
            np.concatenate([part.tokens for part in parts]),
            _joined_bounds([part.token_bounds for part in parts]),
        )

    def part(self, first: int, last: int) -> Self:
        """Those of the passages from `first` to before `last`."""
        bounds = self.bounds[first : last + 1]
        token_bounds = self.token_bounds[bounds[0] : bounds[-1] + 1]
        return type(self)(
            self.passages[first:last],
            self.sentences[bounds[0] : bounds[-1]],
            bounds - bounds[0],
            self.tokens[token_bounds[0] : token_bounds[-1]],
            token_bounds - token_bounds[0],
        )


def _joined_bounds(bounds: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    sizes = np.concatenate([np.diff(one) for one in bounds])
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


class QuestionVectors(NamedTuple):
    """A question as one vector, float32 (d,), and as its tokens, int8 (t, p), projected."""

    vector: NDArray[np.float32]
    tokens: NDArray[np.int8]


class QuestionEncoder(Protocol):
    """What makes vectors of questions. `name` and `fingerprint` tell which model does."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def token_size(self) -> int:
        """Components of a projected token vector."""
        ...

    def encode_question(self, text: str) -> QuestionVectors:
        """One question with its tokens, from one forward pass."""
        ...


class Encoder(QuestionEncoder, Protocol):
    """A multilingual sentence model. Several threads may use one at the same time."""

    @property
    def window(self) -> int:
        """The longest passage in tokens, prompt and end tokens included."""
        ...

    @property
    def passages_at_once(self) -> int:
        """How many passages keep all that it computes with busy."""
        ...

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (q, d), unit rows."""
        ...

    def encode_each_question(self, texts: Sequence[str]) -> list[QuestionVectors]:
        """What `encode_question` makes of each, to the last bit, at once where that can be."""
        ...

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        """`sentences[i]` are the character spans of the sentences of `texts[i]`.

        `contexts[i]` says what that text is about. It is read with the text, so that it colours
        the text's vectors, and has no tokens of its own among them.
        """
        ...

    def fits(self, text: str) -> bool:
        """Whether the model reads all of a passage, its prompt and end tokens with it."""
        ...
