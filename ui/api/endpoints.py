"""The six functions as Gradio's public endpoints, for `gradio_client` and curl."""

from __future__ import annotations

import inspect

import gradio as gr
from gradio.events import api

from ..answerers import asked_at_once
from .checked import checked
from .programs import Programs

_NOTE = (
    "With gradio_client: Client(ADDRESS, download_files=False), as a `path` is no file to fetch."
)


def add_endpoints(programs: Programs) -> None:
    """Register them with the page that is being built; before its events, which would else have
    their names."""
    for function in programs.functions:
        api(
            checked(function, _refusal),
            api_name=function.__name__,
            concurrency_limit=asked_at_once() if function == programs.ask else 1,
            api_description=f"{inspect.getdoc(function)}\n\n{_NOTE}",
        )


def _refusal(message: str) -> gr.Error:
    return gr.Error(message, print_exception=False)
