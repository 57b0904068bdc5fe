"""A row of a comparison as HTML: a sentence of A, what joins them, a sentence of B."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus import Document, readable
from qa import Comparison, Pair, Row

from .markup import Layer, Span, escape
from .paragraphs import quoted
from .translations import Texts


class Mark(NamedTuple):
    """How a row is told apart: a class, a sign between the columns, and words.

    `related` is the number of the pair that a sentence would be in if what is only related were
    paired.
    """

    name: str
    sign: str
    words: str
    related: int | None = None


def mark_of(row: Row, comparison: Comparison, texts: Texts, related: int | None = None) -> Mark:
    """Word for word is what reads the same, white space aside."""
    if row.pair is None:
        if row.a:
            return Mark("only-a", "←", texts.only_a, related)
        return Mark("only-b", "→", texts.only_b, related)
    if row.pair.kind == "related":
        return Mark("related", "~", texts.kind_related)
    if row.pair.kind == "reworded":
        return Mark("reworded", "≈", texts.kind_reworded)
    if _said(comparison.a, row.pair.a).split() == _said(comparison.b, row.pair.b).split():
        return Mark("verbatim", "=", texts.kind_verbatim)
    return Mark("same", "≐", texts.kind_same)


def render_row(row: Row, mark: Mark, comparison: Comparison, texts: Texts) -> str:
    moved = row.pair is not None and row.pair.moved
    disagreeing = row.pair is not None and bool(row.pair.disagree)
    cells = [
        _cell("a", comparison.a, row.a, _layers(row.pair, 0), texts.side_a, texts),
        _kind(row, mark, texts),
        _cell("b", comparison.b, row.b, _layers(row.pair, 1), texts.side_b, texts),
        _disagreements(row.pair, comparison, texts) if row.pair else "",
    ]
    kinds = [mark.name, *["out-of-order"] * moved, *["disagreeing"] * disagreeing]
    return f'<li class="row {" ".join(kinds)}">{"".join(cells)}</li>'


def _said(document: Document, span: Span) -> str:
    """A sentence as one reads it."""
    return readable(document.text[slice(*span)]).text


def _kind(row: Row, mark: Mark, texts: Texts) -> str:
    """What joins the two, in words; with what is on the same subject on the other side."""
    title, more = "", ""
    if row.pair:
        title = f' title="{escape(texts.likeness.format(value=f"{row.pair.similarity:.2f}"))}"'
        more = f'<span class="moved">{escape(texts.moved)}</span>' if row.pair.moved else ""
    elif mark.related is not None:
        other = texts.side_b if row.a else texts.side_a
        hint = escape(texts.see_related_hint.format(other=other))
        more = (
            f'<button type="button" class="see" data-related="{mark.related}" title="{hint}"'
            f' aria-label="{hint}">{escape(texts.see_related.format(other=other))}</button>'
        )
    return (
        f'<p class="kind"{title}><span class="sign" aria-hidden="true">{mark.sign}</span>'
        f"<span>{escape(mark.words)}</span>{more}</p>"
    )


def _layers(pair: Pair | None, side: int) -> list[Layer]:
    """What differs and what disagrees on one side; what A has is as if deleted, B inserted."""
    if pair is None:
        return []
    differing = [(one.a, one.b)[side] for one in pair.differences]
    disagreeing = [(one.a, one.b)[side] for one in pair.disagree]
    return [
        Layer("strong", "disagrees", disagreeing),
        Layer(("del", "ins")[side], "differs", differing),
    ]


def _cell(
    side: str,
    document: Document,
    span: Span | None,
    layers: Sequence[Layer],
    tag: str,
    texts: Texts,
) -> str:
    if span is None:
        return f'<div class="cell {side} none"></div>'
    start, end = span
    label = escape(texts.open_side.format(side=tag))
    return (
        f'<div class="cell {side}" data-side="{side}" data-start="{start}" data-end="{end}">'
        f'<span class="tag" aria-hidden="true">{escape(tag)}</span>'
        f"{quoted('div', document.text[start:end], layers, start)}"
        f'<button type="button" class="open" aria-label="{label}">'
        f"{escape(texts.source_short)}</button></div>"
    )


def _disagreements(pair: Pair, comparison: Comparison, texts: Texts) -> str:
    """In words: what sort of thing does not agree, and what either text says."""
    names = {
        "number": texts.numbers_disagree,
        "date": texts.dates_disagree,
        "name": texts.names_disagree,
    }
    said = "".join(
        f"<li>{escape(names[one.kind])} <strong lang=''>"
        f"{escape(_said(comparison.a, one.a))}</strong> ↔ <strong lang=''>"
        f"{escape(_said(comparison.b, one.b))}</strong></li>"
        for one in pair.disagree
    )
    return f'<ul class="disagreements">{said}</ul>' if said else ""
