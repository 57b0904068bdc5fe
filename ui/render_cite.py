"""A hit as a reference to copy, in four styles."""

from __future__ import annotations

from datetime import date

from qa import Hit

from .citation_styles import bibtex, gb_t_7714, markdown_citation, plain_text
from .exports import reference_of
from .markup import escape
from .translations import Texts


def render_cite(hit: Hit, texts: Texts, today: date) -> str:
    """Each style as text that can be seen, and a button that copies it."""
    one = reference_of(hit, texts, today)
    styles = (
        (texts.style_plain, plain_text(one, texts.clause_separator)),
        ("GB/T 7714—2015", gb_t_7714(one)),
        ("BibTeX", bibtex(one)),
        ("Markdown", markdown_citation(one, texts.clause_separator)),
    )
    rows = "".join(
        f'<div class="style"><h3>{escape(name)}</h3><button type="button" class="copy"'
        f' data-done="{escape(texts.copied)}"'
        f' aria-label="{escape(texts.copy)} {escape(name)}">{escape(texts.copy)}</button>'
        f'<pre lang="" tabindex="0">{escape(text)}</pre></div>'
        for name, text in styles
    )
    return f'<details class="more cite"><summary>{escape(texts.cite)}</summary>{rows}</details>'
