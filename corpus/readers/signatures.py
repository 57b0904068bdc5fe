"""What a file is by its first bytes, for files under the wrong name."""

from __future__ import annotations

from ..said import Said, said

_SIGNATURES: tuple[tuple[bytes, Said], ...] = (
    (b"%PDF-", said("a PDF (.pdf)")),
    (b"PK\x03\x04", said("a zip archive or an Office document (.zip, .docx, .xlsx, .epub)")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", said("an old or encrypted Office document (.doc, .xls)")),
    (b"{\\rtf", said("rich text (.rtf)")),
    (b"\x89PNG\r\n", said("a picture (.png)")),
    (b"\xff\xd8\xff", said("a picture (.jpg)")),
    (b"GIF8", said("a picture (.gif)")),
    (b"Rar!\x1a\x07", said("an archive (.rar)")),
    (b"7z\xbc\xaf\x27\x1c", said("an archive (.7z)")),
    (b"\x1f\x8b\x08", said("compressed data (.gz)")),
    (b"\xfd7zXZ\x00", said("compressed data (.xz)")),
    (b"SQLite format 3\x00", said("a database")),
    (b"\x7fELF", said("a program")),
)


def kind_of(data: bytes) -> str:
    """The kind of file that begins so, in words for the user; empty where it is not known.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of("问据".encode())
    ('a PDF (.pdf)', '')
    """
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), "")
