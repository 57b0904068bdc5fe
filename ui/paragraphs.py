"""A document's text as HTML paragraphs, one a line of the file, verbatim."""

from __future__ import annotations

from collections.abc import Sequence

from .markup import Layer, lines, mark

_LINE_LENGTH = 38  # characters on a line of the page, about; tells an unseen paragraph's height


def paragraphs(text: str, layers: Sequence[Layer], offset: int = 0) -> str:
    """The text in `<p>` elements, marked as in `mark`; line ends stand inside, so nothing is lost.

    A long paragraph says how many lines it takes, so that the browser need not lay it out before
    it is scrolled to. A paragraph that the first layer touches is of class `cited`.
    """
    return "".join(
        _paragraph(text[start:end], layers, offset + start) for start, end in lines(text)
    )


def _paragraph(line: str, layers: Sequence[Layer], offset: int) -> str:
    kinds = ["line"]
    if not line.strip():
        kinds.append("blank")
    elif layers and any(a < offset + len(line) and offset < b for a, b in layers[0].spans):
        kinds.append("cited")
    height = -(-len(line) // _LINE_LENGTH)
    style = f' style="--lines:{height}"' if height > 1 else ""
    return f'<p class="{" ".join(kinds)}"{style}>{mark(line, layers, offset)}</p>'
