"""Books: .epub. EPUB 3.3, https://www.w3.org/TR/epub-33/"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from ..errors import ReadError
from ..said import said
from .html import decode_page
from .lines import Line, lay_out
from .markup import page_lines, parse_page
from .properties import metadata_of, title_of
from .reading import Reading
from .xml import Element, parse_xml
from .zip_files import open_package, unpack

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read_epub(data: bytes) -> list[Reading]:
    """A book's chapters in their reading order, a line for each block element.

    Raises:
        ReadError: it is damaged, protected (DRM) or no book.
    """
    archive = open_package(data)
    path = next((node.get("full-path") for node in _find(archive, _CONTAINER, "rootfile")), None)
    if not path:
        raise ReadError(said("it is no book: {part} names no package", part=_CONTAINER))
    package = _xml(archive, path)
    pages = list(_spine(package, posixpath.dirname(path)))
    protected = {node.get("URI") for node in _find(archive, _ENCRYPTION, "CipherReference")}
    if protected & {name for name, _ in pages}:
        raise ReadError(said("it is protected (DRM); only the shop's own program can open it"))
    notes: list[str] = []
    text, blocks = lay_out(_lines(archive, pages, notes))
    author = ", ".join(_said(package, "creator"))
    return [
        Reading(
            text,
            "epub",
            "utf-8",
            title=title_of(next(_said(package, "title"), None)),
            metadata=metadata_of(author, next(_said(package, "date"), None)),
            blocks=blocks,
            notes=tuple(notes),
        )
    ]


def _lines(
    archive: zipfile.ZipFile, pages: list[tuple[str, bool]], notes: list[str]
) -> Iterator[Line]:
    for name, is_contents in pages:
        try:
            root = parse_page(decode_page(unpack(archive, name)).text)
        except ReadError as error:
            notes.append(
                said("the chapter {name} is left out: {reason}", name=name, reason=error.said)
            )
            continue
        for line, _, furniture in page_lines(root) if root is not None else ():
            aside = "table of contents" if is_contents or furniture == "navigation" else ""
            yield line._replace(aside=aside, level=0) if aside else line


def _spine(package: Element, folder: str) -> Iterator[tuple[str, bool]]:
    """The member of each page in the order of reading, and whether it is a table of contents."""
    items: Mapping[str, Element] = {item.get("id") or "": item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref") or "")
        if item is not None and item.get("media-type") in _PAGES:
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
            yield name, "nav" in (item.get("properties") or "").split()


def _said(package: Element, name: str) -> Iterator[str]:
    """The values that the package gives for a Dublin Core element."""
    for node in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"):
        text = " ".join("".join(map(str, node.itertext())).split())
        if text:
            yield text


def _find(archive: zipfile.ZipFile, name: str, tag: str) -> list[Element]:
    if name not in archive.namelist():
        return []
    return list(_xml(archive, name).iter(f"{{*}}{tag}"))


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        return parse_xml(unpack(archive, name))
    except ReadError as error:
        raise ReadError(
            said("its part {part} is damaged: {reason}", part=name, reason=error.said)
        ) from error
