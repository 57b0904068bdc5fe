"""One reader per format: bytes to the documents in them and what the format says about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
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
from .reading import Reader, Reading, TextReader
from .safely import read_safely
from .spreadsheet import read_spreadsheet
from .tar_members import members_of_tar
from .text import read_markdown, read_text
from .unsupported import unsupported
from .zip_members import members_of_zip

_T = TypeVar("_T")

_TEXTS: Mapping[str, TextReader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
_FORMATS: Mapping[str, Reader] = {
    **_TEXTS,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".epub": read_epub,
    ".xlsx": read_spreadsheet,
    ".xlsm": read_spreadsheet,
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


def reader_for(name: str, encoding: str | None = None) -> Reader | None:
    """The reader for a file of that name, by the longest suffix that is known; None if none is.

    With an `encoding`, text is read in it, also the text in an archive; formats that say themselves
    how they are encoded are read as they say.

    >>> reader_for("法规.tar.xz") is READERS[".tar.xz"], reader_for("a.png")
    (True, None)
    """
    text_reader = _by_suffix(name, _TEXTS)
    if encoding and text_reader:
        return partial(text_reader, encoding=encoding)
    reader = _by_suffix(name, READERS)
    if encoding and isinstance(reader, ArchiveReader):
        return replace(reader, reader_for=partial(reader_for, encoding=encoding))
    return reader


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
