"""Documents to passages that the model reads whole."""

from __future__ import annotations

from corpus import LIMITS, Division, Document, divide
from embeddings import Encoder


def divide_to_fit(document: Document, encoder: Encoder) -> Division:
    """The document divided into passages that fit the model's window."""

    def fits(text: str) -> bool:
        # No model here makes more than one token of a byte, so short texts need no counting.
        few = len(text.encode("utf-8", "replace")) < encoder.window - 16
        return few or encoder.count_tokens([text])[0] <= encoder.window

    return divide(document, LIMITS, fits)
