"""What a program can have done: six functions, each with the JSON that the command line gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from corpus import UsageError, encoding_rule
from qa import (
    answer_json,
    comparison_json,
    related_json,
    report_json,
    summary_json,
)

from ..asked import Asked
from ..library import found_documents
from ..reading_room import ReadingRoom
from ..serving.request_log import logged
from ..study import Study
from ..translations import TEXTS
from .allowed_folders import AllowedFolders
from .passage import passage_json

_MOST_HITS = 100
_MOST_DOCUMENTS = 1000


@dataclass(frozen=True)
class Programs:
    """The functions over an open collection. Their docstrings are what a caller reads.

    Each raises UsageError for what makes no sense as given and other WenjuErrors for what cannot
    be done; `folders` is None where nothing may be indexed.
    """

    room: ReadingRoom
    study: Study
    folders: AllowedFolders | None

    @property
    def functions(self) -> tuple[Callable[..., dict[str, Any]], ...]:
        return self.ask, self.related, self.compare, self.documents, self.passage, self.index

    def ask(
        self,
        question: str,
        top: int = 5,
        documents: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        section: str | None = None,
        where: list[str] | None = None,
        more_like: list[str] | None = None,
        less_like: list[str] | None = None,
    ) -> dict[str, Any]:
        """Ask the documents a question and get the passages that answer it, word for word.

        Every hit has a verbatim `quote`, its place in the document (`start`, `end`, `section`,
        `paragraph`, `page`) and the reasons for its rank. `answered` is false where nothing
        answers. The same JSON as `python -m qa ask --json`.

        Args:
            question: In any language. “Phrases” in quotation marks must be held, -words must not.
            top: Passages to return, 1 to 100.
            documents: Ask only these: ids, paths of files or folders, parts of titles.
            since: Only documents dated from then, YYYY[-MM[-DD]].
            until: Only documents dated up to then.
            section: Only under headings that have this in them.
            where: Only documents with this metadata, each FIELD=VALUE.
            more_like: Ids of passages that the answer should be like.
            less_like: Ids of passages that the answer should be unlike.
        """
        _within("top", top, 1, _MOST_HITS)
        asked = Asked.typed(question).narrowed(documents, since, until, section, where)
        marked = tuple(more_like or ()), tuple(less_like or ())
        return answer_json(self.room.ask(asked.question, top, asked.among, *marked))

    def related(self, passage_id: str, top: int = 10) -> dict[str, Any]:
        """Find passages related to one: near-duplicates, and others with the reason for each.

        The same JSON as `python -m qa related --json`.

        Args:
            passage_id: The `passage_id` of a hit.
            top: Passages of either sort to return, 1 to 100.
        """
        _within("top", top, 1, _MOST_HITS)
        return related_json(self.room.related(passage_id, top))

    def compare(self, a: str, b: str) -> dict[str, Any]:
        """Lay two passages or documents side by side, sentence by sentence.

        Tells what is the same, reworded or related, where the wording differs, which numbers,
        dates and names disagree, and what only one has. The same JSON as `python -m qa compare
        --json`.

        Args:
            a: The id of a passage or a document, or the path of an indexed file.
            b: The other one.
        """
        return comparison_json(self.study.compare(a, b))

    @logged("documents", lambda found: len(found["documents"]))
    def documents(self, search: str = "", limit: int = 100, offset: int = 0) -> dict[str, Any]:
        """List the documents of the collection, by path.

        `documents` are as `python -m qa documents --json` gives them; `total` counts all that the
        search finds.

        Args:
            search: Words in the title, metadata or path, in either script; empty finds all.
            limit: Documents to return, 1 to 1000.
            offset: How many to leave out before them.
        """
        _within("limit", limit, 1, _MOST_DOCUMENTS)
        _within("offset", offset, 0, None)
        found = found_documents(self.room, search)
        shown = [summary_json(one) for one in found[offset : offset + limit]]
        return {"total": len(found), "offset": offset, "documents": shown}

    def passage(self, passage_id: str, language: Literal["zh", "en"] = "zh") -> dict[str, Any]:
        """Read one passage with its document, citations, neighbours, and whether it still stands.

        `standing` is `verified` where the file is the one that was indexed and has the quote in its
        place, `moved_on` where the file has changed but the quote stands, `changed` where it does
        not, `gone` where the file cannot be read. `before` and `after` are the ids of the
        neighbours.

        Args:
            passage_id: The `passage_id` of a hit.
            language: Of the words in the citations: zh or en.
        """
        found = self.room.find(passage_id)
        if found is None:
            raise UsageError(f"there is no passage {passage_id} in this collection")
        beside = self.room.neighbours(passage_id)
        return passage_json(found, beside, TEXTS[language], date.today())

    def index(self, paths: list[str], encodings: list[str] | None = None) -> dict[str, Any]:
        """Read files and folders on the server's machine into the collection.

        What has not changed costs nothing; what cannot be read is named in `skipped`. The same JSON
        as `python -m qa index --json`.

        Args:
            paths: In the folders that the server allows; not absolute: counted from these.
            encodings: NAME or PATTERN=NAME each, where an encoding is not found out rightly.
        """
        if self.folders is None:
            raise UsageError("this Wenju only reads; it was started with --read-only")
        rules = [encoding_rule(text) for text in encodings or ()]
        return report_json(self.room.index(self.folders.select(paths), rules))


def _within(name: str, number: int, least: int, most: int | None) -> None:
    if number < least or (most is not None and number > most):
        range_ = f"from {least}" if most is None else f"from {least} to {most}"
        raise UsageError(f"{name}: a number {range_} is expected, not {number}")
