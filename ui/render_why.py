"""Why a passage is a hit, in words that a reader knows."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import readable
from qa import Answer, Contribution, Hit, WordWeight

from .markup import escape
from .render_confidence import bar, probability_words
from .translations import Texts

_KINDS = {  # features of the ranking, put together where a reader would not tell them apart
    "late": "each_word",
    "lowest": "each_word",
    "foreign_late": "each_word",
    "sentence": "sentence",
    "foreign_sentence": "sentence",
    "dense": "meaning",
    "lexical": "words",
    "foreign_lexical": "words",
    "abroad": "script",
    "coverage": "words",
    "numbers": "numbers",
}

_LEAST = 0.005  # of the overlap; a word that has less of it explains nothing


def render_why(hit: Hit, nearness: int, answer: Answer, texts: Texts) -> str:
    """The matched words with their weights, the parts of the score, the sentence that counts."""
    near = (
        texts.why_meaning_first if nearness == 1 else texts.why_meaning_rank.format(rank=nearness)
    )
    brief = f"{near} · {_held(hit, texts)}"
    if hit.why.lacks_number:
        brief += f" · {texts.why_lacks_number}"
    if hit.confidence is not None:
        brief += " · " + probability_words(hit.confidence, texts)
    start, end = hit.why.sentence
    sentence = " ".join(readable(hit.citation.document.text[start:end]).text.split())
    numbers = any(char.isdigit() for char in answer.question)
    parts = [one for one in hit.why.parts if numbers or one.feature != "numbers"]
    heading = texts.answering_sentence if answer.answered else texts.nearest_sentence
    return (
        f'<details class="more why"><summary>{escape(texts.why)}</summary>'
        f'<div class="reasons"><p class="brief">{escape(brief)}</p>'
        f"{_words(hit, texts)}{_parts(parts, texts)}"
        f"<h3>{escape(heading)}</h3>"
        f'<p class="said" lang="">{escape(sentence)}</p></div></details>'
    )


def summed(parts: Sequence[Contribution]) -> list[tuple[str, float]]:
    """The parts of a score by kind, the greatest first; a kind that adds nothing is left out.

    >>> summed([Contribution("late", 3.0), Contribution("lowest", -1.0), Contribution("new", 4.0)])
    [('other', 4.0), ('each_word', 2.0)]
    """
    sums: dict[str, float] = {}
    for feature, value in parts:
        kind = _KINDS.get(feature, "other")
        sums[kind] = sums.get(kind, 0.0) + value
    found = [(kind, value) for kind, value in sums.items() if abs(value) >= 0.005]
    return sorted(found, key=lambda one: -abs(one[1]))


def _held(hit: Hit, texts: Texts) -> str:
    if hit.why.words:
        return texts.why_words.format(words=texts.list_separator.join(hit.why.words))
    return texts.why_pieces if hit.why.lexical > 0 else texts.why_no_words


def _words(hit: Hit, texts: Texts) -> str:
    weights = hit.why.weights
    if not weights or hit.why.lexical <= 0:
        return ""
    rest = hit.why.lexical - sum(one.weight for one in weights)
    named = [*weights, WordWeight(texts.why_pieces, rest)]
    most = max(one.weight for one in named)
    rows = [
        (one.word, one.weight / most, f"{one.weight / hit.why.lexical:.0%}")
        for one in named
        if one.weight / hit.why.lexical >= _LEAST
    ]
    return f"<h3>{escape(texts.matched_words)}</h3>{_bars(rows)}"


def _parts(parts: Sequence[Contribution], texts: Texts) -> str:
    names = {
        "each_word": texts.part_each_word,
        "sentence": texts.part_sentence,
        "meaning": texts.part_meaning,
        "words": texts.part_words,
        "numbers": texts.part_numbers,
        "script": texts.part_script,
        "other": texts.part_other,
    }
    found = summed(parts)
    if not found:
        return ""
    most = abs(found[0][1])
    rows = [(names[kind], value / most, f"{value:+.1f}") for kind, value in found]
    return f"<h3>{escape(texts.score_parts)}</h3>{_bars(rows)}"


def _bars(rows: Sequence[tuple[str, float, str]]) -> str:
    """A list of names, each with a bar and a number; a negative one is of another colour."""
    items = (
        f"<li><span>{escape(name)}</span>{bar(abs(share), 'against' if share < 0 else '')}"
        f"<small>{escape(number)}</small></li>"
        for name, share, number in rows
    )
    return f'<ul class="bars">{"".join(items)}</ul>'
