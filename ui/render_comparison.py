"""Two documents side by side as HTML: one row for each pair, and for what only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from corpus import Document, Passage
from qa import Comparison, Pair, Row

from .markup import Layer, Span, escape
from .paragraphs import paragraphs
from .place import steps
from .render_hits import origin
from .translations import Texts


class _Mark(NamedTuple):
    """How a row is told apart: a class, a sign between the columns, and words."""

    name: str
    sign: str
    words: str


_FOLDED = 300  # characters that only one text has, from which on they are folded away


def render_comparison(
    comparison: Comparison,
    texts: Texts,
    passages: tuple[Passage | None, Passage | None] = (None, None),
) -> str:
    """Both documents' shares, what there is of each kind, and the rows.

    `passages` are what was compared of the documents, None for all of one.
    """
    sides = "".join(
        _side(side, tag, document, passage, share, other, texts)
        for side, tag, document, passage, share, other in (
            ("a", texts.side_a, comparison.a, passages[0], comparison.shared_a, texts.side_b),
            ("b", texts.side_b, comparison.b, passages[1], comparison.shared_b, texts.side_a),
        )
    )
    rows = comparison.rows()
    marks = [_mark_of(row, comparison, texts) for row in rows]
    marked = zip(rows, marks, strict=True)
    body = "".join(
        _stretch(list(some), comparison, texts)
        for _, some in groupby(marked, key=lambda one: one[0].pair is None)
    )
    return (
        f'<section class="comparison" tabindex="-1" lang="{texts.html_lang}"'
        f' aria-label="{escape(texts.tab_compare)}">'
        f'<div class="sides">{sides}</div>{_lead(comparison, marks, texts)}'
        f'<ol class="rows">{body}</ol></section>'
    )


def _stretch(marked: Sequence[tuple[Row, _Mark]], comparison: Comparison, texts: Texts) -> str:
    """Rows as they are; much text that only one has is folded away, so that pairs are near."""
    rows = "".join(_row(row, mark, comparison, texts) for row, mark in marked)
    alone = [row.a or row.b or (0, 0) for row, _ in marked if row.pair is None]
    characters = sum(end - start for start, end in alone)
    if characters < _FOLDED:
        return rows
    words = escape(texts.only_here.format(count=f"{characters:,}"))
    return (
        f'<li class="fold"><details><summary>{words}</summary>'
        f'<ol class="rows">{rows}</ol></details></li>'
    )


def _side(
    side: str,
    tag: str,
    document: Document,
    passage: Passage | None,
    share: float,
    other: str,
    texts: Texts,
) -> str:
    where = steps(passage, document.title, texts) if passage else []
    place = f'<p class="place">{escape(" › ".join(where))}</p>' if where else ""
    percent = f"{share:.0%}"
    words = escape(texts.shared_with.format(percent=percent, other=other))
    return (
        f'<header class="side {side}"><h2><span class="tag">{escape(tag)}</span>'
        f"<span>{escape(document.title)}</span></h2>"
        f"{place}{origin(document.metadata, texts)}"
        f'<p class="share"><meter min="0" max="1" value="{share:.3f}" aria-label="{words}"></meter>'
        f"<span>{words}</span></p></header>"
    )


def _lead(comparison: Comparison, marks: Sequence[_Mark], texts: Texts) -> str:
    """How many rows there are of each kind, in a fixed order, and how much does not agree."""
    words: dict[str, str] = {mark.name: mark.words for mark in marks}
    found = Counter(mark.name for mark in marks)
    order = ("verbatim", "same", "reworded", "related", "only-a", "only-b")
    counted = [
        (name, texts.kind_count.format(kind=words[name], count=found[name]))
        for name in order
        if name in words
    ]
    parts = [
        f'<button type="button" class="{name}" data-jump="{name}">{escape(said)}</button>'
        for name, said in counted
    ]
    disagree = sum(len(pair.disagree) for pair in comparison.pairs)
    if disagree:
        parts.append(f"<b>{escape(texts.disagree_count.format(count=disagree))}</b>")
    said = "" if comparison.pairs else f"<p>{escape(texts.nothing_in_common)}</p>"
    return f'<div class="lead" role="status">{said}<p>{"".join(parts)}</p></div>'


def _mark_of(row: Row, comparison: Comparison, texts: Texts) -> _Mark:
    if row.pair is None:
        if row.a:
            return _Mark("only-a", "←", texts.only_a)
        return _Mark("only-b", "→", texts.only_b)
    if row.pair.kind == "related":
        return _Mark("related", "~", texts.kind_related)
    if row.pair.kind == "reworded":
        return _Mark("reworded", "≈", texts.kind_reworded)
    ours = comparison.a.text[slice(*row.pair.a)]
    theirs = comparison.b.text[slice(*row.pair.b)]
    if ours.split() == theirs.split():
        return _Mark("verbatim", "=", texts.kind_verbatim)
    return _Mark("same", "≐", texts.kind_same)


def _row(row: Row, mark: _Mark, comparison: Comparison, texts: Texts) -> str:
    moved = row.pair is not None and row.pair.moved
    note = f'<span class="moved">{escape(texts.moved)}</span>' if moved else ""
    title = ""
    if row.pair:
        title = f' title="{escape(texts.likeness.format(value=f"{row.pair.similarity:.2f}"))}"'
    cells = [
        _cell("a", comparison.a, row.a, _layers(row.pair, 0), texts.side_a, texts),
        f'<p class="kind"{title}><span class="sign" aria-hidden="true">{mark.sign}</span>'
        f"<span>{escape(mark.words)}</span>{note}</p>",
        _cell("b", comparison.b, row.b, _layers(row.pair, 1), texts.side_b, texts),
        _disagreements(row.pair, comparison, texts) if row.pair else "",
    ]
    return f'<li class="row {mark.name}{" out-of-order" if moved else ""}">{"".join(cells)}</li>'


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
    shown = paragraphs(document.text[start:end], layers, start)
    label = escape(texts.open_side.format(side=tag))
    return (
        f'<div class="cell {side}" data-side="{side}" data-start="{start}" data-end="{end}">'
        f'<span class="tag" aria-hidden="true">{escape(tag)}</span>'
        f'<div class="text" lang="">{shown}</div>'
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
        f"{escape(comparison.a.text[slice(*one.a)])}</strong> ↔ <strong lang=''>"
        f"{escape(comparison.b.text[slice(*one.b)])}</strong></li>"
        for one in pair.disagree
    )
    return f'<ul class="disagreements">{said}</ul>' if said else ""
