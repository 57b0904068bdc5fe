"""Tables as text: .csv and .tsv."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from itertools import islice

from ..errors import ReadError
from ..said import said
from .decoding import decode_text, decoded_reading
from .lines import lay_out
from .reading import LARGEST_TEXT, Reading
from .rows import row, table_lines

_DELIMITERS = ",\t;|，"
_SNIFFED = 50  # rows
_SAMPLE = 200_000  # characters


def read_delimited(data: bytes, encoding: str | None = None) -> list[Reading]:
    """A line for each row, whatever the delimiter; a quoted value may go over several lines.

    Raises:
        ReadError: it is no text, or a quoted value never ends.
    """
    decoded = decode_text(data, encoding)
    csv.field_size_limit(LARGEST_TEXT)
    delimiter = _delimiter(decoded.text[:_SAMPLE])
    rows = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter)
    try:
        numbered = [row(number, cells) for number, cells in enumerate(rows, start=1)]
    except csv.Error as error:
        raise ReadError(
            said("it is no table ({error}); save it again as .csv or .xlsx", error=error)
        ) from error
    text, blocks = lay_out(table_lines(numbered))
    return [replace(decoded_reading(decoded, "csv", text), blocks=blocks)]


def _delimiter(sample: str) -> str:
    """The delimiter that gives the most rows the same width of two or more; a comma if none."""

    def agreement(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(cells) for cells in islice(rows, _SNIFFED) if cells)
        except csv.Error:
            return 0
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return count * 100 + min(width, 99) if width > 1 else 0

    return max(_DELIMITERS, key=agreement)
