"""Text and spans to safe HTML. Whatever a document or a user wrote passes through here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from os.path import commonprefix
from typing import NamedTuple
from urllib.parse import urlsplit

Span = tuple[int, int]

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


class Layer(NamedTuple):
    """Spans of a text that one kind of element goes around; outer layers come first."""

    tag: str
    name: str
    spans: Sequence[Span]


def escape(text: str) -> str:
    """Text that means itself in HTML, in element content and in a quoted attribute alike.

    A carriage return becomes a reference, because a browser would turn it into a line feed; half a
    surrogate pair, which cannot be sent at all, becomes U+FFFD.

    >>> escape('<b title="${x}">')
    '&lt;b title=&quot;${x}&quot;&gt;'
    """
    safe = html.escape(text, quote=True).replace("\r", "&#13;")
    return _SURROGATE.sub("\ufffd", safe)


def mark(text: str, layers: Sequence[Layer], offset: int = 0) -> str:
    """The text with elements around the spans of each layer, properly nested.

    Args:
        text: any text.
        layers: `tag` and `name` (its class) are ours and not escaped. Spans may overlap those of
            other layers and reach beyond the text.
        offset: place of the text's first character in what the spans count.

    Returns:
        HTML that without its tags, and with its references resolved, is the text again.

    >>> mark("甲乙丙", [Layer("mark", "a", [(0, 2)]), Layer("b", "w", [(1, 3)])])
    '<mark class="a">甲<b class="w">乙</b></mark><b class="w">丙</b>'
    """
    inside = [list(_within(layer.spans, offset, offset + len(text))) for layer in layers]
    cuts = sorted({0, len(text)}.union(*(set(span) for spans in inside for span in spans)))
    parts: list[str] = []
    open_: list[int] = []
    for start, end in pairwise(cuts):
        wanted = [i for i, spans in enumerate(inside) if any(a <= start < b for a, b in spans)]
        kept = len(commonprefix([open_, wanted]))
        parts += [f"</{layers[i].tag}>" for i in reversed(open_[kept:])]
        parts += [f'<{layers[i].tag} class="{layers[i].name}">' for i in wanted[kept:]]
        parts.append(escape(text[start:end]))
        open_ = wanted
    parts += [f"</{layers[i].tag}>" for i in reversed(open_)]
    return "".join(parts)


def lines(text: str) -> list[Span]:
    """Spans that tile the text, one a line, each with the line end that closes it.

    >>> lines("甲\\r\\n\\n乙")
    [(0, 3), (3, 4), (4, 5)]
    """
    return [match.span() for match in _LINE.finditer(text) if match.group()]


def web_address(url: str) -> str | None:
    """The URL when it is one that may become a link: http or https, with a host.

    >>> web_address("javascript:alert(1)"), web_address("https://example.org/a")
    (None, 'https://example.org/a')
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else None


def _within(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """Spans cut to [start, end) and counted from `start`; empty ones left out."""
    for a, b in spans:
        if max(a, start) < min(b, end):
            yield max(a, start) - start, min(b, end) - start
