"""Word documents: .docx."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from ..errors import ReadError
from ..said import said
from .docx_body import BodyReader
from .docx_headings import contents_styles, heading_levels
from .docx_numbers import Numbering
from .lines import Line, lay_out
from .properties import metadata_of, title_of
from .reading import Reading
from .xml import Element, parse_xml
from .zip_files import open_package

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_NOTES = ("footnotes", "endnotes")
# What python-docx puts into a document, of its template, unless its user says something else.
_TEMPLATE_AUTHOR, _TEMPLATE_TIME = "python-docx", dt.datetime(2013, 12, 23, 23, 15)


def read_docx(data: bytes) -> list[Reading]:
    """Paragraphs and tables in their order, a line each, then footnotes and endnotes.

    Headers, footers, comments, deleted and hidden text are left out.

    Raises:
        ReadError: it is damaged, encrypted or no Word document.
    """
    import docx  # takes a tenth of a second to import

    open_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
        text, blocks = lay_out(_lines(document))
        properties = document.core_properties
        title = title_of(properties.title)
        author = "" if properties.author == _TEMPLATE_AUTHOR else properties.author
        date = _iso(properties.modified or properties.created)
    except Exception as error:  # python-docx lets any parser's error through
        raise ReadError(said("it is damaged or no Word document ({error})", error=error)) from error
    metadata = metadata_of(author, date)
    return [Reading(text, "docx", "utf-8", title=title, metadata=metadata, blocks=blocks)]


def _iso(value: dt.datetime | None) -> str | None:
    is_known = value and value.replace(tzinfo=None) != _TEMPLATE_TIME
    return value.date().isoformat() if value and is_known else None


def _lines(document: WordDocument) -> list[Line]:
    styles = _part(document, "styles")
    numbering = Numbering.of(_part(document, "numbering"), styles)
    reader = BodyReader(heading_levels(styles), contents_styles(styles), numbering)
    lines = reader.lines(document.element.body)
    for kind in _NOTES:
        notes = _part(document, kind)
        if notes is not None:
            lines += reader.note_lines(notes)
    return lines


def _part(document: WordDocument, kind: str) -> Element | None:
    """The root of a part that the document refers to by its kind, such as `footnotes`."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None
