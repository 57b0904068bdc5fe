"""The name of the page, and the switch between its languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from .markup import escape
from .translations import LANGUAGES, TEXTS, Language, Texts


class Masthead(NamedTuple):
    """What stands above all views."""

    name: gr.HTML
    switch: gr.Radio

    def translate(self, texts: Texts) -> list[Any]:
        """Updates of both in another language."""
        return [_render(texts), gr.update(label=texts.language)]


def build_masthead(language: Language, chosen: Language | None) -> Masthead:
    """In a language to begin with; as long as none is `chosen`, the browser's is what is meant."""
    texts = TEXTS[language]
    with gr.Row(elem_id="masthead"):
        name = gr.HTML(
            _render(texts),
            js_on_load=(Path(__file__).parent / "masthead.js").read_text("utf-8"),
            apply_default_css=False,
        )
        switch = gr.Radio(
            list(LANGUAGES),
            value=chosen,
            label=texts.language,
            elem_id="language",
            elem_classes="segments",
        )
    return Masthead(name, switch)


def _render(texts: Texts) -> str:
    name = '<h1>问据 <span lang="en">Wenju</span></h1>'
    tagline = f"<p>{escape(texts.tagline)}</p>"
    return f'<header class="masthead" lang="{texts.html_lang}">{name}{tagline}</header>'
