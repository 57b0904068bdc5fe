"""A document as HTML, with the cited passage marked in its place.

Verbatim it is what the file says, character by character; readable it is what indexing made of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Document, OutlineItem, readable

from .field_names import field_name
from .markup import Layer, escape
from .open_source import Among, OpenSource
from .paragraphs import paragraphs
from .place import file_name
from .render_hits import address, definitions
from .render_indexing import format_name
from .translations import Texts
from .verify import Standing


def render_source(source: OpenSource, texts: Texts) -> str:
    """The whole panel."""
    title = f'<h2 id="source-title">{escape(source.document.title)}</h2>'
    return (
        f'<div class="source" role="dialog" aria-labelledby="source-title" tabindex="-1"'
        f' lang="{texts.html_lang}" data-shows="{escape(source.passage_id)}"'
        f' data-view="{_view(source)}">{_tools(source, texts)}'
        f"<header>{title}{_standing(source, texts)}"
        f"{_file(source.document, texts)}{_outline(source.outline, texts)}</header>"
        f'<div class="scroll" tabindex="0" role="document" aria-labelledby="source-title">'
        f'<div class="text" lang="">{_text(source)}</div></div></div>'
    )


def _view(source: OpenSource) -> str:
    return "readable" if source.readable else "verbatim"


def _tools(source: OpenSource, texts: Texts) -> str:
    other = texts.view_verbatim if source.readable else texts.view_readable
    return (
        f'<nav><button type="button" data-close>{escape(texts.back)}</button>'
        f"{_steps(source.among, texts) if source.among else ''}"
        f'<button type="button" data-turn>{escape(other)}</button>'
        f'<button type="button" data-jump>{escape(texts.to_passage)}</button></nav>'
    )


def _steps(among: Among, texts: Texts) -> str:
    """To the hits beside this one in rank, whichever document they are in."""

    def step(passage_id: str | None, sign: str, name: str) -> str:
        where = f'data-passage="{escape(passage_id)}"' if passage_id else "disabled"
        return f'<button type="button" {where} aria-label="{escape(name)}">{sign}</button>'

    number = texts.hit_number.format(rank=among.rank, hits=among.hits)
    return (
        f'<span class="steps">{step(among.before, "‹", texts.hit_before)}'
        f"<span>{escape(number)}</span>{step(among.after, '›', texts.hit_after)}</span>"
    )


def _outline(outline: Sequence[OutlineItem], texts: Texts) -> str:
    """The document's headings, folded away; the n-th leads to the n-th one marked in the text."""
    if not outline:
        return ""
    outermost = min(item.level for item in outline)
    items = "".join(
        f'<li style="--depth:{min(item.level - outermost, 5)}">'
        f'<button type="button" data-heading="{number}">{escape(item.title)}</button></li>'
        for number, item in enumerate(outline)
    )
    name = f"{texts.outline} ({len(outline)})"
    return (
        f'<details class="outline"><summary>{escape(name)}</summary><ol lang="">{items}</ol>'
        "</details>"
    )


def _text(source: OpenSource) -> str:
    """The document's text in one view or the other, marked alike."""
    layers = [
        Layer("span", "heading", [(item.start, item.end) for item in source.outline]),
        Layer("span", "aside", [(one.start, one.end) for one in source.set_aside]),
        Layer("mark", "passage", [source.passage]),
        Layer("mark", "other", source.other_hits),
        Layer("span", "sentence", [source.sentence] if source.sentence else []),
        Layer("b", "word", source.words),
    ]
    if not source.readable:
        return paragraphs(source.document.text, layers, cited=source.passage)
    clean = readable(source.document.text)
    moved = [
        Layer(tag, name, [clean.within(*span) for span in spans]) for tag, name, spans in layers
    ]
    return paragraphs(clean.text, moved, cited=clean.within(*source.passage))


def _standing(source: OpenSource, texts: Texts) -> str:
    messages = {
        Standing.VERIFIED: texts.standing_verified,
        Standing.MOVED_ON: texts.standing_moved_on,
        Standing.CHANGED: texts.standing_changed,
        Standing.GONE: texts.standing_gone,
    }
    found = source.standing
    shown = f" <span>{escape(texts.standing_readable)}</span>" if source.readable else ""
    message = escape(messages[found])
    kind = found.value
    if source.removed:
        kind, message = "removed", escape(texts.standing_removed) + message
    return f'<p class="standing {kind}" role="status">{message}{shown}</p>'


def _file(document: Document, texts: Texts) -> str:
    """What is known of the file, and all the metadata that came with it, folded away."""
    source = document.source
    length = f"{len(document.text):,}"
    if source.replaced:
        length += f" ({texts.replaced.format(count=source.replaced)})"
    rows = [
        (texts.file, file_name(source, source.path)),
        (texts.format_and_encoding, f"{format_name(source.format, texts)} · {source.encoding}"),
        (texts.characters, length),
        (texts.fingerprint, source.sha256),
    ]
    name = file_name(source)
    brief = f"{name} · {source.encoding} · {source.sha256[:12]}"
    return (
        f'<details class="file"><summary>{escape(brief)}</summary>'
        f"<dl>{definitions(rows)}{_metadata(document, texts)}</dl></details>"
    )


def _metadata(document: Document, texts: Texts) -> str:
    fields: Sequence[tuple[str, str]] = list(document.metadata.items())
    plain = [(field_name(name, texts), value) for name, value in fields if name != "url"]
    urls = [value for name, value in fields if name == "url"]
    links = "".join(f"<dt>{escape(texts.url)}</dt><dd>{address(url)}</dd>" for url in urls)
    return definitions(plain) + links
