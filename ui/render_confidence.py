"""How sure an answer is, in words and as a bar."""

from __future__ import annotations

from .markup import escape
from .translations import Texts

UNSURE = 0.1


def confidence_words(confidence: float | None, texts: Texts) -> str:
    """A probability in words; nothing where there is none."""
    if confidence is None:
        return ""
    steps = (
        (0.8, texts.confidence_very_likely),
        (0.5, texts.confidence_likely),
        (0.25, texts.confidence_perhaps),
        (UNSURE, texts.confidence_unsure),
    )
    return next((words for least, words in steps if confidence >= least), texts.confidence_unlikely)


def is_further_off(rank: int, confidence: float | None) -> bool:
    """Whether a hit is only said to answer less than those before it.

    Of one that follows others, a low probability says little: what it was learned from has one
    passage that answers, and where several do, the first takes most of it.
    """
    return rank > 1 and confidence is not None and confidence < UNSURE


def verdict(rank: int, confidence: float | None, texts: Texts) -> str:
    """What is said of a hit, in words."""
    if is_further_off(rank, confidence):
        return texts.confidence_less
    return confidence_words(confidence, texts)


def render_confidence(rank: int, confidence: float | None, texts: Texts) -> str:
    """The verdict between a bar and the number; nothing where there is none."""
    if confidence is None:
        return ""
    if is_further_off(rank, confidence):
        return f'<p class="confidence">{escape(texts.confidence_less)}</p>'
    number = probability_words(confidence, texts)
    return (
        f'<p class="confidence" title="{escape(number)}">{bar(confidence)}'
        f"{escape(confidence_words(confidence, texts))} <small>{_percent(confidence)}%</small></p>"
    )


def probability_words(confidence: float, texts: Texts) -> str:
    """A probability as a number."""
    return texts.probability.format(percent=_percent(confidence))


def chance_words(confidence: float, texts: Texts) -> str:
    """That the first passage may answer after all."""
    return texts.first_may_answer.format(percent=_percent(confidence))


def bar(share: float, kind: str = "") -> str:
    """A bar that is filled to a share, 0 to 1; words beside it say the same."""
    percent = round(100 * min(max(share, 0.0), 1.0))
    return f'<span class="bar {kind}" style="--share:{percent}%" aria-hidden="true"></span>'


def _percent(confidence: float) -> int:
    """Never quite 0 or 100."""
    return min(max(round(100 * confidence), 1), 99)
