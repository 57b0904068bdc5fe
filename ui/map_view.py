"""The view that maps: the collection on a plane, with the last question in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from qa import PassageMap

from .ask_view import AskView
from .comparing import draw_map, progress_of
from .events import sent
from .handlers import Outcome, open_source, render_opened
from .open_collections import OpenCollections
from .render_map import render_map
from .translations import TEXTS, Texts, known_language


@dataclass(frozen=True)
class MapView:
    """The components of the view; what is shown stands in `drawn`, one per tab."""

    collections: OpenCollections
    at: gr.State
    tab: gr.Tab
    plane: gr.HTML
    drawn: gr.State

    @property
    def shown(self) -> list[gr.State]:
        return [self.drawn]

    @property
    def translated(self) -> list[gr.blocks.Block]:
        """Components that hold words; `translate` gives their updates in this order."""
        return [self.tab, self.plane]

    def translate(self, name: object, drawn: PassageMap | None) -> list[Any]:
        """Every word of the view in another language; a map that is being drawn is left alone."""
        texts = TEXTS[known_language(name)]
        return [
            gr.update(label=texts.tab_map),
            render_map(drawn, texts) if drawn else gr.skip(),
        ]


def build_map_view(collections: OpenCollections, at: gr.State, tab: gr.Tab) -> MapView:
    """Lay the view out inside its tab; it does nothing until it is connected."""
    with tab:
        plane = gr.HTML(
            "",
            elem_id="map",
            js_on_load=(Path(__file__).parent / "map.js").read_text("utf-8"),
            apply_default_css=False,
        )
        drawn = gr.State(None)  # inside: a tab is known by its place among what the tabs hold
    return MapView(collections, at, tab, plane, drawn)


def connect_map_view(view: MapView, ask: AskView, language: gr.Radio) -> None:
    """The map is drawn when its tab is opened; a point opens its passage."""

    def draw(outcome: Outcome | None, at: object, name: object) -> Iterator[tuple[Any, ...]]:
        texts: Texts = TEXTS[known_language(name)]
        work = draw_map(view.collections.at(at).study, outcome.answer if outcome else None)
        for html in progress_of(work, texts):
            yield gr.skip(), html
        drawn = work.result()
        yield drawn, render_map(drawn, texts)

    def open_(at: object, name: object, event: gr.EventData) -> tuple[Any, ...]:
        texts = TEXTS[known_language(name)]
        data = sent(event)
        source = open_source(view.collections.at(at).room, None, data.get("point"))
        if source is None:
            gr.Warning(texts.unknown_passage)
        return source, render_opened(source, texts)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    view.tab.select(draw, [ask.outcome, view.at, language], [view.drawn, view.plane], **quiet)
    view.plane.select(open_, [view.at, language], [ask.source, ask.panel], **quiet)
