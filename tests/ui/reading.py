"""Reads HTML the way a browser does: its text, and which elements stand around which text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "img", "input", "meta", "link", "hr", "circle", "line"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Reading(HTMLParser):
    """Every element of a piece of HTML in the order of its start; fails where tags do not nest."""

    elements: list[Element] = field(default_factory=list)
    open_: list[Element] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self.open_.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open_ and self.open_[-1].tag == tag, f"</{tag}> closes {self.open_[-1:]}"
        self.open_.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for element in self.open_:
            element.text += data

    def of(self, tag: str, name: str | None = None) -> list[Element]:
        """The elements of that tag, and class where one is given."""
        return [
            element
            for element in self.elements
            if element.tag == tag
            and (name is None or name in element.attributes.get("class", "").split())
        ]


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    assert not reading.open_, f"never closed: {reading.open_}"
    return reading
