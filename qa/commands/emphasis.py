"""Bold and underlined text, on a terminal only."""

from __future__ import annotations

import sys


def bold(text: str) -> str:
    return _marked("\x1b[1m", text)


def underlined(text: str) -> str:
    return _marked("\x1b[4m", text)


def _marked(code: str, text: str) -> str:
    return f"{code}{text}\x1b[0m" if sys.stdout.isatty() else text
