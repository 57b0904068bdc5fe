"""XML that comes from anywhere: no entity is expanded and nothing is fetched."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from ..errors import ReadError
from ..said import said

Element: TypeAlias = etree._Element


def parse_xml(data: bytes) -> Element:
    """The root of a document.

    Raises:
        ReadError: it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(said("it is no well-formed XML ({error})", error=error)) from error
