"""What a reader asked: the question with everything that narrows or moves it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus import NoConditionError
from qa import Filter

PASSAGE_COUNTS = (3, 5, 10, 20)
DEFAULT_COUNT = 5
_MARKED_AT_MOST = 20  # passages to be more, or less, like
_REMEMBERED = 30  # questions of a visit


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page holds it; asking it twice gives the same answer.

    `where` are conditions as they are typed, `field=value`; `more_like` and `less_like` are ids of
    passages.
    """

    question: str
    count: int = DEFAULT_COUNT
    documents: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    section: str = ""
    where: tuple[str, ...] = ()
    more_like: tuple[str, ...] = ()
    less_like: tuple[str, ...] = ()

    @classmethod
    def typed(cls, question: object, count: object = DEFAULT_COUNT, *narrowed: object) -> Asked:
        """Whatever the browser sent; `narrowed` are documents, since, until, section, where."""
        known = count if isinstance(count, int) and count in PASSAGE_COUNTS else DEFAULT_COUNT
        return cls(_text(question), known).narrowed(*narrowed)

    def narrowed(
        self,
        documents: object = None,
        since: object = None,
        until: object = None,
        section: object = None,
        where: object = None,
    ) -> Asked:
        """The same question, asked of other documents."""
        return replace(
            self,
            documents=_texts(documents),
            since=_text(since),
            until=_text(until),
            section=_text(section),
            where=_texts(where),
        )

    def marking(self, passage_id: str, *, more: bool) -> Asked:
        """The same question with a passage that the answer should be more, or less, like.

        The last mark of a passage counts.

        >>> asked = Asked("桥").marking("a-1", more=True).marking("a-1", more=False)
        >>> asked.more_like, asked.less_like
        ((), ('a-1',))
        """
        liked, disliked = (
            tuple(one for one in marked if one != passage_id)
            for marked in (self.more_like, self.less_like)
        )
        if more:
            return replace(
                self, more_like=(*liked, passage_id)[-_MARKED_AT_MOST:], less_like=disliked
            )
        return replace(self, more_like=liked, less_like=(*disliked, passage_id)[-_MARKED_AT_MOST:])

    def marked_as(self, other: Asked) -> Asked:
        """The same question with the passages marked that are marked in another."""
        return replace(self, more_like=other.more_like, less_like=other.less_like)

    def unmarked(self) -> Asked:
        """The same question with no passage marked."""
        return replace(self, more_like=(), less_like=())

    @property
    def among(self) -> Filter:
        """What alone is looked at.

        Raises:
            NoConditionError: a condition is not `field=value`.
        """
        return Filter(
            documents=self.documents,
            since=self.since or None,
            until=self.until or None,
            section=self.section or None,
            where=tuple(_condition(typed) for typed in self.where),
        )

    @property
    def is_narrowed(self) -> bool:
        return self.narrowed() != self


def remembered(past: tuple[Asked, ...], asked: Asked) -> tuple[Asked, ...]:
    """Questions of a visit, the latest first, each once; an empty one is not remembered.

    >>> a, b = Asked("桥"), Asked("河")
    >>> [one.question for one in remembered(remembered(remembered((), a), b), a)]
    ['桥', '河']
    """
    if not asked.question:
        return past
    return (asked, *(one for one in past if one != asked))[:_REMEMBERED]


def _condition(typed: str) -> tuple[str, str]:
    name, sign, value = (part.strip() for part in typed.replace("＝", "=").partition("="))
    if not (name and sign and value):
        raise NoConditionError(
            f"{typed} is no condition; write FIELD=VALUE, for example author=张三"
        )
    return name, value


def _text(value: object) -> str:
    text = str(value) if isinstance(value, str | int) else ""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def _texts(values: object) -> tuple[str, ...]:
    found = [_text(value) for value in values] if isinstance(values, list | tuple) else []
    return tuple(dict.fromkeys(filter(None, found)))
