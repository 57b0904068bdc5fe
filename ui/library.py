"""What the library does when it is used: plain functions from what was sent to what is said."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from gradio.utils import get_upload_folder

from corpus import (
    SAMPLE_FOLDER,
    EncodingRule,
    Skipped,
    UsageError,
    WenjuError,
    encoding_rule,
    fold,
    read_documents,
    reason_of,
    said,
    walk,
)
from qa import Collection, DocumentSummary, inspection_json, remove, replace_file

from .open_collections import OpenCollections, Opened
from .reading_room import ReadingRoom
from .sizes import size_words
from .translations import Texts, reason_words
from .uploads import LARGEST_UPLOAD, discard, keep, safe_name, uploads_folder

SAMPLE_DOCUMENTS = SAMPLE_FOLDER / "documents"
DOCUMENTS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Library:
    """What visitors may do with the collections; each method returns what is in the way, in their
    language, and an empty string where nothing is."""

    collections: OpenCollections
    read_only: bool = False
    largest_upload: int = LARGEST_UPLOAD  # bytes of one file

    def add_uploads(self, at: object, sent: object, encoding: object, texts: Texts) -> str:
        """Keep and index files that Gradio received; `sent` comes from the browser."""
        if self.read_only:
            return texts.read_only
        room, problems = self.collections.at(at).room, []
        kept: dict[Path, str] = {}
        try:
            rules = _encodings(encoding)
        except UsageError as error:
            return reason_words(error.said, texts)
        for path, name in _received(sent):
            size = path.stat().st_size
            if size > self.largest_upload:
                limit = size_words(self.largest_upload)
                problems.append(texts.too_large.format(name=name, limit=limit))
                continue
            try:
                copy = keep(room.folder, path, name)
            except OSError as error:
                problems.append(_of_file(name, reason_of(error), texts))
                continue
            not_read = [one for one in walk([copy]) if isinstance(one, Skipped)]
            if not_read:
                discard(room.folder, copy)
                problems.append(_of_file(name, not_read[0].reason, texts))
            else:
                kept[copy] = safe_name(name)
        if kept:
            room.indexing.start(list(kept), rules, sent=kept)
        elif not problems:
            problems.append(texts.nothing_received)
        return "\n".join(problems)

    def add_path(self, at: object, typed: object, encoding: object, texts: Texts) -> str:
        """Index a file or folder of this machine."""
        if self.read_only:
            return texts.read_only
        named = str(typed or "").strip()
        if not named:
            return texts.name_it
        try:
            path, rules = Path(named).expanduser(), _encodings(encoding)
            in_the_way = self._in_the_way(path, texts)
        except UsageError as error:
            return reason_words(error.said, texts)
        except (OSError, RuntimeError, ValueError) as error:
            return str(error)
        if not in_the_way:
            self.collections.at(at).room.indexing.start([path], rules)
        return in_the_way

    def add_sample(self, at: object, texts: Texts) -> str:
        """Index the sample collection."""
        if self.read_only:
            return texts.read_only
        if not SAMPLE_DOCUMENTS.is_dir():
            return texts.no_such_path.format(path=SAMPLE_DOCUMENTS)
        self.collections.at(at).room.indexing.start([SAMPLE_DOCUMENTS])
        return ""

    def update(self, at: object, texts: Texts) -> str:
        """Index what has changed of all files that are still there, and what is new in uploads."""
        if self.read_only:
            return texts.read_only
        room = self.collections.at(at).room
        with Collection.open(room.folder) as collection:
            paths = [Path(path) for path in collection.store.paths()]
        there = [path for path in (*paths, uploads_folder(room.folder)) if path.exists()]
        if there:
            room.indexing.start(there)
            return ""
        return texts.file_is_gone.format(path=", ".join(map(str, paths)))

    def read_again(self, at: object, document: object, texts: Texts) -> str:
        """Index the files of a document from the beginning, changed or not, each in the encoding
        that was chosen for it."""
        if self.read_only:
            return texts.read_only
        room = self.collections.at(at).room
        with Collection.open(room.folder) as collection:
            named = collection.store.paths_of(str(document))
        there = [Path(path) for path in named if Path(path).exists()]
        if there:
            room.indexing.start(there, again=True)
            return ""
        return texts.file_is_gone.format(path=", ".join(named)) if named else texts.unknown_document

    def remove(self, at: object, document: object, texts: Texts) -> str:
        """Take a document out; the file that was uploaded for it goes too, no other one does."""
        if self.read_only:
            return texts.read_only
        room = self.collections.at(at).room
        if room.indexing.running:
            return texts.busy
        try:
            with Collection.open(room.folder) as collection:
                paths = collection.store.paths_of(str(document))
                if not paths:
                    return texts.unknown_document
                remove(collection, [str(document)])
                left = [Path(path) for path in paths if not collection.store.file(path)]
        except WenjuError as error:
            return reason_words(error.said, texts)
        for path in left:
            discard(room.folder, path)
        room.indexing.forget(left)
        return ""

    def put_in_place(self, at: object, file: object, texts: Texts) -> tuple[str, str]:
        """Let an upload take the place of the older one of its name; what is in the way, and the
        name."""
        if self.read_only:
            return texts.read_only, ""
        job = self.collections.at(at).room.indexing
        if job.running:
            return texts.busy, ""
        beside = {str(path): path.with_name(name) for path, name in job.uploaded.beside.items()}
        older, newer = beside.get(str(file)), Path(str(file))
        if older is None:
            return texts.unknown_document, ""
        try:
            with Collection.open(self.collections.at(at).room.folder) as collection:
                replace_file(collection, older, newer)
        except (WenjuError, OSError) as error:
            return _of_file(newer.name, reason_of(error), texts), ""
        job.forget([newer])
        return "", older.name

    def stop(self, at: object, texts: Texts) -> str:
        if self.read_only:
            return texts.read_only
        self.collections.at(at).room.indexing.stop()
        return ""

    def resume(self, at: object, texts: Texts) -> str:
        if self.read_only:
            return texts.read_only
        self.collections.at(at).room.indexing.resume()
        return ""

    def switch(
        self, at: object, typed: object, create: bool, texts: Texts
    ) -> tuple[str | None, str]:
        """Another collection: what it is found by (None where it cannot be opened), and why not.

        A bare name is a folder beside that of the collection `at` which the visitor is.
        """
        named = str(typed or "").strip()
        try:
            beside = self.collections.at(at).room.folder.resolve().parent
            folder = beside / named if _is_bare(named) else Path(named).expanduser()
            in_the_way = self._not_to_open(folder, create, texts) if named else texts.name_one
            if in_the_way:
                return None, in_the_way
            return self.collections.open(folder, create=create), ""
        except WenjuError as error:
            return None, reason_words(error.said, texts)
        except (OSError, RuntimeError, ValueError) as error:
            return None, str(error)

    def _not_to_open(self, folder: Path, create: bool, texts: Texts) -> str:
        """Why a collection cannot be opened or made there."""
        if folder.resolve() in {path.resolve() for path in self.collections.known()}:
            return ""
        if not folder.is_absolute():
            return texts.name_or_path
        if not self.collections.may_name(folder):
            return texts.not_to_open.format(path=folder)
        if create:
            return texts.read_only if self.read_only else ""
        return "" if Collection.is_in(folder) else texts.no_collection_there.format(path=folder)

    def _in_the_way(self, path: Path, texts: Texts) -> str:
        """Why a file or folder of this machine cannot be indexed."""
        if not path.is_absolute():
            return texts.not_absolute
        if not self.collections.may_name(path):
            return texts.not_allowed.format(path=path)
        if not path.exists():
            return texts.no_such_path.format(path=path)
        if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
            return texts.not_readable.format(path=path)
        if any(path.resolve() == one.resolve() for one in self.collections.known()):
            return texts.is_a_collection.format(path=path)
        return ""


def found_documents(room: ReadingRoom, query: object) -> list[DocumentSummary]:
    """Documents with every word of the query in title, metadata or path, whatever the script, width
    and case; all for an empty one."""
    words = fold(str(query or "")).split()
    return [one for one in room.documents() if all(word in _searched(one) for word in words)]


def what_was_read(opened: Opened, document: object) -> tuple[str, dict[str, Any]] | None:
    """The text of a document and what `inspect` shows of it, read from its file now; None where
    there is no such document.

    Raises:
        WenjuError: its file can no longer be read, or holds it no more.
    """
    if not any(one.id == document for one in opened.room.documents()):
        return None
    source = opened.study.document(str(document)).source
    with Collection.open(opened.room.folder) as collection:
        state = collection.store.file(source.path)
    encoding = state.asked_encoding if state else ""
    for one in read_documents(Path(source.path), encoding or None):
        if one.source.member == source.member:
            return one.text, inspection_json(one)
    raise UsageError(
        said("{path} no longer holds {member}", path=source.path, member=source.member)
    )


def _of_file(name: str, reason: str, texts: Texts) -> str:
    return reason_words(said("{name}: {reason}", name=name, reason=reason), texts)


def _is_bare(name: str) -> bool:
    """Whether a name is one of a folder, not a way to one."""
    way = name.startswith("~") or "\\" in name or name == ".."
    return bool(name) and not way and PurePath(name).name == name


def _searched(document: DocumentSummary) -> str:
    return fold("\n".join([document.title, *document.metadata.values(), *document.paths]))


def _encodings(name: object) -> Sequence[EncodingRule]:
    """Raises UsageError where there is no such encoding."""
    typed = str(name or "").strip()
    return [encoding_rule(typed.rpartition("=")[2])] if typed else []


def _received(sent: object) -> list[tuple[Path, str]]:
    """Files that Gradio holds for this page, and their names; whatever else was sent is no file."""
    files = sent.get("files") if isinstance(sent, dict) else None
    folder = Path(get_upload_folder()).resolve()
    found = []
    for one in files if isinstance(files, list) else []:
        if isinstance(one, dict):
            path = Path(str(one.get("path")))
            if path.is_file() and path.resolve().is_relative_to(folder):
                found.append((path, str(one.get("name") or path.name)))
    return found
