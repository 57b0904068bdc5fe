"""The language of a visit: found when the page opens, switched, kept when the collection changes.

A page may still be opening when a quick visitor asks, so what comes of that is never put back to
what it was before: words that come late are for what nobody has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from .library_view import IN_TURN, newer_state, state_of
from .masthead import Masthead
from .translations import TEXTS, Language, Texts, known_language, preferred_language
from .views import Views


class Begun(NamedTuple):
    """The events after which the page speaks the language of the visit, and the view that compares
    does."""

    asking: gr.events.Dependency
    comparing: gr.events.Dependency


def connect_words(
    page: gr.Blocks, masthead: Masthead, views: Views, language: Language | None
) -> Begun:
    """Every word in the language of the visit, which is `language` or else the browser's."""
    ask, library = views.ask, views.library.library

    def frame(words: Texts) -> list[Any]:
        return [*masthead.translate(words), gr.update(label=words.tab_ask)]

    def translate(chosen: object, *shown: Any) -> list[Any]:
        words = TEXTS[known_language(chosen)]
        return frame(words) + ask.translate(words, *shown)

    def begin(request: gr.Request, at: object) -> list[Any]:
        chosen = language or preferred_language(request.headers.get("accept-language"))
        words = TEXTS[chosen]
        speaks = [gr.update(value=chosen), chosen, state_of(library, at)]
        return speaks + frame(words) + ask.greeting(words, at)

    def speak(chosen: object, *shown: Any) -> list[Any]:
        return [chosen, *translate(chosen, *shown)]

    def renew(chosen: object, before: object, now: object, *shown: Any) -> list[Any]:
        """For the state `now` of the collection, once the visit has a language."""
        if not chosen or before == now:
            return [gr.skip()] * (1 + len(translated))
        return [now, *translate(chosen, *shown)]

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    framed = [masthead.name, masthead.switch, views.ask_tab]
    translated = [*framed, *ask.translated]
    spoken = gr.State(None)  # what the visit's words are in; the switch may be late to say so
    worded = gr.State(None)  # the state of the collection that they are for
    state = views.library.generation
    switched = masthead.switch.input(
        speak, [masthead.switch, *ask.states], [spoken, *translated], **quiet
    )
    greeted = [masthead.switch, spoken, worded, *framed, *ask.labelled, ask.results]
    begun: gr.events.Dependency = page.load(begin, ask.at, greeted, **quiet)
    renewed = [spoken, worded, state, *ask.states]
    state.change(renew, renewed, [worded, *translated], **quiet)
    for seen in (views.ask_tab, views.compare.tab):
        seen.select(partial(newer_state, library), [ask.at, state], state, **quiet)
    worded_in = []
    for other in (views.compare, views.library, views.map, views.basket):
        words = _if_spoken(other.translate, len(other.translated))
        turn = IN_TURN if other is views.library else {}
        for event in (switched.then, state.change, begun.then):
            last = event(words, [spoken, *other.shown], other.translated, **quiet, **turn)
        worded_in.append(last)
    return Begun(begun, worded_in[0])


def _if_spoken(translate: Callable[..., list[Any]], count: int) -> Callable[..., list[Any]]:
    """Leaves the `count` components alone until the visit has a language."""

    def translated(spoken: object, *shown: Any) -> list[Any]:
        return translate(spoken, *shown) if spoken else [gr.skip()] * count

    return translated
