"""A place in a document as a reference that can be pasted elsewhere, in four styles.

Only what is known is said: no style makes up an author, a publisher or a date.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from .markup import web_address
from .plain_markup import markdown, markdown_quote

_DIGITS = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "%": r"\%"})


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of a place; empty where it is not known.

    date:    of the document, YYYY[-MM[-DD]]
    place:   headings, paragraph and page, in words
    page:    number of the page, None for a document without pages
    cited:   the day on which it is cited
    """

    key: str
    quote: str
    title: str
    place: str
    cited: date
    author: str = ""
    source: str = ""
    date: str = ""
    url: str = ""
    page: int | None = None


def reference(
    key: str,
    quote: str,
    title: str,
    place: str,
    cited: date,
    metadata: dict[str, str],
    page: int | None = None,
) -> Reference:
    """A reference from what came with a document; an address that is none is not one here.

    Line ends, control characters and marks that turn the direction of writing are taken out of the
    fields, so that each stays one line; the quote is verbatim.
    """
    fields = {name: one_line(metadata.get(name, "")) for name in ("author", "source", "date")}
    if not _DIGITS.fullmatch(fields["date"]):
        fields["date"] = ""
    url = one_line(web_address(metadata.get("url", "")) or "")
    return Reference(
        key, quote, one_line(title), one_line(place), cited, **fields, url=url, page=page
    )


def plain_text(one: Reference, separator: str = ", ") -> str:
    """The quote, and below it where it stands.

    >>> print(plain_text(Reference("k", "桥长百米。", "石桥", "¶ 3", date(2026, 1, 2))))
    “桥长百米。”
    —— 石桥, ¶ 3
    """
    known = (one.author, one.title, one.source, one.date, one.place, one.url)
    return f"“{one.quote.strip()}”\n—— {separator.join(filter(None, known))}"


def markdown_citation(one: Reference, separator: str = ", ") -> str:
    """The same as a Markdown block quote; the title links to the address."""
    title = markdown(one.title)
    if one.url:
        title = f"[{title}](<{one.url.replace('<', '%3C').replace('>', '%3E')}>)"
    known = (markdown(part) for part in (one.author, one.source, one.date, one.place))
    author, *rest = known
    line = separator.join(filter(None, (author, title, *rest)))
    return f"{markdown_quote(one.quote.strip())}\n>\n> — {line}"


def gb_t_7714(one: Reference) -> str:
    """GB/T 7714—2015, 4.6: author. title[type/carrier]. source, year: page(date)[cited]. address.

    A document with an address is an electronic one, online: [EB/OL], with the day of citing. One
    without is of no kind that the standard names, [Z], and has its whole date for the year.

    >>> gb_t_7714(Reference("k", "", "石桥", "", date(2026, 1, 2), "张三", "某报", "2021-03-05",
    ...                     "https://example.org/a", 4))
    '张三. 石桥[EB/OL]. 某报, 2021: 4(2021-03-05)[2026-01-02]. https://example.org/a.'
    >>> gb_t_7714(Reference("k", "", "石桥", "", date(2026, 1, 2), source="某报", date="2021-03"))
    '石桥[Z]. 某报, 2021-03.'
    """
    year = one.date[:4] if one.url else one.date
    published = ", ".join(filter(None, (one.source, year if one.source or one.page else "")))
    if not one.url:
        published = ", ".join(filter(None, (one.source, year)))
    if one.page is not None and published:
        published += f": {one.page}"
    if one.url:
        published += (f"({one.date})" if one.date else "") + f"[{one.cited.isoformat()}]"
    named = f"{one.title}[{'EB/OL' if one.url else 'Z'}]"
    return "".join(f"{part}. " for part in (one.author, named, published, one.url) if part).strip()


def bibtex(one: Reference) -> str:
    """An entry @misc, which every style of BibTeX knows; title and author taken as they stand.

    >>> print(bibtex(Reference("k-1", "", "桥 & 河", "¶ 3", date(2026, 1, 2), date="2021-03-05")))
    @misc{k-1,
      title = {{桥 \\& 河}},
      year = {2021},
      month = {3},
      day = {5},
      note = {¶ 3}
    }
    """
    year, month, day = (*one.date.split("-"), "", "")[:3]
    url = one.url.translate(_IN_ADDRESS)
    fields = {
        "author": f"{{{_latex(one.author)}}}" if one.author else "",
        "title": f"{{{_latex(one.title)}}}",
        "howpublished": _latex(one.source),
        "year": year,
        "month": month.lstrip("0"),
        "day": day.lstrip("0"),
        "url": url,
        "urldate": one.cited.isoformat() if url else "",
        "pages": "" if one.page is None else str(one.page),
        "note": _latex(one.place),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{re.sub(r'[^A-Za-z0-9-]', '', one.key)},\n{lines}\n}}"


def one_line(text: str) -> str:
    """A text in one line, without control characters and marks of the direction of writing.

    >>> one_line("桥\\u202e\\r\\n 河\\0")
    '桥 河'
    """
    spaced = " ".join(text.split())
    return "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in text)
