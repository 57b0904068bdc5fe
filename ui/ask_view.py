"""The view that asks: question, filters, ranked passages, and the source of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from .asked import DEFAULT_COUNT, PASSAGE_COUNTS, Asked, remembered
from .examples import SAMPLE_QUESTIONS
from .filter_fields import FilterFields, build_filter_fields, filled
from .handlers import (
    Outcome,
    answer_question,
    collection_line,
    mark_passage,
    nearby,
    open_source,
    render_export,
    render_opened,
    render_outcome,
)
from .library import Library
from .markup import escape
from .open_collections import OpenCollections
from .open_source import OpenSource
from .render_visit import render_past
from .translations import TEXTS, Texts, known_language

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
    def translated(self) -> list[gr.components.Component]:
        """Components that hold words; `translate` gives their updates in this order."""
        return [
            self.question,
            self.ask,
            self.count,
            self.hint,
            *self.examples,
            self.facts,
            self.syntax,
            *self.filters.translated,
            self.history,
            self.results,
            self.panel,
        ]

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
        facts, offered = room.facts(), room.offered()
        return [
            gr.update(label=texts.question, placeholder=texts.question_placeholder),
            gr.update(value=texts.ask),
            gr.update(label=texts.passages_shown),
            gr.update(value=_hint(texts, facts.sample)),
            *[gr.update(visible=facts.sample)] * len(self.examples),
            gr.update(value=collection_line(facts, texts)),
            gr.update(value=_syntax(texts)),
            *self.filters.translate(texts, offered),
            gr.update(value=render_past(past, offered.titles, texts)),
            gr.update(value=render_outcome(outcome, facts, offered.titles, texts, self.may_add)),
            gr.update(value=render_opened(source, texts)),
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
            hint = gr.HTML(_hint(texts, facts.sample), elem_id="hint", apply_default_css=False)
            examples = tuple(
                gr.Button(
                    text,
                    elem_classes="example",
                    variant="secondary",
                    scale=0,
                    visible=facts.sample,
                )
                for text in SAMPLE_QUESTIONS
            )
        history = gr.HTML(
            "", elem_id="history", js_on_load=_script("history.js"), apply_default_css=False
        )

    def load_nearby(sent: object) -> str:
        named = sent.get("collection") if isinstance(sent, dict) else None
        return nearby(collections.at(named).room, sent)

    results = gr.HTML(
        render_outcome(None, facts, offered.titles, texts, may_add),
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


def connect_ask_view(view: AskView, language: gr.Radio) -> None:
    """What happens when the view is used."""

    def answer(asked: Asked, past: tuple[Asked, ...], at: object, name: object) -> tuple[Any, ...]:
        texts = TEXTS[known_language(name)]
        room = view.collections.at(at).room
        titles = room.offered().titles
        outcome = answer_question(room, asked)
        past = remembered(past, asked)
        shown = render_outcome(outcome, room.facts(), titles, texts, view.may_add)
        return outcome, shown, None, "", past, render_past(past, titles, texts)

    def ask(question: object, count: object, *rest: Any) -> tuple[Any, ...]:
        *narrowed, past, at, name = rest
        return answer(Asked.typed(question, count, *narrowed), past, at, name)

    def ask_otherwise(shown: Outcome | None, count: object, *rest: Any) -> tuple[Any, ...]:
        *narrowed, past, at, name = rest
        if shown is None or not shown.asked.question:
            return (gr.skip(),) * 6
        asked = Asked.typed(shown.asked.question, count, *narrowed).marked_as(shown.asked)
        return (gr.skip(),) * 6 if asked == shown.asked else answer(asked, past, at, name)

    def mark(
        shown: Outcome | None,
        past: tuple[Asked, ...],
        at: object,
        name: object,
        event: gr.EventData,
    ) -> tuple[Any, ...]:
        asked = mark_passage(shown, _sent(event)) if shown else None
        return answer(asked, past, at, name) if asked else (gr.skip(),) * 6

    def ask_past(
        past: tuple[Asked, ...], at: object, name: object, event: gr.EventData
    ) -> tuple[Any, ...]:
        number = _sent(event).get("number")
        if not isinstance(number, int) or not 0 <= number < len(past):
            return (gr.skip(),) * 13
        asked = past[number]
        return (asked.question, asked.count, *filled(asked), *answer(asked, past, at, name))

    def open_(
        shown: Outcome | None, at: object, name: object, event: gr.EventData
    ) -> tuple[Any, ...]:
        texts = TEXTS[known_language(name)]
        room = view.collections.at(at).room
        data = _sent(event)
        source = open_source(room, shown, data.get("passage"), data.get("also"))
        if source is None:
            gr.Warning(texts.unknown_passage)
        return source, render_opened(source, texts)

    def turn(source: OpenSource | None, name: object) -> tuple[Any, ...]:
        turned = source.turned() if source else None
        return turned, render_opened(turned, TEXTS[known_language(name)])

    def save(shown: Outcome | None, name: object, event: gr.EventData) -> str:
        return render_export(shown, _sent(event).get("format"), TEXTS[known_language(name)])

    fields = view.filters.fields
    outputs = [
        *(view.outcome, view.results, view.source, view.panel),
        *(view.past, view.history),
    ]
    visit = [view.past, view.at, language]
    asked = [view.question, view.count, *fields, *visit]
    otherwise = [view.outcome, view.count, *fields, *visit]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    view.question.submit(ask, asked, outputs, **quiet)
    view.ask.click(ask, asked, outputs, **quiet)
    chosen = (view.filters.documents, view.filters.where)
    written = (view.filters.since, view.filters.until, view.filters.section)
    for narrowed in (
        view.count.input,
        *(one.change for one in chosen),  # a value that is typed is no `input` to Gradio
        *(one.submit for one in written),
    ):
        narrowed(ask_otherwise, otherwise, outputs, **quiet)
    view.filters.clear.click(lambda: filled(Asked("")), None, fields, **quiet).then(
        ask_otherwise, otherwise, outputs, **quiet
    )
    for example in view.examples:
        example.click(lambda text: text, example, view.question, **quiet).then(
            ask, asked, outputs, **quiet
        )
    view.history.select(ask_past, visit, [view.question, view.count, *fields, *outputs], **quiet)
    view.results.feedback(mark, [view.outcome, *visit], outputs, **quiet)
    view.results.export(save, [view.outcome, language], view.download, **quiet)
    shown = [view.source, view.panel]
    view.results.select(open_, [view.outcome, view.at, language], shown, **quiet)
    view.panel.select(open_, [view.outcome, view.at, language], shown, **quiet)
    view.panel.turn(turn, [view.source, language], shown, **quiet)
    view.panel.clear(lambda: (None, ""), None, shown, **quiet)


def _sent(event: gr.EventData) -> dict[str, Any]:
    """What the browser sent with an event; it can be anything."""
    return event._data if isinstance(event._data, dict) else {}


def _hint(texts: Texts, sample: bool) -> str:
    return _line(texts.examples if sample else texts.no_examples, texts)


def _syntax(texts: Texts) -> str:
    return _line(texts.syntax_hint, texts)


def _line(words: str, texts: Texts) -> str:
    return f'<p class="hint" lang="{texts.html_lang}">{escape(words)}</p>'


def _script(name: str) -> str:
    return (_HERE / name).read_text("utf-8")
