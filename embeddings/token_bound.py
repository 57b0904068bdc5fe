"""How many tokens a text has at most, told without cutting it into any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def token_bound(tokenizer: Any) -> Callable[[str], int]:
    """Of a text as the tokenizer reads it, end tokens included.

    A token of a Unigram or WordPiece vocabulary is at least one character of the normalised text;
    of others, at least one byte. SentencePiece puts a mark of its own before the text.
    """
    ends = int(tokenizer.num_special_tokens_to_add()) + 1
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None or not _reads_characters(backend.model):
        return lambda text: len(text.encode("utf-8", "replace")) + ends
    normalizer = backend.normalizer
    if normalizer is None:
        return lambda text: len(text) + ends
    return lambda text: len(normalizer.normalize_str(text)) + ends


def _reads_characters(model: Any) -> bool:
    """Whether what is not in the vocabulary is one token, and not one for each of its bytes."""
    known = type(model).__name__ in {"Unigram", "WordPiece"}
    return known and model.token_to_id("<0x00>") is None
