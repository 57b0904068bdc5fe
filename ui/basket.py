"""Passages that a visitor has put by to lay side by side."""

from __future__ import annotations

from collections.abc import Sequence

from .markup import escape
from .place import steps
from .reading_room import Place, ReadingRoom
from .translations import Texts

Basket = tuple[str, ...]  # ids of passages, the one put in last at the end
MOST = 8


def with_passages(basket: Basket, room: ReadingRoom, passage_ids: Sequence[object]) -> Basket:
    """The basket with those passages last; what the collection does not have stays out.

    Only the `MOST` that were put in last are kept.
    """
    known = [name for name in passage_ids if isinstance(name, str) and room.find(name)]
    return (*(one for one in basket if one not in known), *dict.fromkeys(known))[-MOST:]


def without(basket: Basket, passage_id: object) -> Basket:
    """The basket without a passage."""
    return tuple(one for one in basket if one != passage_id)


def places(basket: Basket, room: ReadingRoom) -> list[Place]:
    """The passages of the basket that the collection still has."""
    return [found for found in map(room.find, basket) if found is not None]


def labelled(found: Sequence[Place], texts: Texts) -> list[tuple[str, str]]:
    """Where each stands, in words, with its id."""
    return [(_label(one, texts), one.passage.id) for one in found]


def render_basket(found: Sequence[Place], texts: Texts) -> str:
    """The basket as a bar; nothing where it is empty."""
    if not found:
        return ""
    items = "".join(
        f'<li><span lang="">{escape(label)}</span> <button type="button"'
        f' data-drop="{escape(name)}" aria-label="{escape(f"{texts.take_out} {label}")}">×</button>'
        "</li>"
        for label, name in labelled(found, texts)
    )
    ready = "" if len(found) > 1 else " disabled"
    lay = texts.lay_side_by_side if len(found) < 3 else texts.lay_last_two
    said = texts.basket_count if len(found) < MOST else texts.basket_full
    count = said.format(count=len(found))
    return (
        f'<section class="basket" lang="{texts.html_lang}" aria-label="{escape(texts.basket)}">'
        f'<p role="status">{escape(count)}</p><ol>{items}</ol>'
        f'<button type="button" class="lay" data-lay{ready}>{escape(lay)}'
        f'</button><button type="button" data-empty>{escape(texts.empty_basket)}</button></section>'
    )


def _label(one: Place, texts: Texts) -> str:
    title = one.document.title  # last: where there is little room, its end is cut off
    return f"{steps(one.passage, one.document, texts)[-1]} · {title}"
