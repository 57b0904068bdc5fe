"""What happens when the view of the library is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import gradio as gr

from .events import sent
from .library import DOCUMENTS_AT_ONCE
from .library_view import IN_TURN, LibraryView, state_of
from .offered import labelled
from .translations import TEXTS, Texts, known_language

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def connect_library_view(
    view: LibraryView, language: gr.Radio, forgotten: Mapping[gr.blocks.Block, object]
) -> None:
    """What happens when the view is used; `forgotten` is what is shown of a collection elsewhere
    and what takes its place when the visitor turns to another one."""
    library = view.library

    def doing(act: Callable[[object, Texts], str]) -> Callable[[object, object], list[Any]]:
        def done(at: object, name: object) -> list[Any]:
            texts = _in_words(name)
            return view.after(at, texts, act(at, texts))

        return done

    def receive(at: object, encoding: object, name: object, event: gr.EventData) -> list[Any]:
        texts = _in_words(name)
        return view.after(at, texts, library.add_uploads(at, event._data, encoding, texts))

    def read_in(at: object, path: object, encoding: object, name: object) -> list[Any]:
        texts = _in_words(name)
        return view.after(at, texts, library.add_path(at, path, encoding, texts))

    def update_one(at: object, name: object, event: gr.EventData) -> list[Any]:
        texts = _in_words(name)
        return view.after(at, texts, library.read_again(at, _named(event), texts), place=view.told)

    def remove(at: object, name: object, event: gr.EventData) -> list[Any]:
        texts, document = _in_words(name), _named(event)
        named = labelled(library.collections.at(at).room.documents())
        title = next((label for label, one in named if one == document), "")
        problem = library.remove(at, document, texts)
        done = texts.removed.format(title=title)
        return view.after(at, texts, problem, done, view.told)

    def put_in_place(at: object, name: object, event: gr.EventData) -> list[Any]:
        texts = _in_words(name)
        problem, kept = library.put_in_place(at, sent(event).get("file"), texts)
        return view.after(at, texts, problem, texts.in_place.format(name=kept))

    def look(at: object, name: object) -> list[Any]:
        """How the run stands; what the visitor was told stays where it is."""
        state = view.run_state(at, _in_words(name))
        running = library.collections.at(at).room.indexing.running
        untouched = [gr.skip()] * len(view.messages)
        return [*untouched, *state, gr.skip() if running else state_of(library, at)]

    def listed(at: object, query: object, name: object) -> tuple[Any, ...]:
        return DOCUMENTS_AT_ONCE, view.listed(at, query, DOCUMENTS_AT_ONCE, _in_words(name))

    def more(at: object, query: object, count: int, name: object) -> tuple[Any, ...]:
        return count + DOCUMENTS_AT_ONCE, view.listed(
            at, query, count + DOCUMENTS_AT_ONCE, _in_words(name)
        )

    ran = view.changed
    here = [view.at, language]
    view.drop.received(receive, [view.at, view.encoding, language], ran, **_QUIET)
    for event in (view.read_in.click, view.path.submit):
        event(read_in, [view.at, view.path, view.encoding, language], ran, **_QUIET)
    view.sample.click(doing(library.add_sample), here, ran, **_QUIET)
    view.update.click(doing(library.update), here, ran, **_QUIET)
    view.documents.update(update_one, here, ran, **_QUIET)
    view.documents.remove(remove, here, ran, **_QUIET)
    view.run.replace(put_in_place, here, ran, **_QUIET)
    view.stop.click(doing(library.stop), here, ran, **_QUIET)
    view.resume.click(doing(library.resume), here, ran, **_QUIET)
    view.timer.tick(look, here, ran, concurrency_limit=None, **_QUIET)
    view.tab.select(look, here, ran, **_QUIET)
    view.find.change(
        listed,
        [view.at, view.find, language],
        [view.count, view.documents],
        trigger_mode="always_last",
        **_QUIET,
        **IN_TURN,
    )
    view.documents.more(
        more, [view.at, view.find, view.count, language], [view.count, view.documents], **_QUIET
    )
    _connect_turning(view, language, forgotten)


def _connect_turning(
    view: LibraryView, language: gr.Radio, forgotten: Mapping[gr.blocks.Block, object]
) -> None:
    """To another collection; what came of it is said beside the button."""
    library = view.library

    def switch(create: bool, at: object, typed: object, name: object) -> list[Any]:
        texts = _in_words(name)
        chosen, problem = library.switch(at, typed, create, texts)
        if chosen is None:
            untouched = [gr.skip()] * (2 + len(forgotten))
            return untouched + view.after(at, texts, problem, place=view.turned)
        folder = str(library.collections.at(chosen).room.folder)
        known = gr.update(value=folder, choices=view.known_folders())
        done = texts.turned_to.format(path=folder)
        state = view.after(chosen, texts, "", done, view.turned)
        return [chosen, known, *forgotten.values(), *state]

    chosen = [view.at, view.known, language]
    switched = [view.at, view.known, *forgotten, *view.changed]
    view.open.click(partial(switch, False), chosen, switched, **_QUIET)
    view.new.click(partial(switch, True), chosen, switched, **_QUIET)


def _in_words(name: object) -> Texts:
    return TEXTS[known_language(name)]


def _named(event: gr.EventData) -> object:
    return sent(event).get("document")
