"""Files that Wenju does not read, and what their owner can do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from ..said import Said, said

_ADVICE: tuple[tuple[str, Said], ...] = (
    (".doc .dot .wps .wpt .rtf .odt .pages", said("save it as .docx")),
    (".xls .et .ett .ods .numbers", said("save it as .xlsx or .csv")),
    (".ppt .pptx .dps .odp .key .ofd .caj .xps .djvu .ps", said("save it as .pdf")),
    (".mobi .azw .azw3 .fb2 .chm", said("convert it to .epub")),
    (".mht .mhtml .url .webloc", said("save the page as .html")),
    (".rar .7z .gz .bz2 .xz .zst .cab .iso", said("unpack it, or pack it as .zip")),
    (
        ".png .jpg .jpeg .gif .bmp .tif .tiff .webp .heic .svg .psd",
        said("recognise its text (OCR) and save that as .pdf or .txt"),
    ),
    (
        ".mp3 .wav .m4a .flac .ogg .amr .wma .mp4 .mkv .avi .mov .wmv .flv .webm",
        said("write down what is said and save that as .txt"),
    ),
    (".eml .msg .pst", said("save the message as .txt or .pdf")),
    (".json", said("save it as .jsonl, an object with a text field a line")),
    (".xml .tex .rst .org .srt .vtt .log", said("save it as .txt")),
)
_WHAT_TO_DO: Mapping[str, Said] = {
    suffix: advice for suffixes, advice in _ADVICE for suffix in suffixes.split()
}


def unsupported(name: str) -> Said:
    """Why a file is not read and what to do about it, in words for the user.

    >>> unsupported("会议纪要.DOC")
    '.doc files are not supported; save it as .docx'
    """
    suffix = PurePath(name).suffix.lower()
    advice = _WHAT_TO_DO.get(suffix, said("if it holds text, save it as .txt, .docx or .pdf"))
    if not suffix:
        return said("files without a suffix are not supported; {advice}", advice=advice)
    return said("{suffix} files are not supported; {advice}", suffix=suffix, advice=advice)
