"""A document's text as HTML paragraphs, one a line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from corpus import readable

from .markup import Layer, Span, escape, lines, mark

_LINE_LENGTH = 38  # characters on a line of the page, about; tells an unseen paragraph's height


def paragraphs(
    text: str, layers: Sequence[Layer], offset: int = 0, cited: Span | None = None
) -> str:
    """The text in `<p>` elements, marked as in `mark`; line ends stand inside, so nothing is lost.

    A long paragraph says how many lines it takes, so that the browser need not lay it out before
    it is scrolled to. A paragraph that the cited span touches is of class `cited`.
    """
    spans = lines(text)
    return "".join(
        _paragraph(text[start:end], touching, offset + start, cited)
        for (start, end), touching in zip(spans, _by_line(spans, layers, offset), strict=True)
    )


def quoted(tag: str, quote: str, layers: Sequence[Layer], offset: int = 0) -> str:
    """A quote as one reads it; where that is not verbatim, what is copied stands beside it."""
    clean = readable(quote)
    moved = [
        layer._replace(spans=[clean.within(a - offset, b - offset) for a, b in layer.spans])
        for layer in layers
    ]
    verbatim = f' data-quote="{escape(quote)}"' if clean.text != quote else ""
    shown = paragraphs(clean.text, moved)
    return f'<{tag} class="text" lang=""{verbatim}>{shown}</{tag}>'


def _by_line(spans: Sequence[Span], layers: Sequence[Layer], offset: int) -> list[list[Layer]]:
    """For each line the layers with only those spans that touch it.

    A long document has thousands of both.
    """
    starts = [offset + start for start, _ in spans]
    touching: list[list[Layer]] = [[] for _ in spans]
    for layer in layers:
        of_line: dict[int, list[Span]] = {}
        for span in layer.spans:
            first = max(bisect_right(starts, span[0]) - 1, 0)
            for line in range(first, bisect_left(starts, span[1])):
                of_line.setdefault(line, []).append(span)
        for line, some in of_line.items():
            touching[line].append(layer._replace(spans=some))
    return touching


def _paragraph(line: str, layers: Sequence[Layer], offset: int, cited: Span | None) -> str:
    kinds = ["line"]
    if not line.strip():
        kinds.append("blank")
    elif cited and cited[0] < offset + len(line) and offset < cited[1]:
        kinds.append("cited")
    height = -(-len(line) // _LINE_LENGTH)
    style = f' style="--lines:{height}"' if height > 1 else ""
    return f'<p class="{" ".join(kinds)}"{style}>{mark(line, layers, offset)}</p>'
