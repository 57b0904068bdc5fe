"""What stands in a row of a collection's tables, and how it is written and read."""

from __future__ import annotations

import dataclasses
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Block, CleanText, Passage, script_of
from embeddings import PassageVectors

from .token_table import StoredTokens


class FileState(NamedTuple):
    """What is known of an indexed file; `mtime_ns` and `size` tell cheaply that it changed.

    `asked_encoding` is the one that the user said it is in, empty where it was found out.
    """

    sha256: str
    size: int
    mtime_ns: int
    asked_encoding: str = ""

    @property
    def unfinished(self) -> FileState:
        """The state of a file of which only some documents are in: the next run reads it again."""
        return self._replace(mtime_ns=-1)


class StoredVectors(NamedTuple):
    """Rows of passages, int64 (n,), and their vectors, float32 (n, d)."""

    rows: NDArray[np.int64]
    vectors: NDArray[np.float32]


class Place(NamedTuple):
    """A passage by its id, its document's id, the script it is in, what it stands under, and its
    text."""

    passage: str
    document: str
    script: str
    context: str
    text: str


class DocumentFacts(NamedTuple):
    """What a filter asks of a document: id, title, the names of its files, metadata."""

    id: str
    title: str
    paths: tuple[str, ...]
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text. `paths` are all the names its content was found under,
    `same_text_as` those of other documents whose text differs in white space only."""

    id: str
    title: str
    format: str
    encoding: str
    replaced: int
    characters: int
    passages: int
    paths: tuple[str, ...]
    metadata: dict[str, str]
    encoding_confidence: float | None
    same_text_as: tuple[str, ...]


def passage_record(ordinal: int, passage: Passage, vectors: PassageVectors) -> tuple[object, ...]:
    sentences = vectors.sentences[vectors.bounds[ordinal] : vectors.bounds[ordinal + 1]]
    return (
        passage.id,
        passage.document_id,
        ordinal,
        passage.start,
        passage.end,
        to_json(passage.section),
        passage.paragraph,
        passage.page,
        passage.context,
        passage.text,
        zlib.compress(np.diff(passage.clean.spans.reshape(-1), prepend=0).astype("<i4").tobytes()),
        np.array(passage.sentences, "<i4").tobytes(),
        vectors.passages[ordinal].astype("<f2").tobytes(),
        sentences.astype("<f2").tobytes(),
        script_of(passage.text),
        zlib.crc32(passage.id.encode()),
    )


def from_blocks(blocks: Sequence[Block]) -> bytes:
    return zlib.compress(to_json([dataclasses.astuple(block) for block in blocks]).encode())


def to_blocks(stored: bytes | None) -> tuple[Block, ...]:
    """None are known of a document that was indexed before they were kept."""
    return tuple(Block(*one) for one in json.loads(zlib.decompress(stored))) if stored else ()


def token_parts(ordinal: int, vectors: PassageVectors) -> StoredTokens:
    """The tokens of a passage, and how many each of its sentences has."""
    first, last = vectors.bounds[ordinal], vectors.bounds[ordinal + 1]
    bounds = vectors.token_bounds[first : last + 1]
    return StoredTokens(vectors.tokens[bounds[0] : bounds[-1]], np.diff(bounds))


def to_passage(
    ident: str,
    document: str,
    start: int,
    end: int,
    section: str,
    paragraph: int,
    page: int | None,
    context: str,
    text: str,
    spans: bytes,
    sentences: bytes,
) -> Passage:
    steps = np.frombuffer(zlib.decompress(spans), "<i4")
    clean = CleanText(text, np.cumsum(steps, dtype=np.int32).reshape(-1, 2))
    pairs = [(int(a), int(b)) for a, b in np.frombuffer(sentences, "<i4").reshape(-1, 2)]
    return Passage(
        ident,
        document,
        start,
        end,
        tuple(json.loads(section)),
        paragraph,
        page,
        context,
        clean,
        tuple(pairs),
    )


def to_summary(
    ident: str,
    title: str,
    format_: str,
    encoding: str,
    replaced: int,
    characters: int,
    passages: int,
    paths: str,
    metadata: str,
    confidence: float | None,
    same_text: str,
) -> DocumentSummary:
    names, others = (tuple(sorted(json.loads(listed))) for listed in (paths, same_text))
    counts = (replaced, characters, passages)
    fields = json.loads(metadata)
    return DocumentSummary(
        ident, title, format_, encoding, *counts, names, fields, confidence, others
    )


def to_vectors(blob: bytes) -> NDArray[np.float32]:
    """Stored as float16: the cosine moves by less than 0.0005."""
    return np.frombuffer(blob, "<f2").astype(np.float32)


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
