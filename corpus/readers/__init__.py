"""One reader per format: bytes to the documents in them and what the format says about each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import TypeVar

from .archive import ArchiveReader
from .delimited import read_delimited
from .docx import read_docx
from .epub import read_epub
from .html import read_html
from .json_lines import read_json_lines
from .member import Members
from .pdf import read_pdf
from .reading import Reader, Reading
from .safely import read_safely
from .spreadsheet import read_spreadsheet
from .tar_members import members_of_tar
from .text import read_markdown, read_text
from .unsupported import unsupported
from .zip_members import members_of_zip

_T = TypeVar("_T")

_FORMATS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".epub": read_epub,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": read_spreadsheet,
    ".xlsm": read_spreadsheet,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
_ARCHIVES: Mapping[str, Members] = {
    ".zip": members_of_zip,
    ".tar": members_of_tar,
    ".tar.gz": members_of_tar,
    ".tgz": members_of_tar,
    ".tar.xz": members_of_tar,
    ".txz": members_of_tar,
    ".tar.bz2": members_of_tar,
    ".tbz2": members_of_tar,
}


def reader_for(name: str) -> Reader | None:
    """The reader for a file of that name, by the longest suffix that is known; None if none is.

    >>> reader_for("法规.tar.xz") is READERS[".tar.xz"], reader_for("a.png")
    (True, None)
    """
    return _by_suffix(name, READERS)


def _by_suffix(name: str, known: Mapping[str, _T]) -> _T | None:
    suffixes = PurePath(name.lower()).suffixes
    longest_first = ("".join(suffixes[start:]) for start in range(len(suffixes)))
    return next((known[suffix] for suffix in longest_first if suffix in known), None)


def _members_for(name: str) -> Members | None:
    return _by_suffix(name, _ARCHIVES)


READERS: Mapping[str, Reader] = {
    **_FORMATS,
    **{
        suffix: ArchiveReader(members, reader_for, _members_for)
        for suffix, members in _ARCHIVES.items()
    },
}

__all__ = ["READERS", "Reader", "Reading", "read_safely", "reader_for", "unsupported"]
