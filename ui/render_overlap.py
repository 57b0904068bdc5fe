"""What documents share as HTML: a table coloured by share, the pairs, the shared sentences."""

from __future__ import annotations

from math import sqrt
from pathlib import PurePath

from qa import DocumentPair, DocumentSummary, HeatMap, Overlap, SharedSentence, heat_map

from .markup import escape
from .translations import Texts

_MOST_DOCUMENTS = 40  # lines of the table
_PAIRS, _SENTENCES = 10, 20


def render_overlap(found: Overlap, texts: Texts) -> str:
    """All three; plainly said where nothing is shared."""
    if not len(found.shares.a):
        content = f"<p>{escape(texts.nothing_shared)}</p>"
    else:
        content = (
            _table(heat_map(found, _MOST_DOCUMENTS), texts)
            + _pairs(found, texts)
            + _sentences(found, texts)
        )
    start = f'<section class="overlap" lang="{texts.html_lang}"'
    return f'{start} aria-label="{escape(texts.overlap)}">{content}</section>'


def strength(share: float) -> int:
    """Per cent of the colour for a share, 0 to 1: its square root, so that small ones show.

    >>> [strength(share) for share in (0, 0.01, 0.25, 1)]
    [0, 10, 50, 100]
    """
    return round(100 * sqrt(share))


def _table(heat: HeatMap, texts: Texts) -> str:
    numbers = "".join(
        f'<th scope="col" title="{escape(one.title)}" aria-label="{escape(one.title)}">{n}</th>'
        for n, one in enumerate(heat.documents, start=1)
    )
    lines = "".join(_line(heat, number, texts) for number in range(len(heat.documents)))
    notes = texts.heat_map_explained
    if heat.left_out:
        notes += texts.left_out.format(count=heat.left_out)
    return (
        f'<div class="heat" tabindex="0" role="region" aria-label="{escape(texts.heat_map)}">'
        f"<table><caption>{escape(notes)}</caption>"
        f'<thead><tr><th scope="col">{escape(texts.document)}</th>{numbers}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _line(heat: HeatMap, number: int, texts: Texts) -> str:
    ours = heat.documents[number]
    cells = []
    for place, share in enumerate(heat.shares[number].tolist()):
        theirs = heat.documents[place]
        if place == number:
            cells.append('<td class="self" aria-hidden="true"></td>')
        elif share > 0:
            button = _button(ours, theirs, share, texts)
            cells.append(f'<td style="--strength:{strength(share)}%">{button}</td>')
        else:
            cells.append(
                f'<td><span class="zero" aria-label="{escape(texts.none_shared)}">·</span></td>'
            )
    return (
        f'<tr><th scope="row" title="{escape(ours.title)}"><span class="number">{number + 1}</span>'
        f"{escape(ours.title)}</th>{''.join(cells)}</tr>"
    )


def _button(a: DocumentSummary, b: DocumentSummary, share: float, texts: Texts) -> str:
    percent = f"{share:.0%}" if share >= 0.01 else "<1%"
    label = texts.heat_cell.format(a=a.title, b=b.title, percent=percent)
    return (
        f'<button type="button" data-a="{escape(a.id)}" data-b="{escape(b.id)}" tabindex="-1"'
        f' title="{escape(label)}" aria-label="{escape(label)}">{escape(percent[:-1])}</button>'
    )


def _pairs(found: Overlap, texts: Texts) -> str:
    items = "".join(_pair(pair, texts) for pair in found.pairs[:_PAIRS])
    return f'<h3>{escape(texts.most_alike)}</h3><ol class="alike">{items}</ol>'


def _pair(pair: DocumentPair, texts: Texts) -> str:
    facts = [
        texts.pair_verbatim.format(a=f"{pair.share_a:.0%}", b=f"{pair.share_b:.0%}"),
        texts.pair_reworded.format(a=f"{pair.reworded_a:.0%}", b=f"{pair.reworded_b:.0%}"),
    ]
    if pair.first:
        facts.append(texts.earlier.format(title=pair.first.title))
    return (
        f'<li><button type="button" data-a="{escape(pair.a.id)}" data-b="{escape(pair.b.id)}">'
        f"{escape(pair.a.title)} <span aria-hidden='true'>↔</span> {escape(pair.b.title)}</button>"
        f"<p>{escape(' · '.join(facts))}</p></li>"
    )


def _sentences(found: Overlap, texts: Texts) -> str:
    if not found.sentences:
        return ""
    items = "".join(
        _sentence(number, sentence, texts)
        for number, sentence in enumerate(found.sentences[:_SENTENCES])
    )
    return f'<h3>{escape(texts.most_shared)}</h3><ol class="shared">{items}</ol>'


def _sentence(number: int, sentence: SharedSentence, texts: Texts) -> str:
    facts = [texts.in_documents.format(count=sentence.documents)]
    if sentence.first:
        facts.append(texts.earlier.format(title=sentence.first.title))
    places = "".join(
        f'<li><button type="button" data-sentence="{number}" data-place="{place}"'
        f' title="{escape(PurePath(one.document.paths[0]).name)}">'
        f"{escape(one.document.title)}</button></li>"
        for place, one in enumerate(sentence.places)
    )
    return (
        f'<li><q lang="">{escape(sentence.places[0].quote)}</q>'
        f"<p>{escape(' · '.join(facts))}</p><details><summary>{escape(texts.places)}</summary>"
        f"<ul>{places}</ul></details></li>"
    )
