"""What a visitor asked so far, and what narrows or moves the question that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .asked import Asked
from .field_names import condition_words
from .markup import escape
from .translations import Texts


def render_past(past: Sequence[Asked], titles: Mapping[str, str], texts: Texts) -> str:
    """Questions of the visit, the latest first; each asks itself again."""
    if not past:
        return ""
    items = "".join(
        f'<li><button type="button" data-past="{number}">{escape(one.question)}</button>'
        f"{_narrowed(one, titles, texts)}</li>"
        for number, one in enumerate(past)
    )
    name = texts.past_questions.format(count=len(past))
    return (
        f'<details class="past" lang="{texts.html_lang}"><summary>{escape(name)}</summary>'
        f"<ol>{items}</ol></details>"
    )


def render_moved(asked: Asked, texts: Texts) -> str:
    """How many passages the answer should be more, or less, like, and a way back."""
    found = [
        words.format(count=len(marked))
        for words, marked in (
            (texts.moved_more, asked.more_like),
            (texts.moved_less, asked.less_like),
        )
        if marked
    ]
    if not found:
        return ""
    return (
        f'<p class="moved">{escape(" · ".join(found))} '
        f'<button type="button" data-feedback="forget">{escape(texts.forget_marks)}</button></p>'
    )


def narrowing(asked: Asked, titles: Mapping[str, str], texts: Texts) -> str:
    """The filters of a question in one line; `titles` by document id.

    >>> from ui.translations import TEXTS
    >>> asked = Asked("桥", since="2021", where=("author=张三",), documents=("a", "b"))
    >>> narrowing(asked, {"a": "石桥"}, TEXTS["zh"])
    '石桥、b · 2021 – … · 作者=张三'
    """
    names = texts.list_separator.join(titles.get(one, one) for one in asked.documents)
    dates = f"{asked.since or '…'} – {asked.until or '…'}" if asked.since or asked.until else ""
    section = f"{texts.section} {asked.section}" if asked.section else ""
    where = texts.list_separator.join(condition_words(one, texts) for one in asked.where)
    return " · ".join(filter(None, (names, dates, section, where)))


def _narrowed(asked: Asked, titles: Mapping[str, str], texts: Texts) -> str:
    words = " · ".join(
        filter(
            None,
            (
                narrowing(asked, titles, texts),
                texts.moved_more.format(count=len(asked.more_like)) if asked.more_like else "",
                texts.moved_less.format(count=len(asked.less_like)) if asked.less_like else "",
            ),
        )
    )
    return f" <small>{escape(words)}</small>" if words else ""
