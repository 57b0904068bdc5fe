"""What happens when the view of the library is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import gradio as gr

from .events import sent
from .library import DOCUMENTS_AT_ONCE
from .library_view import IN_TURN, LibraryView, render_done, render_problem, state_of
from .translations import TEXTS, Texts, known_language


def connect_library_view(
    view: LibraryView, language: gr.Radio, forgotten: Mapping[gr.blocks.Block, object]
) -> None:
    """What happens when the view is used; `forgotten` is what is shown of a collection elsewhere
    and what takes its place when the visitor turns to another one."""
    library = view.library

    def in_words(name: object) -> Texts:
        return TEXTS[known_language(name)]

    def begun(at: object, texts: Texts, problem: str) -> list[Any]:
        return [*view.run_state(at, texts, problem), state_of(library, at)]

    def doing(act: Callable[[object, Texts], str]) -> Callable[[object, object], list[Any]]:
        def done(at: object, name: object) -> list[Any]:
            texts = in_words(name)
            return begun(at, texts, act(at, texts))

        return done

    def receive(at: object, encoding: object, name: object, event: gr.EventData) -> list[Any]:
        texts = in_words(name)
        return begun(at, texts, library.add_uploads(at, event._data, encoding, texts))

    def read_in(at: object, path: object, encoding: object, name: object) -> list[Any]:
        texts = in_words(name)
        return begun(at, texts, library.add_path(at, path, encoding, texts))

    def update_one(at: object, name: object, event: gr.EventData) -> list[Any]:
        texts = in_words(name)
        return begun(at, texts, library.read_again(at, _named(event), texts))

    def remove(at: object, name: object, event: gr.EventData) -> list[Any]:
        texts = in_words(name)
        return begun(at, texts, library.remove(at, _named(event), texts))

    def look(at: object, name: object) -> list[Any]:
        """How the run stands; what the visitor was told stays where it is."""
        state = view.run_state(at, in_words(name))
        running = library.collections.at(at).room.indexing.running
        return [gr.skip(), *state[1:], gr.skip() if running else state_of(library, at)]

    def listed(at: object, query: object, name: object) -> tuple[Any, ...]:
        return DOCUMENTS_AT_ONCE, view.listed(at, query, DOCUMENTS_AT_ONCE, in_words(name))

    def more(at: object, query: object, count: int, name: object) -> tuple[Any, ...]:
        return count + DOCUMENTS_AT_ONCE, view.listed(
            at, query, count + DOCUMENTS_AT_ONCE, in_words(name)
        )

    def switch(create: bool, at: object, typed: object, name: object) -> list[Any]:
        """What came of it is said beside the button."""
        texts = in_words(name)
        chosen, problem = library.switch(at, typed, create, texts)
        if chosen is None:
            return [render_problem(problem), *[gr.skip()] * (len(switched) - 1)]
        folder = str(library.collections.at(chosen).room.folder)
        turned = render_done(texts.turned_to.format(path=folder), texts)
        known = gr.update(value=folder, choices=view.known_folders())
        return [turned, known, chosen, *forgotten.values(), *begun(chosen, texts, "")]

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    ran = [*view.running, view.generation]
    here = [view.at, language]
    view.drop.received(receive, [view.at, view.encoding, language], ran, **quiet)
    for event in (view.read_in.click, view.path.submit):
        event(read_in, [view.at, view.path, view.encoding, language], ran, **quiet)
    view.sample.click(doing(library.add_sample), here, ran, **quiet)
    view.update.click(doing(library.update), here, ran, **quiet)
    view.documents.update(update_one, here, ran, **quiet)
    view.documents.remove(remove, here, ran, **quiet)
    view.stop.click(doing(library.stop), here, ran, **quiet)
    view.resume.click(doing(library.resume), here, ran, **quiet)
    view.timer.tick(look, here, ran, concurrency_limit=None, **quiet)
    view.tab.select(look, here, ran, **quiet)
    view.find.change(
        listed,
        [view.at, view.find, language],
        [view.count, view.documents],
        trigger_mode="always_last",
        **quiet,
        **IN_TURN,
    )
    view.documents.more(
        more, [view.at, view.find, view.count, language], [view.count, view.documents], **quiet
    )
    switched = [view.turned, view.known, view.at, *forgotten, *ran]
    chosen = [view.at, view.known, language]
    view.open.click(partial(switch, False), chosen, switched, **quiet)
    view.new.click(partial(switch, True), chosen, switched, **quiet)


def _named(event: gr.EventData) -> object:
    return sent(event).get("document")
