"""What the views that compare and map do when they are used: plain functions, no browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from corpus import Document, WenjuError
from qa import Answer, Comparison, DocumentSummary, Overlap, PassageMap

from .markup import Span, escape
from .render_comparison import render_comparison
from .render_hits import notice
from .render_source import OpenSource
from .study import Study
from .translations import Texts
from .verify import standing
from .watched import Step, Watched


@dataclass(frozen=True, slots=True)
class Laid:
    """What came of laying two documents side by side: a comparison, or what is in the way."""

    comparison: Comparison | None = None
    detail: str = ""


def choices(documents: Sequence[DocumentSummary]) -> list[tuple[str, str]]:
    """Titles with ids; those that several documents have are followed by the file's name."""
    titles = Counter(document.title for document in documents)
    return [
        (
            document.title
            if titles[document.title] == 1
            else f"{document.title} · {PurePath(document.paths[0]).name}",
            document.id,
        )
        for document in documents
    ]


def lay_side_by_side(study: Study, a: object, b: object) -> Laid | None:
    """Compare two documents by their ids; None as long as one is not chosen."""
    if not (isinstance(a, str) and isinstance(b, str) and a and b):
        return None
    try:
        return Laid(study.compare(a, b))
    except WenjuError as error:
        return Laid(detail=str(error))


def render_laid(laid: Laid | None, documents: int, texts: Texts) -> str:
    """The comparison, or what to do to get one."""
    if laid is None:
        message = texts.choose_two if documents > 1 else texts.too_few_documents
        return f'<p class="hint" lang="{texts.html_lang}">{escape(message)}</p>'
    if laid.comparison is None:
        return notice(texts.failed, f"<p>{escape(laid.detail)}</p>")
    return render_comparison(laid.comparison, texts)


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
    return source_at(document, found) if found else None


def open_shared(
    study: Study, found: Overlap | None, data: Mapping[str, object]
) -> OpenSource | None:
    """The source of one place of a shared sentence, by the numbers of both in what is shown."""
    try:
        sentence, place = int(str(data.get("sentence"))), int(str(data.get("place")))
        if found is None or min(sentence, place) < 0:
            return None
        shown = found.sentences[sentence].places[place]
        return source_at(study.document(shown.document.id), (shown.start, shown.end))
    except (ValueError, IndexError, WenjuError):
        return None


def source_at(document: Document, span: Span) -> OpenSource:
    """The document opened at a span, verified against its file now."""
    name = f"{document.id}:{span[0]}-{span[1]}"
    return OpenSource(document, name, span, span, (), standing(document, *span))


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
