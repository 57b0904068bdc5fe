"""An answer as HTML: the ranked cards, or plainly that there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa import Answer, Hit

from .markup import Layer, escape, web_address
from .paragraphs import paragraphs
from .translations import Texts

_ORIGIN = ("date", "source", "author")


def render_answer(answer: Answer, texts: Texts) -> str:
    """All of an answer, lead line and cards."""
    if not answer.hits:
        return _section(notice(texts.nothing_found), texts)
    cards = "".join(
        _card(hit, nearness, len(answer.hits), texts)
        for hit, nearness in zip(answer.hits, _ranks_in_meaning(answer.hits), strict=True)
    )
    return _section(_lead(answer, texts) + f'<div class="hits">{cards}</div>', texts)


def notice(message: str, more: str = "") -> str:
    """A plain message to the reader; `more` is HTML."""
    return f'<div class="notice" role="status"><p>{escape(message)}</p>{more}</div>'


def breadcrumb(hit: Hit, texts: Texts) -> list[str]:
    """Where a passage stands, the title first: title, sections, paragraph, page."""
    passage, title = hit.passage, hit.citation.document.title
    sections = [name for name in passage.section if name != title]
    place = [texts.paragraph.format(number=passage.paragraph)]
    if passage.page is not None:
        place.append(texts.page.format(number=passage.page))
    return [title, *sections, " · ".join(place)]


def confidence_words(confidence: float | None, texts: Texts) -> str:
    """A probability in words; nothing where there is none."""
    if confidence is None:
        return ""
    if confidence >= 0.8:
        return texts.confidence_high
    return texts.confidence_middle if confidence >= 0.5 else texts.confidence_low


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
    lead = f'<p class="lead" role="status">{escape(facts)}</p>'
    if answer.answered:
        return lead
    nearest = f"<p>{escape(texts.nearest_passages)}</p>"
    return notice(texts.nothing_answers, nearest) + lead


def _card(hit: Hit, nearness: int, count: int, texts: Texts) -> str:
    title, *place = breadcrumb(hit, texts)
    where = "".join(f"<span>{escape(step)}</span>" for step in place)
    sure = confidence_words(hit.confidence, texts)
    heading = f"hit-{hit.rank}"
    passage_id = escape(hit.passage.id)
    quote = paragraphs(
        hit.citation.quote,
        [Layer("mark", "sentence", [hit.why.sentence]), Layer("b", "word", hit.words)],
        hit.citation.start,
    )
    return (
        f'<article class="hit" aria-labelledby="{heading}">'
        f'<header><span class="rank">{hit.rank}</span>'
        f'<h2 id="{heading}">{escape(title)}</h2>'
        f'<div class="about"><p class="place">{where}</p>'
        f"{origin(hit.citation.document.metadata, texts)}</div>"
        + (f'<p class="confidence">{escape(sure)}</p>' if sure else "")
        + f'</header><blockquote class="text" lang="">{quote}</blockquote>'
        f'<footer><button type="button" class="open" data-passage="{passage_id}"'
        f' aria-describedby="{heading}">{escape(texts.open_source)}</button>'
        f'<button type="button" class="copy" data-done="{escape(texts.copied)}">'
        f"{escape(texts.copy_quote)}</button>{_why(hit, nearness, count, texts)}</footer></article>"
    )


def _why(hit: Hit, nearness: int, count: int, texts: Texts) -> str:
    words = texts.list_separator.join(hit.why.words)
    near = (
        texts.why_meaning_first if nearness == 1 else texts.why_meaning_rank.format(rank=nearness)
    )
    held = texts.why_words.format(words=words) if words else texts.why_no_words
    if hit.why.lexical > 0 and not words:
        held = texts.why_pieces
    meaning = texts.meaning_explained.format(
        count=count, rank=nearness, value=f"{hit.why.dense:.3f}"
    )
    overlap = (
        texts.words_explained.format(value=f"{hit.why.lexical:.2f}")
        if hit.why.lexical > 0
        else texts.words_none_explained
    )
    rows = [(texts.meaning, meaning), (texts.words, overlap)]
    if words:
        rows.append((texts.matched_words, words))
    return (
        f'<details class="why"><summary><span>{escape(texts.why)}</span>'
        f'<span class="brief">{escape(near)} · {escape(held)}</span></summary>'
        f"<dl>{definitions(rows)}</dl></details>"
    )


def definitions(rows: Sequence[tuple[str, str]]) -> str:
    """Rows of a `<dl>`, names and values as text."""
    return "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)


def _ranks_in_meaning(hits: Sequence[Hit]) -> list[int]:
    """For each hit its rank by the dense part alone, equals sharing one."""
    return [1 + sum(other.why.dense > hit.why.dense for other in hits) for hit in hits]
