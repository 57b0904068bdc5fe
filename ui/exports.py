"""An answer as a file to keep: Markdown, CSV or Word. Whatever its texts say, they are text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from corpus import Document, Passage
from qa import Answer, Hit

from .citation_styles import Reference, gb_t_7714, one_line, reference
from .place import breadcrumb, place, steps
from .plain_markup import cell, markdown, markdown_quote
from .render_confidence import is_further_off, verdict
from .render_missing import missing_words
from .translations import Texts
from .word_file import Block, word_file

_NAMED = 30  # characters of a question in a file's name


class Export(NamedTuple):
    """A file: its name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


def export(answer: Answer, texts: Texts, format_: object, today: date) -> Export | None:
    """The answer in one of FORMATS; None for any other."""
    if str(format_) not in FORMATS:
        return None
    write, ending, media_type = FORMATS[str(format_)]
    name = f"{_file_name(answer.question)}-{today.isoformat()}.{ending}"
    return Export(name, media_type, write(answer, texts, today))


def _file_name(question: str) -> str:
    """Letters and digits of the question, enough to know the file by.

    >>> _file_name("../桥 <b>上</b>：多少人?"), _file_name("?!")
    ('桥-b-上-b-多少人', 'wenju')
    """
    return "-".join(re.findall(r"[^\W_]+", question))[:_NAMED].strip("-") or "wenju"


def reference_of(hit: Hit, texts: Texts, today: date) -> Reference:
    """A hit as something to cite."""
    return reference_at(hit.citation.document, hit.passage, texts, today)


def reference_at(document: Document, passage: Passage, texts: Texts, today: date) -> Reference:
    """A passage as something to cite."""
    return reference(
        key=passage.id,
        quote=document.text[passage.start : passage.end],
        title=document.title,
        place=place(passage, document, texts),
        cited=today,
        metadata=dict(document.metadata),
        page=passage.page,
    )


def as_markdown(answer: Answer, texts: Texts, today: date) -> bytes:
    """A heading, what was found, and each passage as a block quote over its reference."""
    parts = [f"# {markdown(one_line(answer.question))}", markdown(_summary(answer, texts, today))]
    for hit in answer.hits:
        where = " › ".join(markdown(one_line(step)) for step in breadcrumb(hit, texts))
        parts.append(f"## {hit.rank}. {where}")
        parts.append(markdown_quote(hit.citation.quote.strip()))
        parts += [markdown(line) for line in _below(answer, hit, texts, today)]
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def as_csv(answer: Answer, texts: Texts, today: date) -> bytes:
    """One row a passage; UTF-8 with a byte order mark, without which Excel misreads Chinese."""
    rows = [
        [
            *(texts.rank, texts.confidence, texts.verdict),
            *(texts.title, texts.section, texts.place, texts.page_no),
            *(texts.date, texts.source, texts.author, texts.url, texts.file),
            *(texts.quote_start, texts.quote_end, texts.quote, texts.reference),
        ]
    ]
    for hit in answer.hits:
        citation, passage = hit.citation, hit.passage
        document = citation.document
        *sections, where = steps(passage, document, texts)
        sure = "" if hit.confidence is None else f"{min(max(hit.confidence, 0.01), 0.99):.2f}"
        known = [document.metadata.get(name, "") for name in ("date", "source", "author", "url")]
        rows.append(
            [
                *(str(hit.rank), sure, _verdict(answer, hit, texts)),
                *(document.title, " › ".join(sections), where, str(passage.page or "")),
                *(*known, document.source.path),
                *(str(citation.start), str(citation.end), citation.quote),
                gb_t_7714(reference_of(hit, texts, today)),
            ]
        )
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[cell(value) for value in row] for row in rows])
    return written.getvalue().encode("utf-8-sig", "replace")


def as_word(answer: Answer, texts: Texts, today: date) -> bytes:
    """The same as the Markdown, with Word's own headings and quotes."""
    blocks = [
        Block("Title", one_line(answer.question)),
        Block("Normal", _summary(answer, texts, today)),
    ]
    for hit in answer.hits:
        where = " › ".join(one_line(step) for step in breadcrumb(hit, texts))
        blocks.append(Block("Heading 2", f"{hit.rank}. {where}"))
        blocks.append(Block("Quote", hit.citation.quote.strip()))
        blocks += [Block("Normal", line) for line in _below(answer, hit, texts, today)]
    return word_file(blocks)


FORMATS: Final[dict[str, tuple[Callable[[Answer, Texts, date], bytes], str, str]]] = {
    "markdown": (as_markdown, "md", "text/markdown"),
    "csv": (as_csv, "csv", "text/csv"),
    "word": (
        as_word,
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def _summary(answer: Answer, texts: Texts, today: date) -> str:
    count = texts.found_count.format(count=len(answer.hits))
    facts = " · ".join((texts.exported.format(date=today.isoformat()), count))
    missing = one_line(missing_words(answer, texts))
    if missing:
        return f"{facts} · {missing}"
    return facts if answer.answered else f"{facts} · {texts.nothing_answers}"


def _below(answer: Answer, hit: Hit, texts: Texts, today: date) -> list[str]:
    """What stands below a quote: how sure it is, the reference, other places, the file."""
    also = (
        f"《{one_line(other.document.title)}》 {other.document.source.path}"
        for other in hit.also_in
    )
    lines = [
        _verdict(answer, hit, texts),
        gb_t_7714(reference_of(hit, texts, today)),
        *(texts.labelled.format(name=texts.also_in, text=one_line(line)) for line in also),
        texts.labelled.format(name=texts.file, text=one_line(hit.citation.document.source.path))
        + texts.clause_separator
        + texts.characters_from_to.format(first=hit.citation.start + 1, last=hit.citation.end),
    ]
    if answer.answered and not is_further_off(hit.rank, hit.confidence):
        start, end = hit.why.sentence
        said = one_line(hit.citation.document.text[start:end])
        lines.insert(1, texts.labelled.format(name=texts.answering_sentence, text=said))
    return [line for line in lines if line]


def _verdict(answer: Answer, hit: Hit, texts: Texts) -> str:
    """Whether the passage answers, in words; nothing where that is not known."""
    return verdict(hit.rank, hit.confidence, texts) if answer.answered else texts.only_nearest
