"""Bytes to text: which encoding a file is in, decided on all of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from .errors import UsageError
from .languages import (
    ANY,
    CENTRAL,
    CHINESE,
    EASTERN,
    GREEK,
    JAPANESE,
    KNOWN,
    KOREAN,
    LANGUAGES,
    TURKISH,
    WESTERN,
    log_likelihoods,
)
from .said import said

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
REPLACEMENT = "\ufffd"


# Browsers read these names as the wider encoding, and pages count on it.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}


class _Candidate(NamedTuple):
    """An encoding, the languages that it was made for, and the logarithm of how often it is met
    beside GB18030."""

    encoding: str
    languages: Sequence[str]
    prior: float


_CANDIDATES = (
    _Candidate("utf-8", (ANY,), 0),
    _Candidate("gb18030", (CHINESE,), 0),
    _Candidate("gb18030", (JAPANESE,), -7),
    _Candidate("big5hkscs", (CHINESE,), -1),
    _Candidate("cp932", (JAPANESE,), -2),
    _Candidate("euc_jp", (JAPANESE,), -2),
    _Candidate("cp949", (KOREAN,), -2),
    _Candidate("cp1252", WESTERN, -2),
    _Candidate("cp1251", EASTERN, -2),
    _Candidate("cp1250", CENTRAL, -4),
    _Candidate("iso8859-2", CENTRAL, -6),
    _Candidate("koi8-r", EASTERN, -5),
    _Candidate("cp1253", (GREEK,), -5),
    _Candidate("cp1254", (TURKISH,), -8),
    _Candidate("utf-16-le", KNOWN, -6),
    _Candidate("utf-16-be", KNOWN, -6),
    _Candidate("utf-32-le", KNOWN, -6),
    _Candidate("utf-32-be", KNOWN, -6),
)
_OFFERED = dict.fromkeys(candidate.encoding for candidate in _CANDIDATES)
_UNWRITTEN = re.compile(rb"[\x00-\x08\x0e-\x1a]")  # in no text, but in UTF-16
# A long stretch of ASCII, but for its edges, is the same in every encoding and tells nothing.
_LONG_PLAIN = re.compile(rb"([\t\n\r -~]{40})[\t\n\r -~]{400,}([\t\n\r -~]{40})")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(r"[^\x00-\x7f]+")
# Log likelihoods in an encoding that is none of these: of a byte of ASCII, of a byte beyond it, and
# that a run of such bytes begins.
_ASCII, _UNKNOWN, _LEAVING_ASCII = -3.0, -5.2, -3.0
_CUT_OFF = -8.0  # log likelihood that the file ends inside a character
_LOST = -13.8  # of each byte of a character that could not be decoded, beyond the first
_HOPELESS = 1000  # that far behind on a sample, an encoding is not tried on the rest
_SAMPLE = 1 << 16  # bytes
# Characters depend on each other, so that the evidence is less than the sum over them says.
_INDEPENDENT = 0.5


@dataclass(frozen=True, slots=True)
class Decoded:
    """`replaced` counts the places where bytes made no character and U+FFFD stands instead.

    `confidence` is the probability, 0 to 1, that `encoding` is the right one: 1 where a byte order
    mark, valid UTF-8, the file or the user says so. Else it is what Bayes' rule makes of how
    likely the bytes are as writing in each encoding (`corpus.languages`), encodings that give the
    same text taken together, and one that is none of those known here set against them.
    """

    text: str
    encoding: str
    replaced: int
    confidence: float = 1.0


class _Guess(NamedTuple):
    decoded: Decoded
    score: float  # log likelihood of the bytes, plus the prior


def decode(data: bytes) -> Decoded:
    """Decode with the byte order mark, as UTF-8, or as the encoding that reads most naturally.

    Line ends are kept as they are; a byte order mark is not part of the text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return decode_as(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and not _UNWRITTEN.search(data):
        return Decoded(text, "utf-8", 0)
    return _most_likely(data)


def _most_likely(data: bytes) -> Decoded:
    evidence = _LONG_PLAIN.sub(rb"\1\n\2", data)
    guesses = [_guess(evidence, candidate) for candidate in _worth_trying(evidence)]
    best = max(guesses, key=lambda guess: guess.score).decoded
    scores = np.array([*(guess.score for guess in guesses), _as_unknown(evidence, best)])
    odds = np.exp((scores - scores.max()) * _INDEPENDENT)
    same = [guess.decoded.text == best.text for guess in guesses]
    confidence = float(odds[:-1][same].sum() / odds.sum())
    whole = best if len(evidence) == len(data) else decode_as(data, best.encoding)
    return replace(whole, confidence=confidence)


def _worth_trying(data: bytes) -> Sequence[_Candidate]:
    """On a large file, all but the encodings that are far behind where it first leaves ASCII."""
    if len(data) <= _SAMPLE:
        return _CANDIDATES
    first = _BEYOND_ASCII.search(data)
    start = first.start() // 4 * 4 if first else 0
    scores = [_guess(data[start : start + _SAMPLE], one).score for one in _CANDIDATES]
    enough = max(scores) - _HOPELESS
    return [one for one, score in zip(_CANDIDATES, scores, strict=True) if score >= enough]


def _guess(data: bytes, candidate: _Candidate) -> _Guess:
    decoded = decode_as(data, candidate.encoding)
    whole = decoded.text.removesuffix(REPLACEMENT)
    rows = [LANGUAGES.index(language) for language in candidate.languages]
    score = candidate.prior + float(log_likelihoods(whole)[rows].max())
    if len(whole) < len(decoded.text):
        score += _CUT_OFF
    unit = len(" ".encode(candidate.encoding))  # bytes that a lost character stands for, at least
    return _Guess(decoded, score + _LOST * decoded.replaced * (unit - 1))


def _as_unknown(data: bytes, decoded: Decoded) -> float:
    """The log likelihood of the bytes where what they say beyond ASCII is not known."""
    plain = len(decoded.text.encode("ascii", "ignore"))
    runs = len(_RUN.findall(decoded.text))
    return _ASCII * plain + _LEAVING_ASCII * runs + _UNKNOWN * (len(data) - plain)


def encoding_named(name: str) -> str:
    """The encoding of that name as Python calls it, or the wider one that it is read as.

    >>> encoding_named("GB2312"), encoding_named("x-sjis"), encoding_named("utf8")
    ('gb18030', 'cp932', 'utf-8')

    Raises:
        UsageError: there is no such encoding of text.
    """
    try:
        known = codecs.lookup(name.lower().removeprefix("x-")).name
        b" ".decode(known, "replace")  # a LookupError for what is a codec but no encoding of text
    except (LookupError, ValueError):
        raise UsageError(
            said(
                "there is no encoding {name!r}; use one of these: {offered}",
                name=name,
                offered=", ".join(_OFFERED),
            )
        ) from None
    return _WIDER.get(known, known)


def decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode with an encoding that is known; a byte order mark of its kind is left out."""
    for bom, marked in _BOMS:
        if data.startswith(bom) and marked.startswith(encoding):
            data, encoding = data[len(bom) :], marked
            break
    text = data.decode(encoding, "replace")
    already = data.decode(encoding, "ignore").count(REPLACEMENT)
    return Decoded(text, encoding, text.count(REPLACEMENT) - already)
