"""All views of the page, each in a tab, and what belongs to all of them below."""

from __future__ import annotations

from typing import NamedTuple

import gradio as gr

from .ask_view import AskView, build_ask_view
from .basket_view import BasketView, build_basket_view
from .compare_view import CompareView, build_compare_view
from .library import Library
from .library_view import LibraryView, build_library_view
from .map_view import MapView, build_map_view
from .translations import Texts


class Views(NamedTuple):
    tabs: gr.Tabs
    ask_tab: gr.Tab
    ask: AskView
    compare: CompareView
    library: LibraryView
    map: MapView
    basket: BasketView


def build_views(library: Library, texts: Texts) -> Views:
    """Lay them out; they do nothing until they are connected."""
    collections = library.collections
    at = gr.State(None)  # the collection that a visitor looks at
    held = gr.State(())  # the basket
    with gr.Tabs(elem_id="views") as tabs:
        with gr.Tab(texts.tab_ask, id="ask", elem_id="ask-tab") as ask_tab:
            ask = build_ask_view(library, at, texts)
        tab = gr.Tab(texts.tab_compare, id="compare", elem_id="compare-tab")
        compare = build_compare_view(collections, at, held, tab, texts)
        tab = gr.Tab(texts.tab_library, id="library", elem_id="library-tab")
        shelves = build_library_view(library, at, tab, texts)
        drawn = build_map_view(collections, at, gr.Tab(texts.tab_map, id="map", elem_id="map-tab"))
    basket = build_basket_view(collections, at, held)
    ask.panel.render()  # type: ignore[no-untyped-call]  # one for all views
    return Views(tabs, ask_tab, ask, compare, shelves, drawn, basket)
