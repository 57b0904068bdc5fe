"""Documents to passages that the model reads whole."""

from __future__ import annotations

from corpus import LIMITS, Division, Document, divide
from embeddings import Encoder


def divide_to_fit(document: Document, encoder: Encoder) -> Division:
    """The document divided into passages that fit the model's window."""
    return divide(document, LIMITS, encoder.fits)
