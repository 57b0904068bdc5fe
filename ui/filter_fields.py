"""The fields that narrow a question: documents, dates, section, metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from .asked import Asked
from .field_names import condition_words
from .offered import Offered
from .translations import Texts

_LONGEST_NAME = 200  # characters


@dataclass(frozen=True)
class FilterFields:
    """A row that folds away. `fields` are in the order in which `Asked.narrowed` takes them."""

    frame: gr.Accordion
    documents: gr.Dropdown
    since: gr.Textbox
    until: gr.Textbox
    section: gr.Textbox
    where: gr.Dropdown
    clear: gr.Button

    @property
    def fields(self) -> list[gr.components.Component]:
        return [self.documents, self.since, self.until, self.section, self.where]

    @property
    def translated(self) -> list[Any]:
        """What holds words; `translate` gives the updates in this order."""
        return [self.frame, *self.fields, self.clear]

    def translate(self, texts: Texts, offered: Offered) -> list[Any]:
        """Every word in another language, and what there is to choose as it is now."""
        return [
            gr.update(label=texts.filters),
            gr.update(label=texts.filter_documents, choices=list(offered.documents)),
            gr.update(label=texts.filter_since),
            gr.update(label=texts.filter_until),
            gr.update(label=texts.section, placeholder=texts.filter_section_hint),
            gr.update(label=texts.filter_where, choices=_conditions(offered, texts)),
            gr.update(value=texts.clear_filters),
        ]


def build_filter_fields(texts: Texts, offered: Offered) -> FilterFields:
    """Lay the fields out; what is not in a list, a part of a title for one, can be typed."""
    with gr.Accordion(texts.filters, open=False, elem_id="filters") as frame:
        with gr.Row(elem_classes="fields"):
            documents = _several(offered.documents, texts.filter_documents, "filter-documents")
            since, until = (
                gr.Textbox(
                    label=label,
                    placeholder="2021-03",
                    max_length=10,
                    max_lines=1,
                    elem_id=f"filter-{name}",
                    scale=1,
                    min_width=120,
                )
                for name, label in (("since", texts.filter_since), ("until", texts.filter_until))
            )
        with gr.Row(elem_classes="fields"):
            where = _several(_conditions(offered, texts), texts.filter_where, "filter-where")
            section = gr.Textbox(
                label=texts.section,
                placeholder=texts.filter_section_hint,
                max_length=_LONGEST_NAME,
                max_lines=1,
                elem_id="filter-section",
                scale=2,
                min_width=240,
            )
        clear = gr.Button(
            texts.clear_filters, elem_id="filter-clear", elem_classes="plain", scale=0
        )
    return FilterFields(frame, documents, since, until, section, where, clear)


def _conditions(offered: Offered, texts: Texts) -> list[tuple[str, str]]:
    return [(condition_words(one, texts), one) for one in offered.conditions]


def _several(choices: Sequence[str | tuple[str, str]], label: str, name: str) -> gr.Dropdown:
    return gr.Dropdown(
        list(choices),
        value=[],
        label=label,
        multiselect=True,
        allow_custom_value=True,
        elem_id=name,
        scale=3,
        min_width=240,
    )


def filled(asked: Asked) -> list[Any]:
    """The values of the fields for a question."""
    return [list(asked.documents), asked.since, asked.until, asked.section, list(asked.where)]
