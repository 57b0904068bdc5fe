"""The page in the browser: views, rendering, and every string in two languages."""

from .page import build_page, launch_options
from .reading_room import ReadingRoom
from .translations import Language

__all__ = ["Language", "ReadingRoom", "build_page", "launch_options"]
