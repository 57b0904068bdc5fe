"""Gradio's own parts in the colours and type of the page: paper, ink and one seal red."""

from __future__ import annotations

import gradio as gr

SANS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "sans-serif",
)
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Noto Sans Mono CJK SC", "monospace")


def theme() -> gr.themes.Base:
    """Fonts are those of the machine, so that nothing is fetched. Colours stand in style.css."""
    return gr.themes.Base(
        font=[gr.themes.Font(name) for name in SANS],
        font_mono=[gr.themes.Font(name) for name in MONO],
        radius_size=gr.themes.sizes.radius_sm,
    ).set(
        body_background_fill="var(--paper)",
        body_background_fill_dark="var(--paper)",
        body_text_color="var(--ink)",
        body_text_color_dark="var(--ink)",
        body_text_color_subdued="var(--muted)",
        body_text_color_subdued_dark="var(--muted)",
        background_fill_primary="var(--sheet)",
        background_fill_primary_dark="var(--sheet)",
        background_fill_secondary="var(--paper)",
        background_fill_secondary_dark="var(--paper)",
        border_color_primary="var(--rule)",
        border_color_primary_dark="var(--rule)",
        border_color_accent="var(--seal)",
        border_color_accent_dark="var(--seal)",
        color_accent="var(--seal)",
        link_text_color="var(--seal)",
        link_text_color_dark="var(--seal)",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_label_text_color="var(--muted)",
        block_title_text_color="var(--muted)",
        block_title_text_color_dark="var(--muted)",
        block_padding="0px",
        input_background_fill="var(--sheet)",
        input_background_fill_dark="var(--sheet)",
        input_border_color="var(--field)",
        input_border_color_dark="var(--field)",
        input_border_color_focus="var(--seal)",
        input_border_color_focus_dark="var(--seal)",
        input_placeholder_color="var(--muted)",
        input_placeholder_color_dark="var(--muted)",
        button_primary_background_fill="var(--seal-fill)",
        button_primary_background_fill_dark="var(--seal-fill)",
        button_primary_background_fill_hover="var(--seal-deep)",
        button_primary_background_fill_hover_dark="var(--seal-deep)",
        button_primary_text_color="#fff",
        button_primary_text_color_dark="#fff",
        button_primary_border_color="transparent",
        button_primary_border_color_dark="transparent",
    )
