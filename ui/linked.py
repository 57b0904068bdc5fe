"""What a link leads to besides a question: a tab, and two texts compared in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from .basket import Basket, with_passages
from .basket_view import lay_pair
from .library_view import newer_state
from .links import view_of
from .speaking import Begun
from .views import Views


def connect_links(
    views: Views, language: gr.Radio, begun: Begun, asked: gr.events.Dependency
) -> None:
    """The address keeps what is shown; a link is followed once the page speaks, its tab shown once
    the question in it is `asked`, which the map draws in."""
    compare, basket = views.compare, views.basket

    def lay(held: Basket, at: object, name: object, request: gr.Request) -> tuple[Any, ...]:
        """Those that the collection does not have are left to choose; passages are put by."""
        linked = view_of(request.query_params.multi_items())
        if linked.compared is None:
            return (gr.skip(),) * 7
        key = compare.collections.known_as(linked.collection, at)
        opened = compare.collections.at(key)
        held = with_passages(held, opened.room, linked.compared)
        there = {*held, *(one.id for one in opened.study.documents())}
        a, b = (one if one in there else None for one in linked.compared)
        return key, *lay_pair(compare, held, (a, b), key, name)

    def turn(request: gr.Request) -> Any:
        tab = view_of(request.query_params.multi_items()).tab
        return gr.Tabs(selected=tab) if tab else gr.skip()

    def renew(at: object, known: object, request: gr.Request) -> Any:
        """A link may have led to another collection: what is said of it is renewed, once nothing
        more comes of the link."""
        linked = view_of(request.query_params.multi_items())
        return gr.skip() if linked.compared else newer_state(views.library.library, at, known)

    def renew_compared(at: object, known: object) -> Any:
        return newer_state(views.library.library, at, known)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    laid = [basket.held, basket.bar, compare.a, compare.b, compare.laid, compare.comparison]
    given = [basket.held, compare.at, language]
    followed = begun.comparing.then(lay, given, [compare.at, *laid], **quiet)
    state = views.library.generation
    asked.then(renew, [compare.at, state], state, **quiet)
    followed.then(renew_compared, [compare.at, state], state, **quiet)
    asked.then(turn, None, views.tabs, **quiet)
    script = (Path(__file__).parent / "address.js").read_text("utf-8")
    for shown in (views.tabs.change, compare.comparison.change):
        shown(None, js=script, **quiet)
