"""The bar that holds what is put by for comparing, and the ways into it and out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from .ask_view import AskView
from .basket import Basket, places, render_basket, with_passages, without
from .compare_view import CompareView
from .events import sent
from .open_collections import OpenCollections
from .translations import TEXTS, known_language


@dataclass(frozen=True)
class BasketView:
    """The bar, and what stands in it: one basket per visitor."""

    collections: OpenCollections
    at: gr.State
    bar: gr.HTML
    held: gr.State

    @property
    def shown(self) -> list[gr.State]:
        """What `translate` needs besides the language."""
        return [self.at, self.held]

    @property
    def translated(self) -> list[gr.components.Component]:
        """What `translate` gives updates for, in this order."""
        return [self.held, self.bar]

    def translate(self, name: object, at: object, held: Basket) -> list[Any]:
        """The bar in another language, without what the collection does not have any more."""
        if not held:
            return [gr.skip(), gr.skip()]
        room = self.collections.at(at).room
        kept = with_passages((), room, held)
        return [
            kept,
            render_basket(places(kept, room), TEXTS[known_language(name)]),
        ]


def build_basket_view(collections: OpenCollections, at: gr.State, held: gr.State) -> BasketView:
    """An empty bar."""
    script = (Path(__file__).parent / "basket.js").read_text("utf-8")
    bar = gr.HTML("", elem_id="basket", js_on_load=script, apply_default_css=False)
    return BasketView(collections, at, bar, held)


def show_basket(
    compare: CompareView, basket: Basket, chosen: tuple[object, object], at: object, name: object
) -> tuple[Any, ...]:
    """The basket, its bar, and the choosers of the view that compares with what is chosen there."""
    texts = TEXTS[known_language(name)]
    offered = gr.update(choices=compare.offered(basket, chosen, at, texts))
    bar = render_basket(places(basket, compare.collections.at(at).room), texts)
    return basket, bar, offered, offered


def lay_pair(
    compare: CompareView,
    basket: Basket,
    pair: tuple[str | None, str | None],
    at: object,
    name: object,
) -> tuple[Any, ...]:
    """The same with two chosen, and those two side by side."""
    held, bar, offered, _ = show_basket(compare, basket, pair, at, name)
    a, b = pair
    chosen = {**offered, "value": a}, {**offered, "value": b}
    return held, bar, *chosen, *compare.lay(a, b, at, name)


def connect_basket_view(
    view: BasketView, ask: AskView, compare: CompareView, tabs: gr.Tabs, language: gr.Radio
) -> None:
    """What happens when something is put in, taken out, or laid side by side."""

    show = partial(show_basket, compare)

    def lay(basket: Basket, at: object, name: object) -> tuple[Any, ...]:
        a, b = basket[-2:]
        return *lay_pair(compare, basket, (a, b), at, name), gr.Tabs(selected="compare")

    def collect(
        held: Basket, a: object, b: object, at: object, name: object, event: gr.EventData
    ) -> Any:
        room = ask.collections.at(at).room
        return show(with_passages(held, room, [sent(event).get("passage")]), (a, b), at, name)

    def beside(held: Basket, at: object, name: object, event: gr.EventData) -> Any:
        room, data = ask.collections.at(at).room, sent(event)
        pair = with_passages((), room, [data.get("passage"), data.get("other")])
        if len(pair) < 2:
            return (gr.skip(),) * 7
        return lay(with_passages(held, room, pair), at, name)

    def drop(
        held: Basket, a: object, b: object, at: object, name: object, event: gr.EventData
    ) -> Any:
        return show(without(held, sent(event).get("passage")), (a, b), at, name)

    def lay_last(held: Basket, at: object, name: object) -> Any:
        basket = with_passages((), ask.collections.at(at).room, held)
        return lay(basket, at, name) if len(basket) > 1 else (gr.skip(),) * 7

    def empty(a: object, b: object, at: object, name: object) -> Any:
        return show((), (a, b), at, name)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    chosen = [compare.a, compare.b, ask.at, language]
    visit = [view.held, ask.at, language]
    shown = [view.held, view.bar, compare.a, compare.b]
    laid = [*shown, compare.laid, compare.comparison, tabs]
    ask.results.collect(collect, [view.held, *chosen], shown, **quiet)
    ask.results.beside(beside, visit, laid, **quiet)
    view.bar.drop(drop, [view.held, *chosen], shown, **quiet)
    view.bar.lay(lay_last, visit, laid, **quiet)
    view.bar.empty(empty, chosen, shown, **quiet)
