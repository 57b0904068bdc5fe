"""What the page does when it is used: plain functions from values to values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from corpus import WenjuError
from qa import Answer, Hit

from .markup import escape
from .reading_room import Facts, ReadingRoom
from .render_hits import notice, render_answer
from .render_source import OpenSource, render_source
from .translations import Texts
from .verify import standing

PASSAGE_COUNTS = (3, 5, 10, 20)
DEFAULT_COUNT = 5


class Problem(Enum):
    """Why there is no answer to show."""

    EMPTY_QUESTION = "empty question"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking: an answer, or a problem with what the program said about it."""

    answer: Answer | None = None
    problem: Problem | None = None
    detail: str = ""


def answer_question(room: ReadingRoom, question: object, count: object) -> Outcome:
    """Ask; whatever the browser sent instead of a question or a number is dealt with here."""
    text = str(question or "").encode("utf-8", "replace").decode("utf-8").strip()
    if not text:
        return Outcome(problem=Problem.EMPTY_QUESTION)
    try:
        return Outcome(room.ask(text, count if count in PASSAGE_COUNTS else DEFAULT_COUNT))
    except WenjuError as error:
        return Outcome(problem=Problem.FAILED, detail=str(error))


def render_outcome(outcome: Outcome | None, facts: Facts, texts: Texts) -> str:
    """The results area; with nothing indexed yet it says how to begin."""
    if not facts.documents:
        command = f"python -m qa index PATH --collection {facts.folder}"
        return notice(texts.empty_collection, f"<pre><code>{escape(command)}</code></pre>")
    if outcome is None:
        return ""
    if outcome.answer is not None:
        return render_answer(outcome.answer, texts)
    if outcome.problem is Problem.EMPTY_QUESTION:
        return notice(texts.empty_question)
    return notice(texts.failed, f"<p>{escape(outcome.detail)}</p>")


def open_source(
    room: ReadingRoom, outcome: Outcome | None, passage_id: object
) -> OpenSource | None:
    """The document of a passage, verified against its file now.

    The id comes from the browser: it has to be one of a hit that is shown, else of a passage that
    the collection holds. None where it is neither.
    """
    name = str(passage_id)
    hits = outcome.answer.hits if outcome and outcome.answer else ()
    hit = next((hit for hit in hits if hit.passage.id == name), None)
    if hit is not None:
        return _of_hit(hit)
    place = room.find(name)
    if place is None:
        return None
    document, start, end = place.document, place.passage.start, place.passage.end
    found = standing(document, start, end)
    return OpenSource(document, name, (start, end), None, (), found)


def render_opened(source: OpenSource | None, texts: Texts) -> str:
    """The source panel; nothing where none is open."""
    return render_source(source, texts) if source else ""


def collection_line(facts: Facts, texts: Texts) -> str:
    """One line that says what is being asked."""
    line = texts.collection_facts.format(
        documents=f"{facts.documents:,}",
        passages=f"{facts.passages:,}",
        model=facts.model,
        folder=facts.folder,
    )
    return f'<p class="facts" lang="{texts.html_lang}">{escape(line)}</p>'


def _of_hit(hit: Hit) -> OpenSource:
    citation = hit.citation
    return OpenSource(
        document=citation.document,
        passage_id=hit.passage.id,
        passage=(citation.start, citation.end),
        sentence=hit.why.sentence,
        words=hit.words,
        standing=standing(citation.document, citation.start, citation.end),
    )
