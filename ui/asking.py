"""What happens when the view that asks is used."""

from __future__ import annotations

from typing import Any, cast

import gradio as gr

from .answerers import asked_at_once
from .ask_view import AskView
from .asked import Asked, remembered
from .events import sent
from .filter_fields import filled
from .handlers import (
    Outcome,
    answer_question,
    mark_passage,
    open_source,
    render_export,
    render_opened,
    render_outcome,
)
from .links import view_of
from .render_visit import render_past
from .translations import TEXTS, known_language, preferred_language


def connect_ask_view(
    view: AskView, language: gr.Radio, begun: gr.events.Dependency
) -> gr.events.Dependency:
    """Questions, marks, filters, the past; a visit has `begun` once the page speaks its tongue.

    Returns:
        The event after which the view shows what the link says by which the page was opened.
    """

    def answer(asked: Asked, past: tuple[Asked, ...], at: object, name: object) -> tuple[Any, ...]:
        texts = TEXTS[known_language(name)]
        room = view.collections.at(at).room
        titles = room.offered().titles
        outcome = answer_question(room, asked)
        past = remembered(past, asked)
        shown = render_outcome(outcome, room.facts(), titles, texts, view.may_add, at)
        return outcome, shown, None, "", past, render_past(past, titles, texts)

    def ask(request: gr.Request, question: object, count: object, *rest: Any) -> tuple[Any, ...]:
        """A quick visitor asks before the page has found out which language to speak."""
        *narrowed, past, at, name = rest
        name = name or preferred_language(request.headers.get("accept-language"))
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
        asked = mark_passage(shown, sent(event)) if shown else None
        return answer(asked, past, at, name) if asked else (gr.skip(),) * 6

    def ask_past(
        past: tuple[Asked, ...], at: object, name: object, event: gr.EventData
    ) -> tuple[Any, ...]:
        number = sent(event).get("number")
        if not isinstance(number, int) or not 0 <= number < len(past):
            return (gr.skip(),) * 13
        asked = past[number]
        return (asked.question, asked.count, *filled(asked), *answer(asked, past, at, name))

    def restore(
        past: tuple[Asked, ...], at: object, name: object, request: gr.Request
    ) -> tuple[Any, ...]:
        """What the link says by which the page was opened; nothing for a quick visitor who has
        asked before it was followed, whose question the address names by then."""
        linked = view_of(request.query_params.multi_items())
        asked = linked.asked
        if past or not asked.question:
            return (gr.skip(),) * 14
        key = view.collections.known_as(linked.collection, at)
        outcome, shown, *rest = answer(asked, past, key, name)
        room, source = view.collections.at(key).room, None
        if linked.passage:
            source = open_source(room, outcome, linked.passage)
        rest[:2] = source, render_opened(source, TEXTS[known_language(name)])
        return (key, asked.question, asked.count, *filled(asked), outcome, shown, *rest)

    def save(shown: Outcome | None, name: object, event: gr.EventData) -> str:
        return render_export(shown, sent(event).get("format"), TEXTS[known_language(name)])

    fields = view.filters.fields
    outputs = [
        *(view.outcome, view.results, view.source, view.panel),
        *(view.past, view.history),
    ]
    visit = [view.past, view.at, language]
    asked = [view.question, view.count, *fields, *visit]
    otherwise = [view.outcome, view.count, *fields, *visit]
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": asked_at_once(),
    }
    view.question.submit(ask, asked, outputs, **quiet)
    view.ask.click(ask, asked, outputs, **quiet)
    by = view.filters
    for narrowed in (
        view.count.input,
        *(one.change for one in (by.documents, by.where)),  # typed, it is no `input` to Gradio
        *(one.submit for one in (by.since, by.until, by.section)),
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
    shown = [view.at, view.question, view.count, *fields, *outputs]
    return cast(gr.events.Dependency, begun.then(restore, visit, shown, **quiet))
