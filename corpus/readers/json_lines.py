"""JSON Lines: an object a line, each a document of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from ..encodings import Decoded
from ..errors import ReadError
from ..metadata import iso_date
from ..said import one_after_the_other, said
from .decoding import decode_text
from .reading import Reading

_TEXT = ("text", "content", "body")
_NO_JSON = said("not valid JSON")
_NO_OBJECT = said("not an object in braces")
_NO_TEXT = said("without a text in the field text, content or body")


def read_json_lines(data: bytes, encoding: str | None = None) -> list[Reading]:
    """A document for each line: its text, its title, and its other plain values as metadata.

    Lines without a text are left out, and a note names them.

    Raises:
        ReadError: no line can be used.
    """
    decoded = decode_text(data, encoding)
    readings: list[Reading] = []
    bad: dict[str, list[int]] = {}
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        if line.strip():
            fields = _fields(line)
            if isinstance(fields, str):
                bad.setdefault(fields, []).append(number)
            else:
                readings.append(_reading(fields, number, decoded))
    notes = tuple(_note(numbers, why) for why, numbers in bad.items())
    if not readings:
        raise ReadError(one_after_the_other((said("no line is a document"), *notes)))
    readings[0] = replace(readings[0], replaced=decoded.replaced, notes=notes)
    return readings


def _fields(line: str) -> Mapping[str, object] | str:
    """The object that the line is, or why it is no document."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return _NO_JSON
    if not isinstance(value, dict):
        return _NO_OBJECT
    texts = (value.get(name) for name in _TEXT)
    return value if any(isinstance(text, str) and text.strip() for text in texts) else _NO_TEXT


def _reading(fields: Mapping[str, object], number: int, decoded: Decoded) -> Reading:
    name = next(n for n in _TEXT if isinstance(fields.get(n), str) and str(fields[n]).strip())
    title = fields.get("title")
    metadata = {
        key: _plain(key, value)
        for key, value in fields.items()
        if key not in (name, "title") and isinstance(value, (str, int, float)) and value != ""
    }
    return Reading(
        _whole(str(fields[name])),
        "jsonl",
        decoded.encoding,
        title=_whole(title.strip()) or None if isinstance(title, str) else None,
        metadata=metadata,
        member=f"line {number}",
        encoding_confidence=decoded.confidence,
    )


def _plain(key: str, value: str | float) -> str:
    text = json.dumps(value) if isinstance(value, bool) else _whole(str(value))
    return (iso_date(text) or text) if key == "date" else text


def _whole(text: str) -> str:
    """With U+FFFD for half a surrogate pair, which JSON can write and nothing can store."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _note(numbers: Sequence[int], why: str) -> str:
    lines = ", ".join(_ranges(numbers))
    if len(numbers) == 1:
        return said("line {lines} is {why}", lines=lines, why=why)
    return said("lines {lines} are {why}", lines=lines, why=why)


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """1, 2, 3, 7 as 1–3, 7."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield str(members[0]) if len(members) == 1 else f"{members[0]}–{members[-1]}"
