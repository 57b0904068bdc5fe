"""What the browser sends with an event of the page's own."""

from __future__ import annotations

from typing import Any

import gradio as gr


def sent(event: gr.EventData) -> dict[str, Any]:
    """The names and values that came along; it can be anything, so each is to be checked."""
    return event._data if isinstance(event._data, dict) else {}
