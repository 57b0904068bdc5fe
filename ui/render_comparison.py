"""Two documents side by side as HTML: one row for each pair, and for what only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from corpus import Document, Passage
from qa import Comparison, Row

from .markup import escape
from .only_related import Unpaired
from .place import file_name, steps
from .render_hits import origin
from .render_rows import Mark, mark_of, render_row
from .sizes import percent
from .translations import Texts

_FOLDED = 300  # characters that only one text has, from which on they are folded away
_Marked = Sequence[tuple[Row, Mark]]


def render_comparison(
    comparison: Comparison,
    texts: Texts,
    passages: tuple[Passage | None, Passage | None] = (None, None),
    pair_related: bool = False,
) -> str:
    """Both documents' shares, what there is of each kind, and the rows.

    `passages` are what was compared of the documents, None for all of one. Sentences that are only
    related stand in pairs if `pair_related`, else as what one side alone has.
    """
    shown = (Unpaired.nothing if pair_related else Unpaired.of)(comparison)
    marked = [
        (row, mark_of(row, comparison, texts, shown.number(row))) for row in shown.comparison.rows()
    ]
    share_a = _share(comparison.shared_a, [mark for row, mark in marked if row.a])
    share_b = _share(comparison.shared_b, [mark for row, mark in marked if row.b])
    sides = (
        f"{_side('a', comparison.a, passages[0], share_a, texts)}"
        f"{_side('b', comparison.b, passages[1], share_b, texts)}"
    )
    paired = bool(shown.comparison.pairs)
    body = "".join(
        _stretch(list(some), comparison, paired, texts)
        for _, some in groupby(marked, key=lambda one: one[0].pair is None)
    )
    return (
        f'<section class="comparison" tabindex="-1" lang="{texts.html_lang}"'
        f' aria-label="{escape(texts.tab_compare)}">'
        f'<div class="sides">{sides}</div>{_lead(comparison, marked, pair_related, texts)}'
        f'<ol class="rows">{body}</ol></section>'
    )


def _stretch(marked: _Marked, comparison: Comparison, paired: bool, texts: Texts) -> str:
    """Rows as they are; much text that only one has is folded away, so that pairs are near."""
    rows = "".join(render_row(row, mark, comparison, texts) for row, mark in marked)
    if not paired or marked[0][0].pair:
        return rows
    sides = (
        (texts.only_a, sum(row.a[1] - row.a[0] for row, _ in marked if row.a)),
        (texts.only_b, sum(row.b[1] - row.b[0] for row, _ in marked if row.b)),
    )
    if sum(characters for _, characters in sides) < _FOLDED:
        return rows
    said = [
        texts.only_characters.format(only=only, count=f"{characters:,}")
        for only, characters in sides
        if characters
    ]
    return (
        f'<li class="fold"><details><summary>{escape(" · ".join(said))}</summary>'
        f'<ol class="rows">{rows}</ol></details></li>'
    )


def _share(share: float, marks: Sequence[Mark]) -> float:
    """A text that is not in the other one word for word is never all of it there."""
    verbatim = all(mark.name == "verbatim" for mark in marks)
    return share if verbatim else min(share, 0.999)


def _side(
    side: str, document: Document, passage: Passage | None, share: float, texts: Texts
) -> str:
    tag, other = texts.side_a, texts.side_b
    if side == "b":
        tag, other = other, tag
    where = steps(passage, document, texts) if passage else []
    place = f'<p class="place">{escape(" › ".join(where))}</p>' if where else ""
    words = escape(texts.shared_with.format(percent=percent(share), other=other))
    return (
        f'<header class="side {side}"><h2><span class="tag">{escape(tag)}</span>'
        f"<span>{escape(document.title)}</span></h2>"
        f'<p class="file" title="{escape(texts.file)}" lang="">'
        f"{escape(file_name(document.source))}</p>"
        f"{place}{origin(document.metadata, texts)}"
        f'<p class="share"><meter min="0" max="1" value="{share:.3f}" aria-label="{words}"></meter>'
        f"<span>{words}</span></p></header>"
    )


def _lead(comparison: Comparison, marked: _Marked, pair_related: bool, texts: Texts) -> str:
    """How many rows there are of each kind, in a fixed order, and how much does not agree; each
    leads to the next of them."""
    words = {mark.name: mark.words for _, mark in marked}
    found = Counter(mark.name for _, mark in marked)
    order = ("verbatim", "same", "reworded", "related", "only-a", "only-b")
    counted = [
        (name, texts.kind_count.format(kind=words[name], count=found[name]))
        for name in order
        if name in words
    ]
    disagree = sum(len(pair.disagree) for pair in comparison.pairs)
    if disagree:
        counted.append(("disagreeing", texts.disagree_count.format(count=disagree)))
    jumps = "".join(
        f'<button type="button" class="{name}" data-jump="{name}">{escape(said)}</button>'
        for name, said in counted
    )
    alone = {"only-a", "only-b"}.issuperset(words)
    said = f"<p>{escape(texts.nothing_in_common)}</p>" if alone else ""
    switch = _switch(comparison, pair_related, texts)
    return f'<div class="lead"><div role="status">{said}<p>{jumps}</p></div>{switch}</div>'


def _switch(comparison: Comparison, pair_related: bool, texts: Texts) -> str:
    """Whether what is only related is paired; nothing where nothing is."""
    count = sum(pair.kind == "related" for pair in comparison.pairs)
    if not count:
        return ""
    words = escape(texts.pair_related.format(count=count))
    checked = " checked" if pair_related else ""
    return f'<label><input type="checkbox" data-pairing{checked}> {words}</label>'
