"""The panel that shows a document: what opens it, turns it to the other view, and closes it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from .ask_view import AskView
from .events import sent
from .handlers import Outcome, open_source, render_opened
from .open_source import OpenSource
from .translations import TEXTS, known_language


def connect_source_panel(view: AskView, language: gr.Radio) -> None:
    """Passages open from their cards, and from the panel those beside them in rank."""

    def open_(
        shown: Outcome | None,
        before: OpenSource | None,
        at: object,
        name: object,
        event: gr.EventData,
    ) -> tuple[Any, ...]:
        texts = TEXTS[known_language(name)]
        data = sent(event)
        room = view.collections.at(at).room
        source = open_source(room, shown, data.get("passage"), data.get("also"))
        if source is None:
            gr.Warning(texts.unknown_passage)
        elif before is not None and before.readable:
            source = source.turned()  # whoever reads on reads in the same view
        return source, render_opened(source, texts)

    def turn(source: OpenSource | None, name: object) -> tuple[Any, ...]:
        turned = source.turned() if source else None
        return turned, render_opened(turned, TEXTS[known_language(name)])

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asked = [view.outcome, view.source, view.at, language]
    shown = [view.source, view.panel]
    view.results.select(open_, asked, shown, **quiet)
    view.panel.select(open_, asked, shown, **quiet)
    view.panel.turn(turn, [view.source, language], shown, **quiet)
    view.panel.clear(lambda: (None, ""), None, shown, **quiet)
