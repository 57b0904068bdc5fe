"""The page: its frame, its language, and the views in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from .api.endpoints import add_endpoints
from .api.programs import Programs
from .ask_view import AskView, build_ask_view
from .asking import connect_ask_view
from .basket_view import BasketView, build_basket_view, connect_basket_view
from .compare_view import CompareView, build_compare_view, connect_compare_view
from .events import sent
from .library import Library
from .library_view import LibraryView, build_library_view, connect_library_view, state_of
from .map_view import MapView, build_map_view, connect_map_view
from .markup import escape
from .open_collections import OpenCollections
from .reading_room import ReadingRoom
from .source_panel import connect_source_panel
from .theme import theme
from .translations import LANGUAGES, TEXTS, Language, Texts, known_language, preferred_language
from .uploads import LARGEST_UPLOAD

TITLE = "问据 Wenju"
_HERE = Path(__file__).parent


def build_page(
    room: ReadingRoom,
    language: Language | None = None,
    read_only: bool = False,
    folders: Sequence[Path] | None = None,
    programs: Programs | None = None,
) -> gr.Blocks:
    """The page over an open collection.

    Args:
        room: the collection and its model.
        language: the one to begin with; None leaves it to each browser.
        read_only: visitors cannot change any collection.
        folders: what visitors may have read on this machine, with all that is below; None: any
            file or folder, which is for a page that only its owner can reach.
        programs: what programs may call; None where none may.
    """
    first: Language = language or "zh"
    texts = TEXTS[first]
    page: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    library = Library(OpenCollections(room, folders), read_only)
    with page:
        if programs is not None:
            add_endpoints(programs)
        at = gr.State(None)  # the collection that a visitor looks at
        with gr.Column(elem_id="page"):
            name, switch = _build_masthead(first)
            tabs, tab, view, compare, shelves, drawn, basket = _build_views(library, at, texts)
        connect_source_panel(view, switch)
        connect_compare_view(compare, view, switch)
        connect_basket_view(basket, view, compare, tabs, switch)
        connect_map_view(drawn, view, switch)
        forgotten = [view.outcome, view.source, compare.laid, compare.found, drawn.drawn]
        connect_library_view(shelves, switch, forgotten)

        def translate(chosen: object, *shown: Any) -> list[Any]:
            words = TEXTS[known_language(chosen)]
            frame = [
                gr.update(value=_masthead(words)),
                gr.update(label=words.language),
                gr.update(label=words.tab_ask),
            ]
            return frame + view.translate(words, *shown)

        def begin(request: gr.Request, *shown: Any) -> list[Any]:
            chosen = language or preferred_language(request.headers.get("accept-language"))
            return [gr.update(value=chosen), chosen, *translate(chosen, *shown)]

        def speak(chosen: object, *shown: Any) -> list[Any]:
            return [chosen, *translate(chosen, *shown)]

        def start(name: object, where: object, event: gr.EventData) -> list[Any]:
            """From the empty page: to the library, with the sample collection or without."""
            words = TEXTS[known_language(name)]
            sample = sent(event).get("what") == "sample"
            problem = library.add_sample(where, words) if sample else ""
            return [gr.Tabs(selected="library"), *shelves.run_state(where, words, problem)]

        shown = view.states
        words_in = [name, switch, tab, *view.translated]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        view.results.begin(start, [switch, at], [tabs, *shelves.running], **quiet)
        spoken = gr.State(None)  # what the visit's words are in; the switch may be late to say so
        switched = switch.input(speak, [switch, *shown], [spoken, *words_in], **quiet)
        begun = page.load(begin, shown, [switch, spoken, *words_in], **quiet)
        refreshed = shelves.generation.change
        refreshed(_if_spoken(translate, len(words_in)), [spoken, *shown], words_in, **quiet)
        for seen in (tab, compare.tab):
            seen.select(partial(state_of, library), at, shelves.generation, **quiet)
        connect_ask_view(view, switch, begun)
        for other in (compare, shelves, drawn, basket):
            words = _if_spoken(other.translate, len(other.translated))
            for event in (switched.then, begun.then, refreshed):
                event(words, [spoken, *other.shown], other.translated, **quiet)
    return page


def _if_spoken(translate: Callable[..., list[Any]], count: int) -> Callable[..., list[Any]]:
    """Leaves the `count` components alone until the visit has a language."""

    def translated(spoken: object, *shown: Any) -> list[Any]:
        return translate(spoken, *shown) if spoken else [gr.skip()] * count

    return translated


class _Views(NamedTuple):
    tabs: gr.Tabs
    ask_tab: gr.Tab
    ask: AskView
    compare: CompareView
    library: LibraryView
    map: MapView
    basket: BasketView


def _build_views(library: Library, at: gr.State, texts: Texts) -> _Views:
    """The tabs with a view in each, and what belongs to all of them below."""
    collections, held = library.collections, gr.State(())  # the basket
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
    return _Views(tabs, ask_tab, ask, compare, shelves, drawn, basket)


def _build_masthead(language: Language) -> tuple[gr.HTML, gr.Radio]:
    """The name of the page, and the switch between its languages."""
    texts = TEXTS[language]
    with gr.Row(elem_id="masthead"):
        name = gr.HTML(
            _masthead(texts),
            js_on_load=(_HERE / "masthead.js").read_text("utf-8"),
            apply_default_css=False,
        )
        switch = gr.Radio(
            list(LANGUAGES),
            value=language,
            label=texts.language,
            elem_id="language",
            elem_classes="segments",
        )
    return name, switch


def launch_options() -> dict[str, Any]:
    """What the page needs of `Blocks.launch`: its looks, and that nothing leaves the machine."""
    return {
        "theme": theme(),
        "css_paths": [_HERE / f"{name}.css" for name in ("style", "compare", "library", "map")],
        "favicon_path": _HERE / "favicon.svg",
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "allowed_paths": [],
        "state_session_capacity": 200,  # an answer keeps the documents that it cites
        "share": False,
        "max_file_size": LARGEST_UPLOAD,
        "show_error": False,
    }


def _masthead(texts: Texts) -> str:
    name = '<h1>问据 <span lang="en">Wenju</span></h1>'
    tagline = f"<p>{escape(texts.tagline)}</p>"
    return f'<header class="masthead" lang="{texts.html_lang}">{name}{tagline}</header>'
