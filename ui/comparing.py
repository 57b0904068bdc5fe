"""What the views that compare and map do when they are used: plain functions, no browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import Document, Passage, WenjuError
from qa import Answer, Comparison, DocumentSummary, Overlap, PassageMap

from .asked import Asked
from .links import COMPARE, View, named, query_of
from .markup import Span, escape
from .open_source import OpenSource
from .render_comparison import render_comparison
from .render_hits import notice
from .study import Study
from .translations import Texts, reason_words
from .watched import Step, Watched


@dataclass(frozen=True, slots=True)
class Laid:
    """What came of laying two documents or passages side by side: a comparison, or what is in the
    way. `passages` are those that were compared, None for a whole document; `pair_related` says
    how it is shown, `link` is the query of a link that leads to it."""

    comparison: Comparison | None = None
    passages: tuple[Passage | None, Passage | None] = (None, None)
    detail: str = ""
    pair_related: bool = False
    link: str = ""


def lay_side_by_side(
    study: Study, a: object, b: object, collection: object = None, before: Laid | None = None
) -> Laid | None:
    """Compare two documents by their ids; None as long as one is not chosen.

    `collection` is what a link says if it is not the first one. Shown as the one `before` was.
    """
    if not (isinstance(a, str) and isinstance(b, str) and a and b):
        return None
    try:
        found, passages = study.compare(a, b), (study.passage(a), study.passage(b))
    except WenjuError as error:
        return Laid(detail=error.said)
    link = query_of(View(Asked(""), named(collection), tab=COMPARE, compared=(a, b)))
    return Laid(found, passages, "", before is not None and before.pair_related, link)


def render_laid(laid: Laid | None, documents: int, texts: Texts) -> str:
    """The comparison, or what to do to get one."""
    if laid is None:
        message = texts.choose_two if documents > 1 else texts.too_few_documents
        return (
            f'<p class="hint" lang="{texts.html_lang}" data-choose="{escape(texts.choose_one)}">'
            f"{escape(message)}</p>"
        )
    if laid.comparison is None:
        return notice(texts.failed, f"<p>{escape(reason_words(laid.detail, texts))}</p>")
    shown = render_comparison(laid.comparison, texts, laid.passages, laid.pair_related)
    return f'<span hidden data-link="{escape(laid.link)}"></span>{shown}'


def open_side(laid: Laid | None, data: Mapping[str, object]) -> OpenSource | None:
    """The source of a sentence of the comparison, which has to be one that is shown."""
    if laid is None or laid.comparison is None:
        return None
    rows = laid.comparison.rows()
    ours = data.get("side") == "a"
    shown = {row.a if ours else row.b for row in rows}
    span = (data.get("start"), data.get("end"))
    found = next((one for one in shown if one == span), None)
    document = laid.comparison.a if ours else laid.comparison.b
    return _at(document, found) if found else None


def open_shared(
    study: Study, found: Overlap | None, data: Mapping[str, object]
) -> OpenSource | None:
    """The source of one place of a shared sentence, by the numbers of both in what is shown."""
    try:
        sentence, place = int(str(data.get("sentence"))), int(str(data.get("place")))
        if found is None or min(sentence, place) < 0:
            return None
        shown = found.sentences[sentence].places[place]
        return _at(study.document(shown.document.id), (shown.start, shown.end))
    except (ValueError, IndexError, WenjuError):
        return None


def is_of(found: Overlap | None, documents: Sequence[DocumentSummary]) -> bool:
    """Whether it is of those documents, as the collection has them now."""
    return found is not None and found.documents == tuple(documents)


def find_overlap(study: Study) -> Watched[Overlap]:
    """Start finding what the documents share."""
    return Watched(study.overlap)


def draw_map(study: Study, answer: Answer | None) -> Watched[PassageMap]:
    """Start drawing the map with the last question in it."""
    return Watched(lambda progress: study.map(answer, progress))


def progress_of(work: Iterable[Step], texts: Texts) -> Iterator[str]:
    """How far the work is, from time to time, as HTML."""
    for step in work:
        yield render_step(step, texts)


def render_step(step: Step, texts: Texts) -> str:
    """What is being done, in words and as a bar."""
    names = {
        "reading": texts.step_reading,
        "runs": texts.step_runs,
        "sentences": texts.step_sentences,
        "layout": texts.step_layout,
        "names": texts.step_names,
    }
    name = escape(names.get(step.what, texts.step_working))
    done = f' max="{step.total}" value="{step.done}"' if step.total else ""
    return (
        f'<div class="working" lang="{texts.html_lang}"><p role="status">{name}</p>'
        f'<progress aria-label="{name}"{done}></progress></div>'
    )


def _at(document: Document, span: Span) -> OpenSource:
    """Opened at a sentence, which is all that is marked."""
    return OpenSource.at(document, f"{document.id}:{span[0]}-{span[1]}", span, span)
