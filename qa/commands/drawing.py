"""Pictures, with matplotlib. The only place that knows it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.ticker import PercentFormatter

from corpus import UsageError

from ..map.passage_map import PassageMap, palette
from ..text_reuse.heat_map import HeatMap

_SAMPLE = "问据關"
_LIKED = ("Noto Sans CJK", "Source Han Sans", "PingFang", "Microsoft YaHei", "Heiti", "SimHei")
_LONGEST_LABEL = 22  # characters


def draw_heat_map(heat: HeatMap, path: Path) -> bool:
    """Write the picture; whether the documents are named in it, and not only numbered.

    They are numbered, from 1 in the order of `heat.documents`, where no font on this machine has
    Chinese characters.

    Raises:
        UsageError: the picture cannot be written.
    """
    font = chinese_font()
    names = [document.title for document in heat.documents]
    labels, named = _labels(names, font)
    labels = [_short(label) for label in labels]
    side = 3.5 + 0.17 * max(len(names), 12)
    with matplotlib.rc_context(_fonts(font)):
        figure = Figure(figsize=(side + 1.5, side), layout="constrained")
        axes = figure.add_subplot()
        norm = PowerNorm(0.5, 0, max(float(heat.shares.max(initial=0)), 0.01))
        image = axes.imshow(heat.shares, cmap="YlOrRd", norm=norm)
        axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=7)
        axes.set_yticks(range(len(labels)), labels, fontsize=7)
        if heat.left_out:
            total = len(names) + heat.left_out
            axes.set_title(f"{len(names)} / {total} documents, those that share most", fontsize=12)
        bar = figure.colorbar(image, shrink=0.6, format=PercentFormatter(1, decimals=0))
        bar.set_label(
            "本行文档的文字见于该列文档的比例"
            if font
            else "of the row's text, also in the column's"
        )
        save(figure, path)
    return named


def save(figure: Figure, path: Path) -> None:
    try:
        figure.savefig(path, dpi=150, format="png")
    except OSError as error:
        raise UsageError(f"the picture {path} cannot be written: {error}") from error


@cache
def chinese_font() -> str | None:
    """The name of a font on this machine that has Simplified and Traditional characters."""
    fonts = sorted(
        font_manager.fontManager.ttflist,
        key=lambda font: (not font.name.startswith(_LIKED), font.weight != 400, font.name),
    )
    return next((font.name for font in fonts if _has_all(font.fname, _SAMPLE)), None)


def _has_all(path: str, text: str) -> bool:
    try:
        font = FT2Font(path)
    except (OSError, RuntimeError):  # listed, but no longer there or damaged
        return False
    return all(font.get_char_index(ord(char)) for char in text)


def _fonts(font: str | None) -> dict[Any, Any]:
    families = [font, "DejaVu Sans"] if font else ["DejaVu Sans"]
    return {"font.family": families, "axes.unicode_minus": False, "text.parse_math": False}


def _labels(names: list[str], font: str | None) -> tuple[list[str], bool]:
    """The names, or their numbers where they cannot be drawn; and which of the two it is."""
    if font is not None or all(name.isascii() for name in names):
        return names, True
    return [str(number) for number in range(1, len(names) + 1)], False


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…"


def draw_map(drawn: PassageMap, path: Path) -> bool:
    """Write the map as a picture; whether its clusters are named in it, and not only numbered.

    They are numbered, from 1 in the order of `drawn.clusters`, where no font on this machine has
    Chinese characters.

    Raises:
        UsageError: the picture cannot be written.
    """
    font = chinese_font()
    names = [" ".join(cluster.words[:2]) for cluster in drawn.clusters]
    labels, named = _labels(names, font)
    colours = palette(len(drawn.clusters))
    with matplotlib.rc_context(_fonts(font)):
        width, height = np.ptp(drawn.places, axis=0).tolist() if len(drawn.places) else (1, 1)
        figure = Figure(figsize=(2 + 10 * width, 2 + 10 * height), layout="constrained")
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.scatter(
            drawn.places[:, 0],
            drawn.places[:, 1],
            s=6 if len(drawn.passages) > 1500 else 22,
            c=[colours[number] for number in drawn.cluster.tolist()],
            alpha=0.7,
            linewidths=0,
        )
        halo: list[AbstractPathEffect] = [withStroke(linewidth=3, foreground="white")]
        for label, cluster in zip(labels, drawn.clusters, strict=True):
            text = axes.text(*cluster.place, label, ha="center", va="center", fontsize=11)
            text.set_path_effects(halo)
        if drawn.question_place is not None:
            _draw_question(axes, drawn)
        count = f"{len(drawn.passages)} passages"
        if drawn.is_sample:
            count = f"a sample of {len(drawn.passages)} of {drawn.passages_in_all} passages"
        question = f"？{drawn.question}    " if drawn.question and font else ""
        axes.set_title(question + count, fontsize=12)
        save(figure, path)
    return named


def _draw_question(axes: Axes, drawn: PassageMap) -> None:
    x, y = drawn.question_place or (0.5, 0.5)
    hits = drawn.places[list(drawn.hits)]
    for hit_x, hit_y in hits.tolist():
        axes.plot([x, hit_x], [y, hit_y], "--", color="#111111", linewidth=0.8)
    axes.scatter(
        hits[:, 0], hits[:, 1], s=70, facecolors="none", edgecolors="#111111", linewidths=1.6
    )
    axes.scatter([x], [y], s=150, marker="*", color="#bb0000", zorder=5)
