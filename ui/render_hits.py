"""An answer as HTML: the ranked cards, or plainly that there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum

from corpus import Document
from qa import Answer, Hit, too_short_to_judge

from .exports import FORMATS
from .markup import Layer, escape, web_address
from .paragraphs import quoted
from .place import breadcrumb, file_name
from .render_cite import render_cite
from .render_confidence import UNSURE, chance_words, confidence_words, render_confidence
from .render_missing import in_quotes, missing_words
from .render_nearby import open_button
from .render_why import render_why
from .translations import Texts

_ORIGIN = ("date", "source", "author")
_SURE = 0.8  # of an answer that is surer, what words it lacks is no matter


class Nearby(Enum):
    """What a card loads when it is opened."""

    NEIGHBOURS = "neighbours"
    RELATED = "related"


def render_answer(answer: Answer, texts: Texts, today: date, above: str = "") -> str:
    """All of an answer, lead line and cards; `above` is HTML that says what was asked."""
    if not answer.hits:
        return _section(above + _missing(answer, texts) + notice(texts.nothing_found), texts)
    nearest = "" if answer.answered else " nearest"
    cards = "".join(
        _card(hit, nearness, answer, texts, today)
        for hit, nearness in zip(answer.hits, _ranks_in_meaning(answer.hits), strict=True)
    )
    lead = _lead(answer, texts)
    return _section(f'{above}{lead}<div class="hits{nearest}">{cards}</div>', texts)


def notice(message: str, more: str = "") -> str:
    """A plain message to the reader; `more` is HTML."""
    return f'<div class="notice" role="status"><p>{escape(message)}</p>{more}</div>'


def origin(metadata: Mapping[str, str], texts: Texts) -> str:
    """Date, source, author and address, those that are known; the address links if it may."""
    labels = {"date": texts.date, "source": texts.source, "author": texts.author}
    items = [
        f'<span title="{escape(labels[name])}">{escape(metadata[name])}</span>'
        for name in _ORIGIN
        if metadata.get(name)
    ]
    if metadata.get("url"):
        items.append(address(metadata["url"]))
    return f'<p class="origin">{"".join(items)}</p>' if items else ""


def address(url: str) -> str:
    """A link where the URL may be one, else its text."""
    target = web_address(url)
    if target is None:
        return f'<span class="address">{escape(url)}</span>'
    link = f'href="{escape(target)}" target="_blank" rel="noopener noreferrer"'
    return f'<a class="address" {link}>{escape(url)}</a>'


def _section(content: str, texts: Texts) -> str:
    label = escape(texts.results)
    return f'<section lang="{texts.html_lang}" aria-label="{label}">{content}</section>'


def _lead(answer: Answer, texts: Texts) -> str:
    count = texts.found_count.format(count=len(answer.hits))
    time = texts.found_time.format(milliseconds=round(answer.timings.total))
    sure = confidence_words(answer.confidence, texts) if answer.answered else ""
    facts = " · ".join(filter(None, (sure, count, time)))
    names = {"markdown": "Markdown", "csv": "CSV", "word": "Word"}
    exports = "".join(
        f'<button type="button" data-export="{name}">{names[name]}</button>' for name in FORMATS
    )
    lead = (
        f'<div class="lead"><p role="status">{escape(facts)}</p>'
        f'<p class="exports">{_copy_link(texts)}<span>{escape(texts.export_as)}</span>{exports}</p>'
        "</div>"
    )
    lead += _only_with(answer, texts)
    if answer.answered:
        hint = _unjudged(answer, texts) if answer.confidence is None else texts.on_average
        unknown = _unknown(answer, texts) if (answer.confidence or 0.0) < _SURE else []
        lacking = "".join(f'<p class="lacking">{escape(words)}</p>' for words in unknown)
        return f'{lead}{lacking}<p class="unsure">{escape(hint)}</p>'
    hints = [texts.nearest_passages, *_chance(answer, texts), *_unknown(answer, texts)]
    nearest = "".join(f"<p>{escape(hint)}</p>" for hint in hints)
    return lead + (_missing(answer, texts, nearest) or notice(texts.nothing_answers, nearest))


def _chance(answer: Answer, texts: Texts) -> list[str]:
    """How likely the first hit answers all the same; nothing where it hardly does."""
    chance = answer.confidence or 0.0
    worth_a_look = chance >= UNSURE and not answer.missing
    return [chance_words(chance, texts)] if worth_a_look else []


def _unjudged(answer: Answer, texts: Texts) -> str:
    """Why it is not known how sure to be."""
    return texts.judge_short if too_short_to_judge(answer.question) else texts.judge_yourself


def _only_with(answer: Answer, texts: Texts) -> str:
    """Which other passages were not looked at; nothing where all were."""
    said = []
    if answer.required and not answer.missing:
        said.append(texts.only_with.format(phrases=in_quotes(answer.required, texts)))
    if answer.excluded:
        said.append(texts.only_without.format(phrases=in_quotes(answer.excluded, texts)))
    return "".join(f'<p class="lacking">{escape(line)}</p>' for line in said)


def _unknown(answer: Answer, texts: Texts) -> list[str]:
    """Which words of the question stand nowhere; nothing where each stands somewhere."""
    words = in_quotes(answer.unknown, texts)
    return [texts.unknown_words.format(words=words)] if words else []


def _copy_link(texts: Texts) -> str:
    return (
        f'<button type="button" class="link" data-done="{escape(texts.copied)}">'
        f"{escape(texts.copy_link)}</button>"
    )


def _missing(answer: Answer, texts: Texts, more: str = "") -> str:
    said = missing_words(answer, texts)
    return notice(said, more) if said else ""


def _card(hit: Hit, nearness: int, answer: Answer, texts: Texts, today: date) -> str:
    title, *place = breadcrumb(hit, texts)
    where = "".join(f"<span>{escape(step)}</span>" for step in place)
    heading = f"hit-{hit.rank}"
    passage_id = escape(hit.passage.id)
    only_near = "" if answer.answered else f'<p class="only-near">{escape(texts.only_nearest)}</p>'
    return (
        f'<article class="hit" aria-labelledby="{heading}" data-of="{passage_id}"'
        f' data-end="{hit.citation.end}">'
        f'<header><span class="rank">{hit.rank}</span>'
        f'<h2 id="{heading}">{escape(title)}</h2>'
        f'<div class="about"><p class="place">{where}</p>'
        f"{origin(hit.citation.document.metadata, texts)}</div>"
        f"{only_near or render_confidence(hit.rank, hit.confidence, texts)}"
        f"</header>{_quote(hit)}"
        f"{_also_in(hit, texts)}"
        f'<footer><div class="actions"><button type="button" class="open"'
        f' data-passage="{passage_id}" aria-describedby="{heading}">{escape(texts.open_source)}'
        f'</button><button type="button" class="copy" data-done="{escape(texts.copied)}">'
        f"{escape(texts.copy_quote)}</button>{_feedback(heading, texts)}</div>"
        f"{render_why(hit, nearness, answer, texts)}"
        f"{_loaded(Nearby.NEIGHBOURS, texts.neighbours, texts)}"
        f"{_loaded(Nearby.RELATED, texts.related, texts)}"
        f"{render_cite(hit, texts, today)}</footer></article>"
    )


def _quote(hit: Hit) -> str:
    layers = [Layer("mark", "sentence", [hit.why.sentence]), Layer("b", "word", hit.words)]
    return quoted("blockquote", hit.citation.quote, layers, hit.citation.start)


def _also_in(hit: Hit, texts: Texts) -> str:
    """The other places of what a passage says, each with a way to open it."""
    if not hit.also_in:
        return ""
    items = "".join(
        f'<li><span lang="">{escape(_told_apart(other.document, hit))}</span>'
        f" {_date(other.document.metadata)} {open_button(hit.passage.id, texts, number)}</li>"
        for number, other in enumerate(hit.also_in)
    )
    return f'<div class="also"><span>{escape(texts.also_in)}</span><ul>{items}</ul></div>'


def _told_apart(document: Document, hit: Hit) -> str:
    """Its title, and its file where that is the title of others here too."""
    places = [hit.citation, *hit.also_in]
    titles = [one.document.title for one in places if one.document.id != document.id]
    name = file_name(document.source)
    return f"{document.title} ({name})" if document.title in titles else document.title


def _date(metadata: Mapping[str, str]) -> str:
    return f"<small>{escape(metadata['date'])}</small>" if metadata.get("date") else ""


def _feedback(heading: str, texts: Texts) -> str:
    names = (("more", texts.more_like_this), ("less", texts.less_like_this))
    marks = "".join(
        f'<button type="button" data-feedback="{kind}" aria-describedby="{heading}">'
        f"{escape(name)}</button>"
        for kind, name in names
    )
    return (
        f'{marks}<button type="button" data-collect data-done="{escape(texts.in_basket)}"'
        f' aria-describedby="{heading}">'
        f"{escape(texts.add_to_basket)}</button>"
    )


def _loaded(kind: Nearby, name: str, texts: Texts) -> str:
    """A part of a card that is fetched when it is opened."""
    return (
        f'<details class="more {kind.value}" data-load="{kind.value}"'
        f' data-language="{texts.html_lang[:2]}"><summary>{escape(name)}</summary>'
        f'<div class="loaded" aria-live="polite" data-failed="{escape(texts.not_loaded)}">'
        f"{escape(texts.loading)}</div></details>"
    )


def definitions(rows: Sequence[tuple[str, str]]) -> str:
    """Rows of a `<dl>`, names and values as text."""
    return "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)


def _ranks_in_meaning(hits: Sequence[Hit]) -> list[int]:
    """For each hit its rank by the dense part alone, equals sharing one."""
    return [1 + sum(other.why.dense > hit.why.dense for other in hits) for hit in hits]
