"""Small PDF files for tests, made by hand: Latin text in Helvetica, Han text in a font that is not
in the file and whose characters a ToUnicode map names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

A4 = (595, 842)


class At(NamedTuple):
    """A line whose baseline begins at (x, y), in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10


def pdf(
    pages: Sequence[Sequence[At]],
    info: str = "",
    trailer: str = "",
    picture: bool = False,
    mapped: bool = True,
) -> bytes:
    """A file with such pages, each with a `picture` on it; fonts that are not `mapped` do not say
    which characters they show."""
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type0 /BaseFont /SomeHan /Encoding /Identity-H"
        b" /DescendantFonts [5 0 R] " + (b"/ToUnicode 6 0 R >>" if mapped else b">>"),
        5: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SomeHan /DW 1000"
        b" /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        6: _stream(_to_unicode({char for page in pages for line in page for char in line.text})),
        7: b"<< /Type /FontDescriptor /FontName /SomeHan /Flags 4 /FontBBox [0 -200 1000 880]"
        b" /Ascent 880 /Descent -120 /CapHeight 700 /ItalicAngle 0 /StemV 80 >>",
        8: _stream(b"\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1"
                   " /ColorSpace /DeviceGray /BitsPerComponent 8"),
        9: b"<< " + info.encode("latin-1") + b" >>",
    }  # fmt: skip
    kids = []
    for page in pages:
        number = len(objects) + 2
        kids.append(f"{number} 0 R")
        content = b"\n".join(map(_show, page)) + (b" 500 0 0 500 0 0 cm /P Do" if picture else b"")
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents {number + 1}"
            " 0 R /Resources << /Font << /L 3 0 R /H 4 0 R >> /XObject << /P 8 0 R >> >> >>"
        ).encode()
        objects[number + 1] = _stream(content)
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects, trailer)


def _to_unicode(chars: set[str]) -> bytes:
    """A map in which the code of a character is its own number."""
    codes = sorted(f"{ord(char):04x}" for char in chars)
    lines = [f"1 beginbfchar <{code}> <{code}> endbfchar" for code in codes]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *lines,
            "endcmap end end",
        ]
    ).encode()


def _show(line: At) -> bytes:
    """The operators that set a line, its Han and its Latin parts each in their font."""
    out = [f"BT 1 0 0 1 {line.x} {line.y} Tm"]
    for latin, text in _runs(line.text):
        if latin:
            shown = "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
        else:
            shown = "<" + text.encode("utf-16-be").hex() + ">"
        out.append(f"/{'L' if latin else 'H'} {line.size} Tf {shown} Tj")
    return (" ".join(out) + " ET").encode("latin-1")


def _runs(text: str) -> list[tuple[bool, str]]:
    runs: list[tuple[bool, str]] = []
    for char in text:
        latin = ord(char) < 256
        if runs and runs[-1][0] == latin:
            runs[-1] = latin, runs[-1][1] + char
        else:
            runs.append((latin, char))
    return runs


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: dict[int, bytes], trailer: str) -> bytes:
    out = b"%PDF-1.7\n"
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    count = max(objects) + 1
    entries = [
        f"{places[number]:010} 00000 n \n" if number in places else "0000000000 65535 f \n"
        for number in range(count)
    ]
    table = f"xref\n0 {count}\n{''.join(entries)}trailer\n<< /Size {count} /Root 1 0 R /Info 9 0 R"
    return out + f"{table} {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
