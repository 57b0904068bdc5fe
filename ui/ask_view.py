"""The view that asks: question, ranked passages, and the source of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from .examples import SAMPLE_QUESTIONS
from .handlers import (
    DEFAULT_COUNT,
    PASSAGE_COUNTS,
    Outcome,
    answer_question,
    collection_line,
    open_source,
    render_opened,
    render_outcome,
)
from .markup import escape
from .reading_room import ReadingRoom
from .render_source import OpenSource
from .translations import TEXTS, Texts, known_language

_HERE = Path(__file__).parent
_LONGEST_QUESTION = 2000  # characters that the box takes


@dataclass(frozen=True)
class AskView:
    """The components of the view; what is shown stands in `outcome` and `source`, one per tab."""

    room: ReadingRoom
    question: gr.Textbox
    ask: gr.Button
    count: gr.Radio
    hint: gr.HTML
    examples: tuple[gr.Button, ...]
    facts: gr.HTML
    results: gr.HTML
    panel: gr.HTML
    outcome: gr.State
    source: gr.State

    @property
    def translated(self) -> list[gr.components.Component]:
        """Components that hold words; `translate` gives their updates in this order."""
        return [
            self.question,
            self.ask,
            self.count,
            self.hint,
            self.facts,
            self.results,
            self.panel,
        ]

    def translate(
        self, texts: Texts, outcome: Outcome | None, source: OpenSource | None
    ) -> list[Any]:
        """Every word of the view in another language, what is shown included."""
        facts = self.room.facts()
        return [
            gr.update(label=texts.question, placeholder=texts.question_placeholder),
            gr.update(value=texts.ask),
            gr.update(label=texts.passages_shown),
            gr.update(value=_hint(texts, bool(self.examples))),
            gr.update(value=collection_line(facts, texts)),
            gr.update(value=render_outcome(outcome, facts, texts)),
            gr.update(value=render_opened(source, texts)),
        ]


def build_ask_view(room: ReadingRoom, texts: Texts) -> AskView:
    """Lay the view out; it does nothing until it is connected."""
    facts = room.facts()
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
        with gr.Row(elem_id="examples"):
            hint = gr.HTML(_hint(texts, facts.sample), elem_id="hint", apply_default_css=False)
            examples = tuple(
                gr.Button(text, elem_classes="example", variant="secondary", scale=0)
                for text in (SAMPLE_QUESTIONS if facts.sample else ())
            )
    results = gr.HTML(
        render_outcome(None, facts, texts),
        elem_id="results",
        js_on_load=_script("results.js"),
        apply_default_css=False,
    )
    panel = gr.HTML(
        "",
        elem_id="panel",
        js_on_load=_script("source.js"),
        apply_default_css=False,
        render=False,  # the page does, beside all views
    )
    return AskView(
        room,
        question,
        ask,
        count,
        hint,
        examples,
        line,
        results,
        panel,
        outcome=gr.State(None),
        source=gr.State(None),
    )


def connect_ask_view(view: AskView, language: gr.Radio) -> None:
    """What happens when the view is used."""
    room = view.room

    def ask(question: object, count: object, name: object) -> tuple[Any, ...]:
        texts = TEXTS[known_language(name)]
        outcome = answer_question(room, question, count)
        return outcome, render_outcome(outcome, room.facts(), texts), None, ""

    def ask_again(shown: Outcome | None, count: object, name: object) -> tuple[Any, ...]:
        if shown is None or shown.answer is None:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return ask(shown.answer.question, count, name)

    def open_(shown: Outcome | None, name: object, event: gr.EventData) -> tuple[Any, ...]:
        texts = TEXTS[known_language(name)]
        data = event._data if isinstance(event._data, dict) else {}
        source = open_source(room, shown, data.get("passage"))
        if source is None:
            gr.Warning(texts.unknown_passage)
        return source, render_opened(source, texts)

    outputs = [view.outcome, view.results, view.source, view.panel]
    asked = [view.question, view.count, language]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    view.question.submit(ask, asked, outputs, **quiet)
    view.ask.click(ask, asked, outputs, **quiet)
    view.count.input(ask_again, [view.outcome, view.count, language], outputs, **quiet)
    for example in view.examples:
        example.click(lambda text: text, example, view.question, **quiet).then(
            ask, asked, outputs, **quiet
        )
    shown = [view.source, view.panel]
    view.results.select(open_, [view.outcome, language], shown, **quiet)
    view.panel.clear(lambda: (None, ""), None, shown, **quiet)


def _hint(texts: Texts, sample: bool) -> str:
    words = texts.examples if sample else texts.no_examples
    return f'<p class="hint" lang="{texts.html_lang}">{escape(words)}</p>'


def _script(name: str) -> str:
    return (_HERE / name).read_text("utf-8")
