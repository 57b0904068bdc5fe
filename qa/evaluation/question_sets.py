"""Question sets on disk: passages with relevance judgements, or questions with evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Document, Source, UsageError


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A folder of `passages.jsonl`, `queries.jsonl`, `qrels.tsv`, and perhaps `answers.jsonl`."""

    name: str
    documents: list[Document]
    queries: dict[str, str]
    qrels: dict[str, set[str]]
    answers: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that answers: [start, end) of a document's text, the document by its file's name."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EvidenceQuestion:
    """A question over a collection; `evidence` is empty where nothing there answers."""

    id: str
    kind: str
    text: str
    evidence: tuple[Evidence, ...]


def read_judged_set(folder: Path) -> JudgedSet:
    """Raises UsageError, with file and line, where something is missing or malformed."""
    documents = [
        Document(row["id"], row.get("title") or "", row["text"], _no_file(row["id"]))
        for row in _rows(folder / "passages.jsonl", "id", "text")
    ]
    queries = {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl", "id", "text")}
    qrels: dict[str, set[str]] = {}
    for number, line in _lines(folder / "qrels.tsv"):
        fields = line.split("\t")
        if len(fields) != 3:
            raise UsageError(f"{folder / 'qrels.tsv'}, line {number}: three columns are expected")
        if fields[2] != "0":
            qrels.setdefault(fields[0], set()).add(fields[1])
    path = folder / "answers.jsonl"
    rows = _rows(path, "query_id", "answers") if path.exists() else iter(())
    answers = {row["query_id"]: row["answers"] for row in rows}
    return JudgedSet(folder.name, documents, queries, qrels, answers)


def read_evidence_questions(path: Path) -> list[EvidenceQuestion]:
    """Raises UsageError, with file and line, where something is missing or malformed."""
    questions = []
    for number, row in enumerate(_rows(path, "id", "question"), start=1):
        places = [row, *row.get("also", [])] if row.get("kind") != "none" else []
        try:
            evidence = tuple(Evidence(p["document"], p["start"], p["end"]) for p in places)
        except (KeyError, TypeError) as error:
            raise UsageError(f"{path}, line {number}: the evidence lacks {error}") from error
        questions.append(
            EvidenceQuestion(row["id"], row.get("kind", ""), row["question"], evidence)
        )
    return questions


def _no_file(name: str) -> Source:
    return Source(path=name, sha256="", size=0, format="text", encoding="utf-8")


def _rows(path: Path, *required: str) -> Iterator[dict[str, Any]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: this is no JSON ({error})") from error
        missing = [name for name in required if name not in row]
        if missing:
            raise UsageError(f"{path}, line {number}: {', '.join(missing)} is missing")
        yield row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the set {path} cannot be read: {error}") from error
