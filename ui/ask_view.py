"""The view that asks: question, filters, ranked passages, and the source of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from .asked import DEFAULT_COUNT, PASSAGE_COUNTS, Asked
from .examples import EXAMPLES
from .filter_fields import FilterFields, build_filter_fields
from .handlers import (
    Outcome,
    collection_line,
    nearby,
    render_opened,
    render_outcome,
)
from .library import Library
from .markup import escape
from .open_collections import OpenCollections
from .open_source import OpenSource
from .render_visit import render_past
from .translations import Texts

_HERE = Path(__file__).parent
_LONGEST_QUESTION = 2000  # characters that the box takes


@dataclass(frozen=True)
class AskView:
    """The components of the view; what is shown stands in `states`, one set per tab."""

    collections: OpenCollections
    at: gr.State
    may_add: bool
    question: gr.Textbox
    ask: gr.Button
    skip: gr.HTML
    count: gr.Radio
    hint: gr.HTML
    examples: tuple[gr.Button, ...]
    facts: gr.HTML
    syntax: gr.HTML
    filters: FilterFields
    history: gr.HTML
    results: gr.HTML
    download: gr.HTML
    panel: gr.HTML
    outcome: gr.State
    source: gr.State
    past: gr.State

    @property
    def states(self) -> list[gr.State]:
        """What is shown; `translate` takes their values in this order."""
        return [self.at, self.outcome, self.source, self.past]

    @property
    def labelled(self) -> list[gr.components.Component]:
        """Components whose words are there before anything is asked; `label` updates them."""
        return [
            self.question,
            self.ask,
            self.skip,
            self.count,
            self.hint,
            *self.examples,
            self.facts,
            self.syntax,
            *self.filters.translated,
        ]

    @property
    def translated(self) -> list[gr.components.Component]:
        """Components that hold words; `translate` gives their updates in this order."""
        return [*self.labelled, self.history, self.results, self.panel]

    def label(self, texts: Texts, at: object) -> list[Any]:
        """The words that do not depend on what was asked, in another language."""
        room = self.collections.at(at).room
        facts = room.facts()
        return [
            gr.update(label=texts.question, placeholder=texts.question_placeholder),
            gr.update(value=texts.ask),
            _skip(texts),
            gr.update(label=texts.passages_shown),
            _hint(texts, room.examples()),
            *[gr.update(**shown) for shown in _shown(room.examples())],
            collection_line(facts, texts),
            _syntax(texts),
            *self.filters.translate(texts, room.offered()),
        ]

    def greeting(self, texts: Texts, at: object) -> list[Any]:
        """What `label` gives, and for `results` how to begin where there is nothing to ask yet."""
        facts = self.collections.at(at).room.facts()
        begin = (
            gr.skip() if facts.documents else render_outcome(None, facts, {}, texts, self.may_add)
        )
        return [*self.label(texts, at), begin]

    def translate(
        self,
        texts: Texts,
        at: object,
        outcome: Outcome | None,
        source: OpenSource | None,
        past: tuple[Asked, ...],
    ) -> list[Any]:
        """Every word of the view in another language, what is shown included."""
        room = self.collections.at(at).room
        facts, titles = room.facts(), room.offered().titles
        shown = render_outcome(outcome, facts, titles, texts, self.may_add, at)
        return [
            *self.label(texts, at),
            render_past(past, titles, texts),
            shown,
            render_opened(source, texts),
        ]


def build_ask_view(library: Library, at: gr.State, texts: Texts) -> AskView:
    """Lay the view out; it does nothing until it is connected."""
    collections, may_add = library.collections, not library.read_only
    room = collections.at(None).room
    facts, offered = room.facts(), room.offered()
    with gr.Column(elem_id="asking"):
        with gr.Row(elem_id="ask-row"):
            question = gr.Textbox(
                label=texts.question,
                placeholder=texts.question_placeholder,
                max_length=_LONGEST_QUESTION,
                lines=1,
                max_lines=5,
                autofocus=True,
                elem_id="question",
                scale=1,
            )
            ask = gr.Button(texts.ask, variant="primary", elem_id="ask", scale=0)
            skip = gr.HTML(
                _skip(texts),
                elem_id="skip",
                js_on_load=_script("skip.js"),
                apply_default_css=False,
            )
        with gr.Row(elem_id="ask-options"):
            count = gr.Radio(
                [(str(number), number) for number in PASSAGE_COUNTS],
                value=DEFAULT_COUNT,
                label=texts.passages_shown,
                elem_id="count",
                elem_classes="segments",
            )
            line = gr.HTML(collection_line(facts, texts), elem_id="facts", apply_default_css=False)
        syntax = gr.HTML(_syntax(texts), elem_id="syntax", apply_default_css=False)
        filters = build_filter_fields(texts, offered)
        with gr.Row(elem_id="examples"):
            hint = gr.HTML(_hint(texts, room.examples()), elem_id="hint", apply_default_css=False)
            examples = tuple(
                gr.Button(elem_classes="example", variant="secondary", scale=0, **shown)
                for shown in _shown(room.examples())
            )
        history = gr.HTML(
            "", elem_id="history", js_on_load=_script("history.js"), apply_default_css=False
        )

    def load_nearby(sent: object) -> str:
        named = sent.get("collection") if isinstance(sent, dict) else None
        return nearby(collections.at(named).room, sent)

    results = gr.HTML(
        "",  # `greeting` says how to begin: what is put here is what the first visitor would see
        elem_id="results",
        js_on_load=_script("results.js"),
        server_functions=[load_nearby],
        apply_default_css=False,
    )
    download = gr.HTML(
        "", elem_id="download", js_on_load=_script("download.js"), apply_default_css=False
    )
    panel = gr.HTML(
        "",
        elem_id="panel",
        js_on_load=_script("source.js"),
        apply_default_css=False,
        render=False,  # the page does, beside all views
    )
    return AskView(
        collections,
        at,
        may_add,
        question,
        ask,
        skip,
        count,
        hint,
        examples,
        line,
        syntax,
        filters,
        history,
        results,
        download,
        panel,
        outcome=gr.State(None),
        source=gr.State(None),
        past=gr.State(()),
    )


def _hint(texts: Texts, examples: Sequence[str]) -> str:
    return _line(texts.examples if examples else texts.no_examples, texts)


def _shown(examples: Sequence[str]) -> list[dict[str, Any]]:
    """What each button for an example shows; those that there is nothing for are hidden."""
    hidden = [{"value": "", "visible": False}] * (EXAMPLES - len(examples))
    return [{"value": text, "visible": True} for text in examples] + hidden


def _syntax(texts: Texts) -> str:
    return _line(texts.syntax_hint, texts)


def _skip(texts: Texts) -> str:
    return f'<button type="button" lang="{texts.html_lang}">{escape(texts.to_results)}</button>'


def _line(words: str, texts: Texts) -> str:
    return f'<p class="hint" lang="{texts.html_lang}">{escape(words)}</p>'


def _script(name: str) -> str:
    return (_HERE / name).read_text("utf-8")
