"""A document as HTML, with the cited passage marked in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Self

from corpus import Document, Source

from .markup import Layer, Span, escape
from .paragraphs import paragraphs
from .render_hits import address, definitions
from .translations import Texts
from .verify import Standing, standing


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A document that is being read: the passage that was cited, and what is marked in it."""

    document: Document
    passage_id: str
    passage: Span
    sentence: Span | None
    words: tuple[Span, ...]
    standing: Standing

    @classmethod
    def at(cls, document: Document, name: str, span: Span, sentence: Span | None = None) -> Self:
        """A place of which no more is known than where it is, verified against its file now."""
        return cls(document, name, span, sentence, (), standing(document, *span))


def render_source(source: OpenSource, texts: Texts) -> str:
    """The whole panel; the text of the document stands in it verbatim."""
    layers = [
        Layer("mark", "passage", [source.passage]),
        Layer("span", "sentence", [source.sentence] if source.sentence else []),
        Layer("b", "word", source.words),
    ]
    title = f'<h2 id="source-title">{escape(source.document.title)}</h2>'
    return (
        f'<aside class="source" role="dialog" aria-labelledby="source-title" tabindex="-1"'
        f' lang="{texts.html_lang}" data-shows="{escape(source.passage_id)}">'
        f'<nav><button type="button" data-close>{escape(texts.back)}</button>'
        f'<button type="button" data-jump>{escape(texts.to_passage)}</button></nav>'
        f"<header>{title}{_standing(source.standing, texts)}"
        f"{_file(source.document, texts)}</header>"
        f'<div class="scroll" tabindex="0" role="document" aria-labelledby="source-title">'
        f'<div class="text" lang="">{paragraphs(source.document.text, layers)}</div></div></aside>'
    )


def _standing(found: Standing, texts: Texts) -> str:
    messages = {
        Standing.VERIFIED: texts.standing_verified,
        Standing.MOVED_ON: texts.standing_moved_on,
        Standing.CHANGED: texts.standing_changed,
        Standing.GONE: texts.standing_gone,
    }
    return f'<p class="standing {found.value}" role="status">{escape(messages[found])}</p>'


def _file(document: Document, texts: Texts) -> str:
    """What is known of the file, and all the metadata that came with it, folded away."""
    source = document.source
    length = f"{len(document.text):,}"
    if source.replaced:
        length += f" ({texts.replaced.format(count=source.replaced)})"
    rows = [
        (texts.file, _name(source, source.path)),
        (texts.format_and_encoding, f"{source.format} · {source.encoding}"),
        (texts.characters, length),
        (texts.fingerprint, source.sha256[:12]),
    ]
    name = _name(source, PurePath(source.path).name)
    brief = f"{name} · {source.encoding} · {source.sha256[:12]}"
    return (
        f'<details class="file"><summary>{escape(brief)}</summary>'
        f"<dl>{definitions(rows)}{_metadata(document, texts)}</dl></details>"
    )


def _metadata(document: Document, texts: Texts) -> str:
    known = {"date": texts.date, "source": texts.source, "author": texts.author}
    fields: Sequence[tuple[str, str]] = list(document.metadata.items())
    plain = [(known.get(name, name), value) for name, value in fields if name != "url"]
    urls = [value for name, value in fields if name == "url"]
    links = "".join(f"<dt>{escape(texts.url)}</dt><dd>{address(url)}</dd>" for url in urls)
    return definitions(plain) + links


def _name(source: Source, path: str) -> str:
    return f"{path} › {source.member}" if source.member else path
