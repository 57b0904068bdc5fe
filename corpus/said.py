"""Sentences for the user that keep what was filled into them, so that a page can say them in its
own language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce


class Said(str):
    """An English sentence, and what it was made of: the fields of a `str.format` template.

    A field may be a sentence itself.
    """

    __slots__ = ("fields", "template")
    template: str
    fields: Mapping[str, object]

    def translated(self, phrases: Mapping[str, str]) -> str:
        """The sentence by the template that stands for its own in `phrases`; in English where none
        does.

        >>> said("{count:,} pages", count=1200).translated({"{count:,} pages": "共 {count:,} 页"})
        '共 1,200 页'
        """
        fields = {
            name: value.translated(phrases) if isinstance(value, Said) else value
            for name, value in self.fields.items()
        }
        return phrases.get(self.template, self.template).format(**fields)


def said(template: str, **fields: object) -> Said:
    """A sentence by a template, as `str.format` fills it in.

    >>> said("it has {count:,} members; at most {most:,}", count=1200, most=1000)
    'it has 1,200 members; at most 1,000'
    """
    sentence = Said(template.format(**fields))
    sentence.template, sentence.fields = template, fields
    return sentence


def one_after_the_other(sentences: Iterable[str]) -> str:
    """Several in one.

    >>> one_after_the_other([said("it is empty"), said("it is cut off"), said("get it again")])
    'it is empty; it is cut off; get it again'
    """
    return reduce(
        lambda before, then: said("{before}; {then}", before=before, then=then), sentences
    )
