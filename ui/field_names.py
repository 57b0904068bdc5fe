"""What the fields of metadata are called on the page."""

from __future__ import annotations

from .translations import Texts


def field_name(name: str, texts: Texts) -> str:
    """In words where the field is a common one, else as the document has it.

    >>> from ui.translations import TEXTS
    >>> field_name("author", TEXTS["zh"]), field_name("批次", TEXTS["zh"])
    ('作者', '批次')
    """
    known = {
        "title": texts.title,
        "date": texts.date,
        "source": texts.source,
        "author": texts.author,
        "author_role": texts.author_role,
        "editor": texts.editor,
        "publisher": texts.publisher,
        "category": texts.category,
        "keywords": texts.keywords,
        "language": texts.language,
        "url": texts.url,
    }
    return known.get(name, name)


def condition_words(condition: str, texts: Texts) -> str:
    """`field=value` with the field in words.

    >>> from ui.translations import TEXTS
    >>> condition_words("author=张三", TEXTS["zh"])
    '作者=张三'
    """
    name, sign, value = condition.partition("=")
    return f"{field_name(name.strip(), texts)}{sign}{value}"
