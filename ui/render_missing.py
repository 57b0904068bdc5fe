"""What is said of phrases that a question requires and no passage has."""

from __future__ import annotations

from collections.abc import Iterable

from qa import Answer

from .translations import Texts


def missing_words(answer: Answer, texts: Texts) -> str:
    """That no passage has them, or none has all; nothing where none is missing."""
    if not answer.missing:
        return ""
    said = texts.missing_phrases if len(answer.missing) == 1 else texts.missing_together
    return said.format(phrases=in_quotes(answer.missing, texts))


def in_quotes(phrases: Iterable[str], texts: Texts) -> str:
    """A list of phrases, each in quotation marks."""
    return texts.list_separator.join(f"“{phrase}”" for phrase in phrases)
