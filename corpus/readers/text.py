"""Plain text and Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from .decoding import decode_text, decoded_reading
from .reading import Reading

_FIRST_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+):[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)


def read_text(data: bytes, encoding: str | None = None) -> list[Reading]:
    return [decoded_reading(decode_text(data, encoding), "text")]


def read_markdown(data: bytes, encoding: str | None = None) -> list[Reading]:
    """Markdown; the simple `name: value` lines of its front matter become metadata."""
    decoded = decode_text(data, encoding)
    front = _FRONT_MATTER.match(decoded.text)
    fields = {name.lower(): value for name, value in _FIELD.findall(front[1])} if front else {}
    heading = _FIRST_HEADING.search(decoded.text)
    title = fields.pop("title", None) or (heading[1] if heading else None)
    return [replace(decoded_reading(decoded, "markdown"), title=title, metadata=fields)]
