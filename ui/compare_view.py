"""The view that compares: two documents side by side, and what all of them share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from qa import Overlap

from .ask_view import AskView
from .basket import Basket, places
from .basket import labelled as basket_labels
from .comparing import (
    Laid,
    find_overlap,
    is_of,
    lay_side_by_side,
    open_shared,
    open_side,
    progress_of,
    render_laid,
)
from .events import sent
from .offered import labelled
from .open_collections import OpenCollections
from .open_source import OpenSource
from .render_overlap import render_overlap
from .render_source import render_source
from .translations import TEXTS, Texts, known_language

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class CompareView:
    """The components of the view; what is shown stands in `laid` and `found`, one per tab."""

    collections: OpenCollections
    at: gr.State
    tab: gr.Tab
    a: gr.Dropdown
    swap: gr.Button
    b: gr.Dropdown
    whole: gr.Accordion
    compute: gr.Button
    overlap: gr.HTML
    comparison: gr.HTML
    laid: gr.State
    found: gr.State
    held: gr.State

    @property
    def shown(self) -> list[gr.blocks.Block]:
        """What `translate` needs besides the language."""
        return [self.at, self.a, self.b, self.laid, self.found, self.held]

    @property
    def translated(self) -> list[gr.blocks.Block]:
        """Components that hold words; `translate` gives their updates in this order."""
        return [
            self.tab,
            self.a,
            self.swap,
            self.b,
            self.whole,
            self.compute,
            self.overlap,
            self.comparison,
        ]

    def offered(
        self, basket: Basket, chosen: Sequence[object], at: object, texts: Texts
    ) -> list[tuple[str, str]]:
        """What can be laid side by side: documents, passages of the basket, and those that are
        `chosen`, in the basket or not any more."""
        room, study = self.collections.at(at)
        named = dict.fromkeys((*basket, *(one for one in chosen if isinstance(one, str))))
        held = basket_labels(places(tuple(named), room), texts)
        passages = [(texts.passage_option.format(place=label), name) for label, name in held]
        return labelled(study.documents()) + passages

    def lay(
        self, a: object, b: object, at: object, name: object, before: Laid | None = None
    ) -> tuple[Laid | None, str]:
        """Two of them side by side, shown as those `before` were, and that as HTML."""
        study = self.collections.at(at).study
        laid = lay_side_by_side(study, a, b, at, before)
        return laid, render_laid(laid, len(study.documents()), TEXTS[known_language(name)])

    def translate(
        self,
        name: object,
        at: object,
        a: object,
        b: object,
        laid: Laid | None,
        found: Overlap | None,
        basket: Basket,
    ) -> list[Any]:
        """Every word of the view in another language, and the documents that there are now.

        Where nothing is shown yet nothing is put: what a quick visitor began may be on its way.
        """
        texts = TEXTS[known_language(name)]
        documents = self.collections.at(at).study.documents()
        offered = self.offered(basket, (a, b), at, texts)
        there = {value for _, value in offered}
        gone_a, gone_b = ({"value": None} if one and one not in there else {} for one in (a, b))
        on_its_way = laid is None and a in there and b in there
        return [
            gr.update(label=texts.tab_compare),
            gr.update(label=texts.document_a, choices=offered, **gone_a),
            gr.update(value=texts.swap),
            gr.update(label=texts.document_b, choices=offered, **gone_b),
            gr.update(label=texts.overlap),
            gr.update(value=texts.find_overlap),
            render_overlap(found, texts) if found and is_of(found, documents) else gr.skip(),
            gr.skip() if on_its_way else render_laid(laid, len(documents), texts),
        ]


def build_compare_view(
    collections: OpenCollections, at: gr.State, held: gr.State, tab: gr.Tab, texts: Texts
) -> CompareView:
    """Lay the view out inside its tab; it does nothing until it is connected.

    `held` is the visitor's basket.
    """
    documents = collections.at(None).study.documents()
    offered = labelled(documents)
    with tab, gr.Column(elem_id="compare"):
        with gr.Row(elem_id="choose"):
            a = _chooser(texts.document_a, offered, "document-a")
            swap = gr.Button(texts.swap, elem_id="swap", scale=0)
            b = _chooser(texts.document_b, offered, "document-b")
        with gr.Accordion(texts.overlap, open=False, elem_id="whole") as whole:
            compute = gr.Button(texts.find_overlap, elem_id="find-overlap", scale=0)
            overlap = gr.HTML(
                "",
                elem_id="overlap",
                js_on_load=(_HERE / "overlap.js").read_text("utf-8"),
                apply_default_css=False,
            )
        comparison = gr.HTML(
            render_laid(None, len(documents), texts),
            elem_id="comparison",
            js_on_load=(_HERE / "comparison.js").read_text("utf-8"),
            apply_default_css=False,
        )
        laid, found = gr.State(None), gr.State(None)
    return CompareView(
        *(collections, at, tab, a, swap, b, whole, compute, overlap, comparison, laid, found, held)
    )


def connect_compare_view(view: CompareView, ask: AskView, language: gr.Radio) -> None:
    """What happens when the view is used; sources open in the panel that answers use too."""

    def swap(
        a: object, b: object, at: object, name: object, before: Laid | None
    ) -> tuple[Any, ...]:
        return b, a, *view.lay(b, a, at, name, before)

    def pair(laid: Laid | None, at: object, name: object, event: gr.EventData) -> tuple[Any, ...]:
        """What is only related: in pairs, or as what one side alone has."""
        if laid is None:
            return gr.skip(), gr.skip()
        laid = replace(laid, pair_related=sent(event).get("related") is True)
        documents = view.collections.at(at).study.documents()
        return laid, render_laid(laid, len(documents), TEXTS[known_language(name)])

    def find(at: object, name: object) -> Iterator[tuple[Any, ...]]:
        texts = TEXTS[known_language(name)]
        work = find_overlap(view.collections.at(at).study)
        for html in progress_of(work, texts):
            yield gr.skip(), html
        found = work.result()
        yield found, render_overlap(found, texts)

    def find_again(found: Overlap | None, at: object, name: object) -> Iterator[tuple[Any, ...]]:
        """Once documents came or went, what was found before is not true any more."""
        if found is not None and not is_of(found, view.collections.at(at).study.documents()):
            yield from find(at, name)

    def open_sentence(laid: Laid | None, name: object, event: gr.EventData) -> tuple[Any, ...]:
        return _opened(open_side(laid, sent(event)), TEXTS[known_language(name)])

    def pick(
        found: Overlap | None,
        at: object,
        name: object,
        before: Laid | None,
        event: gr.EventData,
    ) -> tuple[Any, ...]:
        """A pair opens as a comparison, a place of a shared sentence in its source."""
        data = sent(event)
        if "a" in data:
            a, b = data.get("a"), data.get("b")
            return a, b, *view.lay(a, b, at, name, before), gr.skip(), gr.skip()
        source = open_shared(view.collections.at(at).study, found, data)
        return *[gr.skip()] * 4, *_opened(source, TEXTS[known_language(name)])

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    chosen = [view.a, view.b, view.at, language, view.laid]
    result = [view.laid, view.comparison]
    panel = [ask.source, ask.panel]
    view.a.input(view.lay, chosen, result, **quiet)
    view.b.input(view.lay, chosen, result, **quiet)
    view.swap.click(swap, chosen, [view.a, view.b, *result], **quiet)
    shared = [view.found, view.overlap]
    view.compute.click(find, [view.at, language], shared, **quiet)
    view.tab.select(find_again, [view.found, view.at, language], shared, **quiet)
    view.overlap.select(
        pick, [view.found, view.at, language, view.laid], [view.a, view.b, *result, *panel], **quiet
    )
    view.comparison.pair(pair, [view.laid, view.at, language], result, **quiet)
    view.comparison.select(open_sentence, [view.laid, language], panel, **quiet)


def _chooser(label: str, offered: list[tuple[str, str]], name: str) -> gr.Dropdown:
    return gr.Dropdown(
        offered, value=None, label=label, filterable=True, elem_id=name, elem_classes="chooser"
    )


def _opened(source: OpenSource | None, texts: Texts) -> tuple[OpenSource | None, str]:
    if source is None:
        gr.Warning(texts.unknown_passage)
        return None, ""
    return source, render_source(source, texts)
