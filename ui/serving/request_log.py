"""One line for each thing that was asked for: what kind, how long, how much was found.

What was asked, and what the documents say, stays out of it; `show_text` puts in what was asked.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

from ..citation_styles import one_line

_log = logging.getLogger("wenju.requests")
_text = logging.getLogger("wenju.requests.text")
_text.setLevel(logging.CRITICAL)
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")


def start_log(*, show_text: bool = False) -> None:
    """Write the log to standard error; with `show_text` also what was asked."""
    log = logging.getLogger("wenju")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
    _text.setLevel(logging.INFO if show_text else logging.CRITICAL)


def logged(
    kind: str, count: Callable[[Any], int] = lambda found: 1
) -> Callable[[Callable[_Asked, _Found]], Callable[_Asked, _Found]]:
    """A method that leaves a line, whether it finds something or raises.

    Args:
        kind: what is done, in a word.
        count: how much of what was asked for is in the result.
    """

    def decorate(method: Callable[_Asked, _Found]) -> Callable[_Asked, _Found]:
        @wraps(method)
        def call(*asked: _Asked.args, **named: _Asked.kwargs) -> _Found:
            began = perf_counter()
            outcome = "failed"
            try:
                found = method(*asked, **named)
                outcome = f"{count(found)} found"
                return found
            finally:
                spent = (perf_counter() - began) * 1e3
                _log.info("%s: %.0f ms, %s%s", kind, spent, outcome, _said(asked[1:], named))

        return call

    return decorate


def _said(asked: tuple[object, ...], named: dict[str, object]) -> str:
    """In one line that cannot deceive a reader of the log."""
    if not _text.isEnabledFor(logging.INFO):
        return ""
    return ", " + one_line(json.dumps([*asked, *named.values()], ensure_ascii=False, default=str))
