import io
import zipfile

import pytest

from corpus import ReadError
from corpus.readers.epub import read_epub
from tests.corpus.readers.checks import asides, headings

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>三国演义</dc:title><dc:creator>罗贯中</dc:creator><dc:date>1522-01-01T00:00:00Z</dc:date>
</metadata><manifest>
<item id="b" href="text/2%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/1.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="p" href="p.png" media-type="image/png"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="p"/></spine>
</package>"""
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/>'
    "</head><body>{}</body></html>"
)
PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": PACKAGE,
    "OEBPS/nav.xhtml": PAGE.format("<nav><h2>目录</h2><ol><li>第一回</li></ol></nav>"),
    "OEBPS/text/1.xhtml": PAGE.format("<h1>第一回</h1><p>话说天下大势，</p><p>分久必合。</p>"),
    "OEBPS/text/2 b.xhtml": PAGE.format("<h1>第二回</h1><h2>其一</h2><p>且说董卓。</p>"),
}


def book(**changed: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {
            **PARTS,
            **{n.replace("__", "/"): t for n, t in changed.items()},
        }.items():
            if text:
                archive.writestr(name, text)
    return file.getvalue()


def test_chapters_stand_in_reading_order() -> None:
    (reading,) = read_epub(book())
    assert reading.text.split("\n") == [
        "目录", "第一回", "第一回", "话说天下大势，", "分久必合。", "第二回", "其一", "且说董卓。",
    ]  # fmt: skip
    assert headings(reading) == [(1, "第一回"), (1, "第二回"), (2, "其一")]
    assert asides(reading) == [("table of contents", "目录"), ("table of contents", "第一回")]
    assert (reading.title, reading.metadata) == (
        "三国演义",
        {"author": "罗贯中", "date": "1522-01-01"},
    )


def test_a_missing_chapter_is_reported_and_the_others_are_read() -> None:
    (reading,) = read_epub(book(**{"OEBPS/text/1.xhtml": ""}))
    assert reading.text.split("\n")[-1] == "且说董卓。"
    assert reading.notes == (
        "the chapter OEBPS/text/1.xhtml is left out: its part OEBPS/text/1.xhtml is missing",
    )


def test_a_protected_book_is_refused() -> None:
    protected = (
        '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:CipherData>'
        '<enc:CipherReference URI="OEBPS/text/1.xhtml"/></enc:CipherData></encryption>'
    )
    with pytest.raises(ReadError, match=r"it is protected \(DRM\)"):
        read_epub(book(**{"META-INF/encryption.xml": protected}))


def test_a_zip_that_is_no_book_is_refused() -> None:
    with pytest.raises(ReadError, match=r"it is no book: META-INF/container\.xml names no package"):
        read_epub(book(**{"META-INF/container.xml": ""}))
