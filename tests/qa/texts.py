"""Texts as documents and passages, without files or models."""

from __future__ import annotations

import hashlib

from corpus import Document, Passage, Source, split
from qa.text_reuse.letters import Letters, letters


def document(content: str, path: str = "/a.txt", title: str = "", date: str = "") -> Document:
    sha256 = hashlib.sha256((path + content).encode()).hexdigest()
    source = Source(path, sha256, len(content), "text", "utf-8")
    return Document(sha256[:16], title, content, source, {"date": date} if date else {})


def passages(*texts: str) -> list[list[Passage]]:
    return [split(document(content)) for content in texts]


def row(*texts: str) -> Letters:
    return letters(passages(*texts))


def text(found: Letters, start: int, length: int) -> str:
    return "".join(map(chr, found.codes[start : start + length].tolist()))
