"""What documents share as HTML: a table coloured by share, the pairs, the shared sentences."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from pathlib import PurePath

from qa import (
    SHORTEST_RUN,
    SHORTEST_WESTERN_RUN,
    DocumentPair,
    DocumentSummary,
    HeatMap,
    Overlap,
    SharedSentence,
    heat_map,
)

from .markup import escape
from .offered import labelled
from .sizes import percent
from .translations import Texts

_MOST_DOCUMENTS = 40  # lines of the table
_PAIRS, _SENTENCES = 10, 20

Names = Mapping[str, str]  # of the documents, by their ids: no two the same


def render_overlap(found: Overlap, texts: Texts) -> str:
    """All three; plainly said where nothing is shared."""
    if not len(found.shares.a):
        content = f"<p>{escape(texts.nothing_shared)}</p>"
    else:
        heat = heat_map(found, min(_MOST_DOCUMENTS, _sharing(found)))
        names = {ident: label for label, ident in labelled(found.documents)}
        table = _table(heat, names, texts) if heat.documents else ""  # all of it may be reworded
        content = table + _pairs(found, names, texts) + _sentences(found, names, texts)
    start = f'<section class="overlap" lang="{texts.html_lang}"'
    return f'{start} aria-label="{escape(texts.overlap)}">{content}</section>'


def strength(share: float, most: float) -> int:
    """Per cent of the colour for a share of the largest one: its root, so that small ones show.

    >>> [strength(share, 0.5) for share in (0, 0.005, 0.125, 0.5)]
    [0, 10, 50, 100]
    """
    return round(100 * sqrt(share / most))


def _sharing(found: Overlap) -> int:
    """How many documents have text that stands in the same words in another one."""
    there = found.shares.share_a > 0
    return len({*found.shares.a[there].tolist(), *found.shares.b[there].tolist()})


def _table(heat: HeatMap, names: Names, texts: Texts) -> str:
    labels = [escape(names[one.id]) for one in heat.documents]
    numbers = "".join(
        f'<th scope="col" title="{label}" aria-label="{label}">{n}</th>'
        for n, label in enumerate(labels, start=1)
    )
    lines = "".join(_line(heat, number, names, texts) for number in range(len(heat.documents)))
    notes = texts.heat_map_explained.format(least=SHORTEST_RUN, western=SHORTEST_WESTERN_RUN)
    if heat.left_out:
        notes += texts.left_out.format(count=heat.left_out)
    return (
        f'<p class="note">{escape(notes)}</p>'
        f'<div class="heat" tabindex="0" role="region" aria-label="{escape(texts.heat_map)}">'
        f'<table><thead><tr><th scope="col">{escape(texts.document)}</th>{numbers}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _line(heat: HeatMap, number: int, names: Names, texts: Texts) -> str:
    ours = heat.documents[number]
    most = float(heat.shares.max())
    cells = []
    for place, share in enumerate(heat.shares[number].tolist()):
        theirs = heat.documents[place]
        if place == number:
            cells.append('<td class="self" aria-hidden="true"></td>')
        elif share > 0:
            button = _button(ours, theirs, share, names, texts)
            cells.append(f'<td style="--strength:{strength(share, most)}%">{button}</td>')
        else:
            cells.append(
                f'<td><span class="zero" aria-label="{escape(texts.none_shared)}">·</span></td>'
            )
    label = escape(names[ours.id])
    return (
        f'<tr><th scope="row" title="{label}"><span class="number">{number + 1}</span>'
        f"{label}</th>{''.join(cells)}</tr>"
    )


def _button(
    a: DocumentSummary, b: DocumentSummary, share: float, names: Names, texts: Texts
) -> str:
    label = escape(texts.heat_cell.format(a=names[a.id], b=names[b.id], percent=percent(share)))
    return (
        f'<button type="button" data-a="{escape(a.id)}" data-b="{escape(b.id)}" tabindex="-1"'
        f' title="{label}" aria-label="{label}">{escape(percent(share)[:-1])}</button>'
    )


def _pairs(found: Overlap, names: Names, texts: Texts) -> str:
    items = "".join(_pair(pair, names, texts) for pair in found.pairs[:_PAIRS])
    return f'<h2>{escape(texts.most_alike)}</h2><ol class="alike">{items}</ol>'


def _pair(pair: DocumentPair, names: Names, texts: Texts) -> str:
    shares = (
        (texts.pair_verbatim, pair.share_a, pair.share_b),
        (texts.pair_reworded, pair.reworded_a, pair.reworded_b),
    )
    facts = [words.format(a=percent(a), b=percent(b)) for words, a, b in shares if a or b]
    a, b = escape(names[pair.a.id]), escape(names[pair.b.id])
    if pair.first:
        facts.append(texts.earlier.format(title=names[pair.first.id]))
    return (
        f'<li><button type="button" data-a="{escape(pair.a.id)}" data-b="{escape(pair.b.id)}">'
        f"{a} <span aria-hidden='true'>↔</span> {b}</button>"
        f"<p>{escape(' · '.join(facts))}</p></li>"
    )


def _sentences(found: Overlap, names: Names, texts: Texts) -> str:
    if not found.sentences:
        return ""
    items = "".join(
        _sentence(number, sentence, names, texts)
        for number, sentence in enumerate(found.sentences[:_SENTENCES])
    )
    return f'<h2>{escape(texts.most_shared)}</h2><ol class="shared">{items}</ol>'


def _sentence(number: int, sentence: SharedSentence, names: Names, texts: Texts) -> str:
    facts = [texts.in_documents.format(count=sentence.documents, total=len(names))]
    if sentence.first:
        facts.append(texts.earliest.format(title=names[sentence.first.id]))
    places = "".join(
        f'<li><button type="button" data-sentence="{number}" data-place="{place}"'
        f' title="{escape(PurePath(one.document.paths[0]).name)}">'
        f"{escape(names[one.document.id])}</button></li>"
        for place, one in enumerate(sentence.places)
    )
    return (
        f'<li><q lang="">{escape(sentence.places[0].quote)}</q>'
        f"<p>{escape(' · '.join(facts))}</p><details><summary>{escape(texts.places)}</summary>"
        f"<ul>{places}</ul></details></li>"
    )
