"""Excel workbooks: .xlsx."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ..errors import ReadError
from ..said import said
from .lines import Line, lay_out
from .properties import metadata_of, title_of
from .reading import Reading
from .rows import Row, row, table_lines
from .zip_files import open_package, unpack

_WITHOUT_RESULT = re.compile(rb"<f[ >/](?:[^<]*</f>)?\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DECIMALS = re.compile(r"0\.(0+)")


def read_spreadsheet(data: bytes) -> list[Reading]:
    """A line for each row of each sheet; formulas give the results that the file keeps of them.

    Raises:
        ReadError: it is damaged, encrypted or no workbook.
    """
    import openpyxl  # takes a fifth of a second to import

    package = open_package(data)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        lines = [line for sheet in workbook.worksheets for line in _sheet_lines(sheet)]
    except Exception as error:  # openpyxl lets any parser's error through
        raise ReadError(said("it is damaged or no workbook ({error})", error=error)) from error
    text, blocks = lay_out(lines)
    properties = workbook.properties
    return [
        Reading(
            text,
            "xlsx",
            "utf-8",
            title=title_of(properties.title),
            metadata=metadata_of(properties.creator, _iso(properties.modified)),
            blocks=blocks,
            notes=_notes(package),
        )
    ]


def _iso(value: dt.datetime | None) -> str | None:
    return value.date().isoformat() if value else None


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # some programs write a size that leaves rows out
    return table_lines(_rows(sheet), sheet.title)


def _rows(sheet: Any) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield row(number, (_shown(cell.value, cell.number_format) for cell in cells))


def _shown(value: object, number_format: str | None) -> str:
    """A cell's value about as the spreadsheet shows it.

    >>> _shown(0.156, "0.0%"), _shown(3.0, "General"), _shown(dt.datetime(2023, 3, 5), "General")
    ('15.6%', '3', '2023-03-05')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, (int, float)):
        if number_format and "%" in number_format:
            decimals = _DECIMALS.search(number_format)
            return f"{value * 100:.{len(decimals[1]) if decimals else 0}f}%"
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    return str(value)


def _notes(package: zipfile.ZipFile) -> tuple[str, ...]:
    sheets = [name for name in package.namelist() if _SHEET.fullmatch(name)]
    count = sum(len(_WITHOUT_RESULT.findall(unpack(package, name))) for name in sheets)
    if not count:
        return ()
    return (
        said(
            "formulas without a stored result are left out ({count}); open the file in a"
            " spreadsheet program and save it",
            count=count,
        ),
    )
