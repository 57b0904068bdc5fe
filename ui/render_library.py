"""The library as HTML: what the collection is, its documents, and where to add some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa import DocumentSummary

from .field_names import field_name
from .markup import escape
from .reading_room import Facts
from .render_hits import definitions, origin
from .render_indexing import encoding_words, format_name
from .sizes import DiskUse, size_words
from .translations import Texts, reason_words

_LONGEST_QUOTE = 100  # characters of a line that was set aside


def render_about(facts: Facts, used: DiskUse, texts: Texts) -> str:
    """The collection as a whole."""
    parts = texts.size_parts.format(
        total=size_words(sum(used)),
        store=size_words(used.store),
        indexes=size_words(used.indexes),
        uploads=size_words(used.uploads),
    )
    rows = [
        (texts.documents, f"{facts.documents:,}"),
        (texts.passages, f"{facts.passages:,}"),
        (texts.size_on_disk, parts),
        (texts.model, facts.model),
        (texts.collection_folder, str(facts.folder)),
    ]
    return f'<dl class="about" lang="{texts.html_lang}">{definitions(rows)}</dl>'


def render_drop(largest: int, texts: Texts) -> str:
    """Where files are chosen or dropped, the `largest` of so many bytes; a script sends them."""
    limit = size_words(largest)
    said = {
        "uploading": texts.uploading,
        "failed": texts.upload_failed,
        "toolarge": texts.too_large.replace("{limit}", limit),
    }
    data = "".join(f' data-{name}="{escape(words)}"' for name, words in said.items())
    return (
        f'<div class="drop" role="group" aria-label="{escape(texts.add_documents)}"'
        f' lang="{texts.html_lang}" data-limit="{largest}"{data}>'
        f'<p><label class="choose"><input type="file" multiple><span>{escape(texts.choose_files)}'
        f"</span></label> <span>{escape(texts.drop_files)}</span></p>"
        f'<p class="hint">{escape(texts.upload_limits.format(limit=limit))}</p>'
        f'<p class="sending" role="status"></p></div>'
    )


def render_documents(
    found: Sequence[DocumentSummary], shown: int, texts: Texts, *, may_change: bool
) -> str:
    """The first `shown` of the documents that were found, and how to see more."""
    if not found:
        return f'<p class="hint">{escape(texts.no_document_found)}</p>'
    items = "".join(_document(one, texts, may_change) for one in found[:shown])
    count = texts.documents_shown.format(
        shown=f"{min(shown, len(found)):,}", found=f"{len(found):,}"
    )
    more = (
        f'<button type="button" data-more>{escape(texts.show_more)}</button>'
        if shown < len(found)
        else ""
    )
    return (
        f'<section class="documents" lang="{texts.html_lang}"'
        f' aria-label="{escape(texts.documents)}">'
        f'<ol>{items}</ol><p class="counts"><span>{escape(count)}</span>{more}</p></section>'
    )


def render_what_was_read(text: str, found: dict[str, Any], texts: Texts) -> str:
    """The report of `inspect` on one document; `text` is the document's."""
    encoding = encoding_words(found["encoding"], found["encoding_confidence"], texts)
    rows = [
        (texts.format_and_encoding, f"{format_name(found['format'], texts)}, {encoding}"),
        *((field_name(name, texts), str(value)) for name, value in found["metadata"].items()),
    ]
    if found["replaced"]:
        rows.append((texts.replaced_count, f"{found['replaced']:,}"))
    lists = [
        (texts.outline, [" " * 2 * (one["level"] - 1) + one["title"] for one in found["outline"]]),
        (texts.set_aside_count, [_place(text, one) for one in found["set_aside"]]),
        (texts.damaged_count, [_place(text, o) for o in found["damaged"] if not o["repaired"]]),
        (texts.repaired_count, [_place(text, o) for o in found["damaged"] if o["repaired"]]),
    ]
    notes = "".join(f"<p>{escape(reason_words(note, texts))}</p>" for note in found["notes"])
    more = "".join(_list(name, lines, texts) for name, lines in lists if lines)
    return f"<dl>{definitions(rows)}</dl>{notes}{more}"


def _place(text: str, found: dict[str, Any]) -> str:
    """What stands there, in one line, why, and where."""
    said = " ".join(text[found["start"] : found["end"]].split())
    short = said if len(said) <= _LONGEST_QUOTE else f"{said[:_LONGEST_QUOTE]}…"
    return f"{short} ({found['why']}, {found['start']}–{found['end']})"


def _list(name: str, lines: Sequence[str], texts: Texts) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    count = texts.count_of.format(what=name, count=f"{len(lines):,}")
    return f"<details><summary>{escape(count)}</summary><ul>{items}</ul></details>"


def _document(one: DocumentSummary, texts: Texts, may_change: bool) -> str:
    facts = [
        format_name(one.format, texts),
        encoding_words(one.encoding, one.encoding_confidence, texts),
        texts.passage_count.format(count=f"{one.passages:,}"),
        texts.characters_count.format(count=f"{one.characters:,}"),
    ]
    if one.replaced:
        facts.append(texts.count_of.format(what=texts.replaced_count, count=f"{one.replaced:,}"))
    if one.same_text_as:
        facts.append(texts.same_text_as.format(paths=", ".join(one.same_text_as)))
    counts = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    paths = "".join(f"<bdi>{escape(path)}</bdi>" for path in one.paths)
    return (
        f'<li data-document="{escape(one.id)}"><h2>{escape(one.title)}</h2>'
        f'{origin(one.metadata, texts)}<p class="counts">{counts}</p><p class="paths">{paths}</p>'
        f'<footer><details class="read"><summary>{escape(texts.what_was_read)}</summary>'
        f'<div class="loaded"><p>{escape(texts.loading)}</p></div></details>'
        f"{_actions(texts) if may_change else ''}</footer></li>"
    )


def _actions(texts: Texts) -> str:
    return (
        '<span class="actions">'
        f'<button type="button" data-update>{escape(texts.update_one)}</button>'
        f'<button type="button" data-remove>{escape(texts.remove)}</button></span>'
        f'<span class="sure" hidden><span>{escape(texts.remove_sure)}</span> '
        f'<button type="button" data-sure>{escape(texts.remove)}</button>'
        f'<button type="button" data-keep>{escape(texts.keep)}</button></span>'
    )
