"""A map as one HTML page that needs nothing else: no network, no library."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import numpy as np

from corpus import UsageError

from .name_places import name_places
from .passage_map import PassageMap, palette

_SIDE = 1000
_MARGIN = 50
_SHOWN = 120  # characters of a passage

_PAGE = """<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wenju 问据</title>
<style>
body {{ margin: 0; font: 15px/1.5 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: #222; background: #fff; display: flex; flex-wrap: wrap; }}
main {{ flex: 3 1 480px; min-width: 0; }}
aside {{ flex: 1 1 240px; padding: 12px 16px; max-height: 100vh; overflow: auto;
  box-sizing: border-box; }}
svg {{ display: block; width: 100%; height: 100vh; }}
circle {{ fill-opacity: .7; }}
circle:hover {{ fill-opacity: 1; stroke: #222; }}
.hit {{ fill-opacity: 1; stroke: #111; stroke-width: 2.5; }}
.to {{ stroke: #111; stroke-width: 1.2; stroke-dasharray: 4 4; }}
.name {{ font-size: 15px; font-weight: 600; text-anchor: middle; paint-order: stroke;
  stroke: #fff; stroke-width: 4px; pointer-events: none; }}
#tip {{ position: fixed; display: none; max-width: 360px; padding: 8px 10px; background: #fff;
  border: 1px solid #888; border-radius: 6px; box-shadow: 0 2px 8px #0003; pointer-events: none; }}
#tip b, #tip i {{ display: block; }}
#tip i {{ color: #555; font-style: normal; }}
li::marker {{ content: ""; }}
ul {{ padding: 0; }}
.dot {{ display: inline-block; width: 11px; height: 11px; border-radius: 6px; margin-right: 6px; }}
</style>
</head>
<body>
<main><svg viewBox="{box}" role="img" aria-label="{label}">
{drawing}
</svg></main>
<aside>
<h1>Wenju 问据</h1>
{notes}
<ul>
{legend}
</ul>
</aside>
<div id="tip"><b></b><i></i><span></span></div>
<script type="application/json" id="texts">{texts}</script>
<script>
const texts = JSON.parse(document.getElementById('texts').textContent);
const tip = document.getElementById('tip');
const svg = document.querySelector('svg');
svg.addEventListener('mousemove', event => {{
  const text = texts[event.target.dataset.point];
  tip.style.display = text ? 'block' : 'none';
  if (!text) return;
  [...tip.children].forEach((part, number) => part.textContent = text[number]);
  const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
  const top = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8);
  tip.style.left = left + 'px';
  tip.style.top = top + 'px';
}});
svg.addEventListener('mouseleave', () => tip.style.display = 'none');
svg.addEventListener('wheel', event => {{
  event.preventDefault();
  const box = svg.viewBox.baseVal;
  const by = event.deltaY < 0 ? 0.85 : 1 / 0.85;
  const at = new DOMPoint(event.clientX, event.clientY)
    .matrixTransform(svg.getScreenCTM().inverse());
  box.x = at.x - (at.x - box.x) * by;
  box.y = at.y - (at.y - box.y) * by;
  box.width *= by;
  box.height *= by;
}}, {{ passive: false }});
</script>
</body>
</html>
"""


def write_page(drawn: PassageMap, path: Path) -> None:
    """Raises UsageError where the page cannot be written."""
    try:
        path.write_text(map_page(drawn), "utf-8")
    except OSError as error:
        raise UsageError(f"the map {path} cannot be written: {error}") from error


def map_page(drawn: PassageMap) -> str:
    """The page. What comes from documents and the question is escaped wherever it stands."""
    radius = 3 if len(drawn.passages) > 1500 else 5
    shapes = [*_points(drawn, radius), *_names(drawn, radius), *_question(drawn)]
    return _PAGE.format(
        box=_box(drawn),
        label=escape(_count(drawn)),
        drawing="\n".join(shapes),
        notes="\n".join(f"<p>{escape(note)}</p>" for note in _notes(drawn)),
        legend="\n".join(_legend(drawn)),
        texts=_json(drawn),
    )


def _count(drawn: PassageMap) -> str:
    count = len(drawn.passages)
    if drawn.is_sample:
        total = drawn.passages_in_all
        return f"a sample of {count} of {total} passages · {total} 个段落中抽取的 {count} 个"
    return f"{count} passages · {count} 个段落"


def _notes(drawn: PassageMap) -> list[str]:
    notes = [_count(drawn)]
    if drawn.question:
        notes.append(f"？ {drawn.question}")
    return notes


def _points(drawn: PassageMap, radius: int) -> list[str]:
    colours = palette(len(drawn.clusters))
    hits = set(drawn.hits)
    order = sorted(range(len(drawn.passages)), key=lambda point: point in hits)
    circles = []
    for point in order:
        x, y = _xy(drawn.places[point].tolist())
        hit = ' class="hit"' if point in hits else ""
        size = radius + 4 if point in hits else radius
        colour = colours[int(drawn.cluster[point])]
        circles.append(
            f'<circle{hit} data-point="{point}" cx="{x}" cy="{y}" r="{size}" fill="{colour}"/>'
        )
    return circles


def _names(drawn: PassageMap, radius: int) -> list[str]:
    points = np.array([_xy(place) for place in drawn.places.tolist()])
    names = [(" ".join(one.words[:2]), *_xy(one.place)) for one in drawn.clusters]
    return [
        f'<text class="name" x="{x}" y="{y}">{escape(words)}</text>'
        for (words, *_), (x, y) in zip(names, name_places(names, points, radius), strict=True)
    ]


def _question(drawn: PassageMap) -> list[str]:
    if drawn.question_place is None:
        return []
    x, y = _xy(drawn.question_place)
    lines = []
    for point in drawn.hits:
        to_x, to_y = _xy(drawn.places[point].tolist())
        lines.append(f'<line class="to" x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}"/>')
    mark = f'<text class="name" x="{x}" y="{y + 10}" font-size="30" fill="#b00">？</text>'
    return [*lines, mark]


def _legend(drawn: PassageMap) -> list[str]:
    return [
        f'<li><span class="dot" style="background:{colour}"></span>'
        f"{escape('、'.join(cluster.words))} ({cluster.size})</li>"
        for colour, cluster in zip(palette(len(drawn.clusters)), drawn.clusters, strict=True)
    ]


def _box(drawn: PassageMap) -> str:
    """The part of the plane that has points, with a margin."""
    corners = [_xy(place) for place in drawn.places.tolist()] or [(0, 0), (_SIDE, _SIDE)]
    (left, right), (top, bottom) = (
        (min(values) - _MARGIN, max(values) + _MARGIN) for values in zip(*corners, strict=True)
    )
    return f"{left:g} {top:g} {right - left:g} {bottom - top:g}"


def _json(drawn: PassageMap) -> str:
    """Title, section and beginning of each passage; no `<` can end the script that holds it."""
    texts = []
    for passage in drawn.passages:
        begin = " ".join(passage.text.split())
        begin = begin if len(begin) <= _SHOWN else begin[:_SHOWN] + "…"
        title = drawn.documents[passage.document_id].title
        texts.append([title, " › ".join(passage.section), begin])
    return json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c")


def _xy(place: tuple[float, float] | list[float]) -> tuple[float, float]:
    return round(place[0] * _SIDE, 1), round((1 - place[1]) * _SIDE, 1)
