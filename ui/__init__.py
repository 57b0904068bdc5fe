"""The page in the browser: views, rendering, and every string in two languages.

What needs Gradio is imported when it is asked for: that takes seconds, and `--help` need not wait.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api.allowed_folders import AllowedFolders
    from .api.programs import Programs
    from .page import build_page, launch_options
    from .reading_room import ReadingRoom
    from .serving.server import serve
    from .study import Study
    from .translations import Language

_PLACES = {
    "AllowedFolders": "api.allowed_folders",
    "Language": "translations",
    "Programs": "api.programs",
    "ReadingRoom": "reading_room",
    "Study": "study",
    "build_page": "page",
    "launch_options": "page",
    "serve": "serving.server",
}
__all__ = [
    "AllowedFolders",
    "Language",
    "Programs",
    "ReadingRoom",
    "Study",
    "build_page",
    "launch_options",
    "serve",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_PLACES[name]}", __name__), name)
