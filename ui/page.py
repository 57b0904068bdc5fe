"""The page: its frame, its language, and the views in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from .api.endpoints import add_endpoints
from .api.programs import Programs
from .ask_view import build_ask_view, connect_ask_view
from .compare_view import build_compare_view, connect_compare_view
from .map_view import build_map_view, connect_map_view
from .markup import escape
from .reading_room import ReadingRoom
from .study import Study
from .theme import theme
from .translations import LANGUAGES, TEXTS, Language, Texts, known_language, preferred_language

TITLE = "问据 Wenju"
MOST_UPLOADED = "200mb"  # one file
_HERE = Path(__file__).parent


def build_page(
    room: ReadingRoom, language: Language | None = None, *, programs: Programs | None = None
) -> gr.Blocks:
    """The page over an open collection.

    Args:
        room: the collection and its model.
        language: the one to begin with; None leaves it to each browser.
        programs: what programs may call; None where none may.
    """
    first: Language = language or "zh"
    texts = TEXTS[first]
    page: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        if programs is not None:
            add_endpoints(programs)
        with gr.Column(elem_id="page"):
            with gr.Row(elem_id="masthead"):
                name = gr.HTML(
                    _masthead(texts),
                    js_on_load=(_HERE / "masthead.js").read_text("utf-8"),
                    apply_default_css=False,
                )
                switch = gr.Radio(
                    list(LANGUAGES),
                    value=first,
                    label=texts.language,
                    elem_id="language",
                    elem_classes="segments",
                )
            with gr.Tabs(elem_id="views"):
                with gr.Tab(texts.tab_ask, elem_id="ask-tab") as tab:
                    view = build_ask_view(room, texts)
                study = Study(room.facts().folder)
                compare = build_compare_view(
                    study, gr.Tab(texts.tab_compare, elem_id="compare-tab"), texts
                )
                map_tab = gr.Tab(texts.tab_map, elem_id="map-tab")
                drawn = build_map_view(study, map_tab)
            view.panel.render()  # type: ignore[no-untyped-call]  # one for all views
        connect_ask_view(view, switch)
        connect_compare_view(compare, view, switch)
        connect_map_view(drawn, view, switch)

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
            return [gr.update(value=chosen), *translate(chosen, *shown)]

        shown = view.states
        words_in = [name, switch, tab, *view.translated]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        switch.input(translate, [switch, *shown], words_in, **quiet)
        begun = page.load(begin, shown, [switch, *words_in], **quiet)
        for other in (compare, drawn):
            for event in (switch.input, begun.then):
                event(other.translate, [switch, *other.shown], other.translated, **quiet)
    return page


def launch_options() -> dict[str, Any]:
    """What the page needs of `Blocks.launch`: its looks, and that nothing leaves the machine."""
    return {
        "theme": theme(),
        "css_paths": [_HERE / f"{name}.css" for name in ("style", "compare", "map")],
        "favicon_path": _HERE / "favicon.svg",
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "max_file_size": MOST_UPLOADED,
        "allowed_paths": [],
        "state_session_capacity": 200,  # an answer keeps the documents that it cites
        "share": False,
        "show_error": False,
    }


def _masthead(texts: Texts) -> str:
    name = '<h1>问据 <span lang="en">Wenju</span></h1>'
    tagline = f"<p>{escape(texts.tagline)}</p>"
    return f'<header class="masthead" lang="{texts.html_lang}">{name}{tagline}</header>'
