"""The map of a collection as a drawing in the page: points, named clusters, the last question."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from qa import PassageMap, name_places, palette
from qa.map.name_places import RISE

from .markup import escape
from .translations import Texts

_SIDE, _MARGIN = 1000, 45
_SHOWN = 90  # characters of a passage
_WIDE = "问"  # a character; the sign of the question takes the room of two
_MANY = 1500  # points, from which on they are drawn smaller


def render_map(drawn: PassageMap, texts: Texts) -> str:
    """The drawing with what is said of it above and the clusters below."""
    if not drawn.passages:
        return f'<p class="hint" lang="{texts.html_lang}">{escape(texts.empty_collection)}</p>'
    radius = 3 if len(drawn.passages) > _MANY else 7
    drawing = "".join([*_points(drawn, radius), *_labels(drawn, radius, texts)])
    return (
        f'<section class="map" lang="{texts.html_lang}" aria-label="{escape(texts.tab_map)}">'
        f"{_about(drawn, texts)}"
        f'<div class="plane"><svg viewBox="{_box(drawn)}" role="group"'
        f' aria-label="{escape(texts.map_label)}">{drawing}</svg>{_zoom(texts)}'
        f'<div class="tip" hidden><b></b><i></i><span></span></div></div>'
        f"{_legend(drawn, texts)}</section>"
    )


def _about(drawn: PassageMap, texts: Texts) -> str:
    count = texts.map_count.format(count=f"{len(drawn.passages):,}")
    if drawn.is_sample:
        count = texts.map_sample.format(
            count=f"{len(drawn.passages):,}", total=f"{drawn.passages_in_all:,}"
        )
    asked = texts.map_no_question
    if drawn.question:
        asked = texts.map_question.format(question=drawn.question, count=len(drawn.hits))
    return (
        f'<div class="lead"><p role="status">{escape(count)}</p><p>{escape(asked)}</p>'
        f"<p>{escape(texts.map_explained)}</p></div>"
    )


def _points(drawn: PassageMap, radius: int) -> Iterator[str]:
    """Hits last, that is on top. One point can be reached with Tab, the others with arrows."""
    colours = palette(len(drawn.clusters))
    hits = {point: rank for rank, point in enumerate(drawn.hits, start=1)}
    first = drawn.hits[0] if drawn.hits else 0
    for point in sorted(range(len(drawn.passages)), key=lambda one: -hits.get(one, 1_000_000)):
        x, y = _xy(*drawn.places[point].tolist())
        size = radius + 5 if point in hits else radius
        kind = ' class="hit"' if point in hits else ""
        yield (
            f'<circle{kind} cx="{x}" cy="{y}" r="{size}"'
            f' fill="{colours[int(drawn.cluster[point])]}"'
            f' role="button" tabindex="{0 if point == first else -1}"'
            f' data-id="{escape(drawn.passages[point].id)}"'
            f' aria-label="{escape(_said(drawn, point))}"/>'
        )


def _said(drawn: PassageMap, point: int) -> str:
    """Title, section and beginning of a passage, a line each."""
    passage = drawn.passages[point]
    title = drawn.documents[passage.document_id].title
    section = " › ".join(name for name in passage.section if name != title)
    begin = " ".join(passage.text.split())
    begin = begin if len(begin) <= _SHOWN else begin[:_SHOWN] + "…"
    return "\n".join((" ".join(title.split()), " ".join(section.split()), begin))


def _labels(drawn: PassageMap, radius: int, texts: Texts) -> Iterator[str]:
    """The question with a line to each of its hits, and the names of the clusters: beside the
    points, the question nearest to where it belongs."""
    points = np.array([_xy(x, y) for x, y in drawn.places.tolist()])
    asked = [] if drawn.question_place is None else [(2 * _WIDE, *_xy(*drawn.question_place))]
    names = [(" ".join(one.words[:2]), *_xy(*one.place)) for one in drawn.clusters]
    places = name_places([*asked, *names], points, radius)
    if asked:
        yield from _question(drawn, *places.pop(0), texts)
    for (words, *_), (x, y) in zip(names, places, strict=True):
        yield f'<text class="name" x="{x}" y="{y}" lang="">{escape(words)}</text>'


def _question(drawn: PassageMap, x: float, baseline: float, texts: Texts) -> Iterator[str]:
    y = baseline - RISE
    for point in drawn.hits:
        to_x, to_y = _xy(*drawn.places[point].tolist())
        yield f'<line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}"/>'
    yield (
        f'<g class="asked" aria-hidden="true"><circle cx="{x}" cy="{y}" r="17"/>'
        f'<text x="{x}" y="{y}">{escape(texts.question_sign)}</text></g>'
    )


def _legend(drawn: PassageMap, texts: Texts) -> str:
    items = "".join(
        f'<li><span class="dot" style="background:{colour}"></span>'
        f'<span lang="">{escape(texts.list_separator.join(cluster.words) or texts.no_words)}</span>'
        f" <small>{cluster.size:,}</small></li>"
        for colour, cluster in zip(palette(len(drawn.clusters)), drawn.clusters, strict=True)
    )
    return f'<h2>{escape(texts.clusters)}</h2><ul class="legend">{items}</ul>'


def _zoom(texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" data-zoom="{by}" aria-label="{escape(label)}"'
        f' title="{escape(label)}">{sign}</button>'
        for by, sign, label in (
            ("0.7", "+", texts.zoom_in),
            ("1.43", "−", texts.zoom_out),
            ("0", "○", texts.zoom_all),
        )
    )
    return f'<div class="zoom">{buttons}</div>'


def _box(drawn: PassageMap) -> str:
    """The part of the plane that has points, with a margin."""
    places = [_xy(x, y) for x, y in drawn.places.tolist()]
    left, right = min(x for x, _ in places) - _MARGIN, max(x for x, _ in places) + _MARGIN
    top, bottom = min(y for _, y in places) - _MARGIN, max(y for _, y in places) + _MARGIN
    return f"{left:g} {top:g} {right - left:g} {bottom - top:g}"


def _xy(x: float, y: float) -> tuple[float, float]:
    """The same place on the drawing, whose second axis points down."""
    return round(x * _SIDE, 1), round((1 - y) * _SIDE, 1)
