"""The bytes of a text file to text, unless they are no text."""

from __future__ import annotations

import re

from ..encodings import Decoded, decode, decode_as
from ..errors import ReadError
from ..said import said
from .reading import Reading, refuse_if_too_long
from .signatures import kind_of

_WIDEST = 4  # bytes of a character in any encoding
_NEVER_WRITTEN = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd\ue000-\uf8ff]")
_SHARE_IN_NO_TEXT = 0.05
_ACCIDENTS = 10  # that many may be damage, even in a short text


def decode_text(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a file that should hold text, in the encoding that is known of it or the likeliest.

    Raises:
        ReadError: it is a picture, a program or the like under a text file's name, or too long.
    """
    refuse_if_too_long(len(data) // _WIDEST)
    kind = kind_of(data)
    if kind:
        raise ReadError(said("it is no text but {kind}; give it the suffix of its kind", kind=kind))
    decoded = decode_as(data, encoding) if encoding else decode(data)
    refuse_if_too_long(len(decoded.text))
    refuse_unless_text(decoded, encoding)
    return decoded


def refuse_unless_text(decoded: Decoded, asked: str | None = None) -> None:
    """Raise ReadError where a decoder made of the bytes what nobody writes."""
    if decoded.encoding == "utf-8" and not decoded.replaced:
        return
    strange = len(_NEVER_WRITTEN.findall(decoded.text))
    if strange > max(_ACCIDENTS, _SHARE_IN_NO_TEXT * len(decoded.text)):
        if asked:
            raise ReadError(said("its bytes are no text in {encoding}", encoding=asked))
        raise ReadError(said("its bytes are no text in any encoding that Wenju knows"))


def decoded_reading(decoded: Decoded, format_: str, text: str | None = None) -> Reading:
    """A reading of the decoded text, or of what the format makes of it."""
    return Reading(
        decoded.text if text is None else text,
        format_,
        decoded.encoding,
        decoded.replaced,
        encoding_confidence=decoded.confidence,
    )
