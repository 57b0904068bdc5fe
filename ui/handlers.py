"""What the page does when it is used: plain functions from values to values."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from corpus import (
    DatesTurnedError,
    NoConditionError,
    NoDateError,
    NothingAskedError,
    NothingLeftError,
    UsageError,
    WenjuError,
)
from qa import Answer, Hit

from .asked import Asked
from .exports import export
from .links import View, named, query_of
from .markup import escape
from .open_source import Among, OpenSource
from .reading_room import Facts, ReadingRoom
from .render_hits import Nearby, notice, render_answer
from .render_nearby import render_neighbours, render_related
from .render_source import render_source
from .render_visit import narrowing, render_moved
from .translations import TEXTS, Texts, known_language, reason_words

_RELATED = 6  # of either sort


class Problem(Enum):
    """Why there is no answer to show."""

    EMPTY_QUESTION = "empty question"
    NOTHING_ASKED = "nothing asked"
    NOTHING_LEFT = "nothing left"
    NO_DATE = "no date"
    DATES_TURNED = "dates turned round"
    NO_CONDITION = "no condition"
    STILL_READING = "still reading"
    FAILED = "failed"


_PROBLEMS = {
    NothingAskedError: Problem.NOTHING_ASKED,
    NothingLeftError: Problem.NOTHING_LEFT,
    NoDateError: Problem.NO_DATE,
    DatesTurnedError: Problem.DATES_TURNED,
    NoConditionError: Problem.NO_CONDITION,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking: an answer, or a problem with what the program said about it.

    `undated` counts the documents that a filter of dates left out for having none.
    """

    asked: Asked
    answer: Answer | None = None
    problem: Problem | None = None
    detail: str = ""
    undated: int = 0


def answer_question(room: ReadingRoom, asked: Asked) -> Outcome:
    """Ask; whatever the browser sent is dealt with here."""
    if not asked.question:
        return Outcome(asked, problem=Problem.EMPTY_QUESTION)
    try:
        marked = asked.more_like, asked.less_like
        answer = room.ask(asked.question, asked.count, asked.among, *marked)
        return Outcome(asked, answer, undated=room.undated(asked.among))
    except UsageError as error:
        problem = _PROBLEMS.get(type(error), Problem.FAILED)
        undated = room.undated(asked.among) if problem is Problem.NOTHING_LEFT else 0
        return Outcome(asked, problem=problem, detail=error.said, undated=undated)
    except WenjuError as error:
        problem = Problem.STILL_READING if room.indexing.running else Problem.FAILED
        return Outcome(asked, problem=problem, detail=error.said)


def mark_passage(outcome: Outcome, sent: Mapping[str, object]) -> Asked | None:
    """The question after a click on "more like this", "less like this" or "forget".

    The passage has to be one of a hit that is shown; None where it is not.
    """
    kind = sent.get("kind")
    if kind == "forget":
        return outcome.asked.unmarked()
    hit = _hit(outcome, sent.get("passage"))
    if hit is None or kind not in {"more", "less"}:
        return None
    if kind == "more":
        return outcome.asked.marking(hit.passages[0], more=True)
    asked = outcome.asked
    for passage_id in hit.passages:  # or those that are left would come again
        asked = asked.marking(passage_id, more=False)
    return asked


def render_outcome(
    outcome: Outcome | None,
    facts: Facts,
    titles: Mapping[str, str],
    texts: Texts,
    may_add: bool = True,
    at: object = None,
) -> str:
    """The results area; with nothing indexed yet it says how to begin.

    `titles` are by document id, `at` is the collection if it is not the first one: the link to
    this view names it.
    """
    if not facts.documents:
        return notice(texts.empty_collection, _begin(texts)) if may_add else notice(texts.empty)
    if outcome is None:
        return ""
    undated = texts.undated.format(count=outcome.undated) if outcome.undated else ""
    query = query_of(View(outcome.asked, named(at)))
    link = f'<span hidden data-link="{escape(query)}"></span>'
    if outcome.answer is not None:
        narrowed = narrowing(outcome.asked, titles, texts)
        line = " · ".join(filter(None, (f"{texts.narrowed_to}{narrowed}", undated)))
        above = f'<p class="narrowed">{escape(line)}</p>' if narrowed else ""
        above += render_moved(outcome.asked, texts) + link
        return render_answer(outcome.answer, texts, date.today(), above)
    message = {
        Problem.EMPTY_QUESTION: texts.empty_question,
        Problem.STILL_READING: texts.still_reading,
        Problem.NOTHING_ASKED: texts.nothing_asked,
        Problem.NOTHING_LEFT: texts.nothing_left,
        Problem.NO_DATE: texts.no_date,
        Problem.DATES_TURNED: texts.dates_turned,
        Problem.NO_CONDITION: texts.no_condition,
    }.get(outcome.problem or Problem.FAILED, texts.failed)
    detail = (
        f"<p>{escape(reason_words(outcome.detail, texts))}</p>"
        if outcome.problem is Problem.FAILED
        else ""
    )
    detail += f"<p>{escape(undated)}</p>" if undated else ""
    return notice(message, detail + render_moved(outcome.asked, texts) + link)


def render_export(outcome: Outcome | None, format_: object, texts: Texts) -> str:
    """A link that holds the answer as a file; nothing where there is no answer or no such format.

    The file is in the link itself, so that nothing of it stays on this machine's disk.
    """
    answer = outcome.answer if outcome else None
    made = export(answer, texts, format_, date.today()) if answer else None
    if made is None:
        return ""
    data = base64.b64encode(made.data).decode("ascii")
    return (
        f'<a download="{escape(made.name)}" href="data:{made.media_type};base64,{data}">'
        f"{escape(made.name)}</a>"
    )


def nearby(room: ReadingRoom, sent: object) -> str:
    """The neighbours of a passage, or what is related to it; the passage comes from the browser."""
    data = sent if isinstance(sent, dict) else {}
    texts = TEXTS[known_language(data.get("language"))]
    name = str(data.get("passage"))
    if room.find(name) is None:
        return f"<p>{escape(texts.unknown_passage)}</p>"
    if data.get("kind") == Nearby.NEIGHBOURS.value:
        return render_neighbours(room.neighbours(name, _end(data.get("end"))), texts)
    try:
        return render_related(room.related(name, _RELATED), texts)
    except WenjuError as error:
        return f"<p>{escape(reason_words(error.said, texts))}</p>"


def _end(sent: object) -> int:
    """Where in its document a quote ends; the browser sends it in digits."""
    return int(sent) if isinstance(sent, str) and sent.isdecimal() and len(sent) < 12 else 0


def open_source(
    room: ReadingRoom, outcome: Outcome | None, passage_id: object, also: object = None
) -> OpenSource | None:
    """The document of a passage, verified against its file now.

    The id comes from the browser: it has to be one of a hit that is shown, else of a passage that
    the collection holds; `also` is the number of another place of such a hit. None where it is
    neither.
    """
    name = str(passage_id)
    hit = _hit(outcome, name)
    if also is not None:
        places = {str(number): place for number, place in enumerate(hit.also_in if hit else ())}
        other = places.get(str(also))
        if other is None:
            return None
        place = OpenSource.at(other.document, f"{name}:{also}", (other.start, other.end))
        return _still_there(room, place)
    if hit is not None:
        return _still_there(room, _of_hit(hit, _hits(outcome)))
    found = room.find(name)
    if found is None:
        return None
    return OpenSource.at(found.document, name, (found.passage.start, found.passage.end))


def _still_there(room: ReadingRoom, source: OpenSource) -> OpenSource:
    """An answer outlives what it was found in: with that said where it has."""
    there = any(one.id == source.document.id for one in room.documents())
    return replace(source, removed=not there)


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
    where = escape(str(facts.folder.resolve()))
    return f'<p class="facts" lang="{texts.html_lang}" data-collection="{where}">{escape(line)}</p>'


def _begin(texts: Texts) -> str:
    """What to do where there are no documents yet."""
    ways = (("library", texts.go_to_library), ("sample", texts.try_sample))
    buttons = (
        f'<button type="button" data-begin="{name}">{escape(words)}</button>'
        for name, words in ways
    )
    return f'<p class="begin">{"".join(buttons)}</p>'


def _hits(outcome: Outcome | None) -> Sequence[Hit]:
    return outcome.answer.hits if outcome and outcome.answer else ()


def _hit(outcome: Outcome | None, passage_id: object) -> Hit | None:
    return next((hit for hit in _hits(outcome) if hit.passage.id == passage_id), None)


def _of_hit(hit: Hit, hits: Sequence[Hit]) -> OpenSource:
    """A hit's document, with the other hits in it, and the way to the hits beside it in rank."""
    citation = hit.citation
    ids = [None, *(one.passage.id for one in hits), None]
    place = ids.index(hit.passage.id)
    return OpenSource.at(
        citation.document,
        hit.passage.id,
        (citation.start, citation.end),
        hit.why.sentence,
        hit.words,
        tuple(
            (one.citation.start, one.citation.end)
            for one in hits
            if one is not hit and one.passage.document_id == hit.passage.document_id
        ),
        Among(hit.rank, len(hits), ids[place - 1], ids[place + 1]),
    )
