"""Why something could not be done, in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping

from corpus import Said

from .texts import Texts
from .zh import ZH
from .zh_reasons import ZH_REASONS

_NONE: Mapping[str, str] = {}


def reason_words(reason: str, texts: Texts) -> str:
    """A sentence of a reader or a collection; as it is where it was put together elsewhere.

    >>> from corpus import said
    >>> reason_words(said("there is no text in it"), ZH), reason_words("Bad file", ZH)
    ('其中没有文字', 'Bad file')
    """
    if isinstance(reason, Said):
        return reason.translated(ZH_REASONS if texts is ZH else _NONE)
    return reason
