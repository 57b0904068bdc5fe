"""The page: its frame, its language, and the views in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from .api.endpoints import add_endpoints
from .api.programs import Programs
from .asking import connect_ask_view
from .basket_view import connect_basket_view
from .compare_view import connect_compare_view
from .events import sent
from .library import Library
from .library_events import connect_library_view
from .library_view import render_problem
from .linked import connect_links
from .map_view import connect_map_view
from .masthead import build_masthead
from .open_collections import OpenCollections
from .reading_room import ReadingRoom
from .source_panel import connect_source_panel
from .speaking import connect_words
from .theme import theme
from .translations import TEXTS, Language, known_language
from .uploads import LARGEST_UPLOAD
from .views import Views, build_views

TITLE = "问据 Wenju"
_HERE = Path(__file__).parent


def build_page(
    room: ReadingRoom,
    language: Language | None = None,
    read_only: bool = False,
    folders: Sequence[Path] | None = None,
    programs: Programs | None = None,
    largest_upload: int = LARGEST_UPLOAD,
) -> gr.Blocks:
    """The page over an open collection.

    Args:
        room: the collection and its model.
        language: the one to begin with; None leaves it to each browser.
        read_only: visitors cannot change any collection.
        folders: what visitors may have read on this machine, with all that is below; None: any
            file or folder, which is for a page that only its owner can reach.
        programs: what programs may call; None where none may.
        largest_upload: bytes of one file that a visitor sends.
    """
    first: Language = language or "zh"
    page: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    library = Library(OpenCollections(room, folders), read_only, largest_upload)
    with page:
        if programs is not None:
            add_endpoints(programs)
        with gr.Column(elem_id="page"):
            masthead = build_masthead(first, language)
            views = build_views(library, TEXTS[first])
        _connect(views, masthead.switch)
        begun = connect_words(page, masthead, views, language)
        asked = connect_ask_view(views.ask, masthead.switch, begun.asking)
        connect_links(views, masthead.switch, begun, asked)
    return page


def _connect(views: Views, language: gr.Radio) -> None:
    """What happens when the views are used; asking is connected once the page can speak."""
    ask, compare, shelves, drawn = views.ask, views.compare, views.library, views.map
    connect_source_panel(ask, language)
    connect_compare_view(compare, ask, language)
    connect_basket_view(views.basket, ask, compare, views.tabs, language)
    connect_map_view(drawn, ask, language)
    states = [ask.outcome, ask.source, compare.laid, compare.found, drawn.drawn]
    forgotten: dict[gr.blocks.Block, object] = dict.fromkeys(states)
    forgotten |= dict.fromkeys([compare.overlap, drawn.plane], "")
    connect_library_view(shelves, language, forgotten)

    def start(name: object, at: object, event: gr.EventData) -> list[Any]:
        """From the empty page: to the library, with the sample collection or without."""
        words = TEXTS[known_language(name)]
        sample = sent(event).get("what") == "sample"
        problem = shelves.library.add_sample(at, words) if sample else ""
        said = render_problem(problem)
        return [gr.Tabs(selected="library"), said, *shelves.run_state(at, words)]

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    begun = [views.tabs, shelves.said, *shelves.running]
    ask.results.begin(start, [language, ask.at], begun, **quiet)


def launch_options(largest_upload: int = LARGEST_UPLOAD) -> dict[str, Any]:
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
        "max_file_size": largest_upload,
        "show_error": False,
    }
