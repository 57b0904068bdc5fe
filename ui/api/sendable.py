"""JSON that every client of Gradio can take."""

from __future__ import annotations

import re
from typing import Any

_SURROGATE = re.compile(r"[\ud800-\udfff]")


def sendable(value: Any) -> Any:
    """The same value, without what cannot be sent as it is.

    Half a surrogate pair becomes U+FFFD, so that offsets stay. A metadata field `meta` beside a
    field `path` is called `meta_`: Gradio, here and in its clients, takes the two for a file.

    >>> sendable({"path": "甲", "meta": ["\\ud800乙"]})
    {'path': '甲', 'meta_': ['�乙']}
    """
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [sendable(one) for one in value]
    if isinstance(value, dict):
        return {_name(name, value): sendable(one) for name, one in value.items()}
    return value


def _name(name: str, beside: dict[str, Any]) -> str:
    return "meta_" if name == "meta" and "path" in beside else _SURROGATE.sub("\ufffd", name)
