"""Files that Wenju does not read, and what their owner can do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

_ADVICE: tuple[tuple[str, str], ...] = (
    (".doc .dot .wps .wpt .rtf .odt .pages", "save it as .docx"),
    (".xls .et .ett .ods .numbers", "save it as .xlsx or .csv"),
    (".ppt .pptx .dps .odp .key .ofd .caj .xps .djvu .ps", "save it as .pdf"),
    (".mobi .azw .azw3 .fb2 .chm", "convert it to .epub"),
    (".mht .mhtml .url .webloc", "save the page as .html"),
    (".rar .7z .gz .bz2 .xz .zst .cab .iso", "unpack it, or pack it as .zip"),
    (
        ".png .jpg .jpeg .gif .bmp .tif .tiff .webp .heic .svg .psd",
        "recognise its text (OCR) and save that as .pdf or .txt",
    ),
    (
        ".mp3 .wav .m4a .flac .ogg .amr .wma .mp4 .mkv .avi .mov .wmv .flv .webm",
        "write down what is said and save that as .txt",
    ),
    (".eml .msg .pst", "save the message as .txt or .pdf"),
    (".json", "save it as .jsonl, an object with a text field a line"),
    (".xml .tex .rst .org .srt .vtt .log", "save it as .txt"),
)
_WHAT_TO_DO: Mapping[str, str] = {
    suffix: advice for suffixes, advice in _ADVICE for suffix in suffixes.split()
}


def unsupported(name: str) -> str:
    """Why a file is not read and what to do about it, in words for the user.

    >>> unsupported("会议纪要.DOC")
    '.doc files are not supported; save it as .docx'
    """
    suffix = PurePath(name).suffix.lower()
    kind = f"{suffix} files" if suffix else "files without a suffix"
    advice = _WHAT_TO_DO.get(suffix, "if it holds text, save it as .txt, .docx or .pdf")
    return f"{kind} are not supported; {advice}"
