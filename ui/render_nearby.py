"""What stands around a passage, and what is related to it elsewhere; loaded when it is opened."""

from __future__ import annotations

from collections.abc import Sequence

from qa import Related, RelatedPassages

from .markup import Layer, escape
from .paragraphs import paragraphs
from .place import place
from .reading_room import Neighbours, Place
from .translations import Texts


def render_neighbours(found: Neighbours, texts: Texts) -> str:
    """The passage before and the one after, verbatim."""
    sides = ((texts.passage_before, found.before), (texts.passage_after, found.after))
    parts = [
        f"<h3>{escape(name)}</h3>{_quoted(one, texts)}" for name, one in sides if one is not None
    ]
    return "".join(parts) or _nothing(texts.no_neighbours)


def render_related(found: RelatedPassages, texts: Texts) -> str:
    """Near-duplicates apart from what is merely related, each with its reason."""
    parts = [
        f'<h3>{escape(name)}</h3><ul class="passages">'
        f"{''.join(_related(one, texts) for one in some)}</ul>"
        for name, some in (
            (texts.near_duplicates, found.near_duplicates),
            (texts.related_passages, found.related),
        )
        if some
    ]
    return "".join(parts) or _nothing(texts.nothing_related)


def reason(one: Related, texts: Texts) -> str:
    """Why a passage is related, in words."""
    if one.reason == "same sentence":
        return texts.reason_sentence
    words = texts.list_separator.join(one.words)
    if one.reason == "shared words":
        return texts.reason_words.format(words=words)
    return texts.reason_meaning


def open_button(passage_id: str, texts: Texts, also: int | None = None) -> str:
    """Opens a passage in its source; `also` is the number of another place of a hit."""
    which = "" if also is None else f' data-also="{also}"'
    return (
        f'<button type="button" class="elsewhere" data-passage="{escape(passage_id)}"{which}>'
        f"{escape(texts.open_source)}</button>"
    )


def _quoted(one: Place, texts: Texts) -> str:
    document, passage = one.document, one.passage
    quote = paragraphs(document.text[passage.start : passage.end], [], passage.start)
    where = place(passage, document, texts)
    return (
        f'<p class="place">{escape(where)} {open_button(passage.id, texts)}</p>'
        f'<blockquote class="text" lang="">{quote}</blockquote>'
    )


def _related(one: Related, texts: Texts) -> str:
    document, passage = one.document, one.passage
    said: Sequence[tuple[int, int]] = [one.pair.b] if one.pair else []
    quote = paragraphs(
        document.text[passage.start : passage.end],
        [Layer("mark", "sentence", said)],
        passage.start,
    )
    where = " › ".join((document.title, place(passage, document, texts)))
    return (
        f'<li><p class="place"><strong>{escape(where)}</strong>'
        f" {open_button(passage.id, texts)}{_beside(passage.id, texts)}</p>"
        f'<p class="reason">{escape(reason(one, texts))}</p>'
        f'<blockquote class="text" lang="">{quote}</blockquote></li>'
    )


def _beside(passage_id: str, texts: Texts) -> str:
    """Lays a related passage beside the card that it is related to."""
    return (
        f' <button type="button" class="elsewhere" data-beside="{escape(passage_id)}">'
        f"{escape(texts.lay_side_by_side)}</button>"
    )


def _nothing(message: str) -> str:
    return f'<p class="reason">{escape(message)}</p>'
