"""What is shown as the query of a link: question, filters, open passage, tab, what is compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from .asked import DEFAULT_COUNT, PASSAGE_COUNTS, Asked

COMPARE = "compare"  # the tab that compares
TABS = (COMPARE, "library", "map")  # besides the one that asks
_MANY = {"document": "documents", "where": "where", "more": "more_like", "less": "less_like"}
_ONE = {"q": "question", "from": "since", "to": "until", "section": "section"}


class View(NamedTuple):
    """What a link leads to: a question, the collection, and perhaps a passage that is open; or
    another tab, and the ids of the two that are compared there."""

    asked: Asked
    collection: str = ""
    passage: str = ""
    tab: str = ""
    compared: tuple[str, str] | None = None


def query_of(view: View) -> str:
    """The query of a link, without its question mark; empty for no question and no other tab.

    >>> query_of(View(Asked("桥 & 河", 10, since="2021")))
    'q=%E6%A1%A5+%26+%E6%B2%B3&from=2021&n=10'
    """
    if not (view.asked.question or view.tab):
        return ""
    asked = view.asked if view.asked.question else Asked("")
    pairs = [(name, getattr(asked, field)) for name, field in _ONE.items()]
    pairs += [(name, value) for name, field in _MANY.items() for value in getattr(asked, field)]
    pairs.append(("n", str(asked.count) if asked.count != DEFAULT_COUNT else ""))
    pairs += [("tab", view.tab), *zip("ab", view.compared or (), strict=False)]
    pairs += [("in", view.collection), ("passage", view.passage)]
    return urlencode([(name, value) for name, value in pairs if value])


def view_of(pairs: Iterable[tuple[str, str]]) -> View:
    """What the names and values of a query say; what they do not say, or say wrongly, is left out.

    >>> view_of([("q", "桥"), ("n", "7"), ("x", "y")]).asked == Asked("桥")
    True
    """
    said = list(pairs)
    one = dict(reversed(said))  # the first of a name counts

    def many(name: str) -> list[str]:
        return [value for key, value in said if key == name]

    count = one.get("n", "")
    number = int(count) if count in map(str, PASSAGE_COUNTS) else DEFAULT_COUNT
    narrowed = (many("document"), one.get("from"), one.get("to"), one.get("section"), many("where"))
    asked = Asked.typed(one.get("q"), number, *narrowed)
    for name in ("more", "less"):
        for passage_id in many(name):
            asked = asked.marking(passage_id, more=name == "more")
    tab = one.get("tab", "")
    a, b = one.get("a", ""), one.get("b", "")
    return View(
        asked,
        one.get("in", ""),
        one.get("passage", ""),
        tab if tab in TABS else "",
        (a, b) if tab == COMPARE and a and b else None,
    )


def named(at: object) -> str:
    """What a link calls the collection that a visitor looks at: nothing if it is the first one."""
    return at if isinstance(at, str) else ""
