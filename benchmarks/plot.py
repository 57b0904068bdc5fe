"""The cost curves of `scale` as pictures for the READMEs: `python -m benchmarks.plot`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.results import FOLDER
from qa.commands.drawing import chinese_font, save

_PICTURES = FOLDER.parent / "docs" / "pictures"
_WORDS = {
    "en": {
        "passages": "passages",
        "asking": "ms a question, without encoding",
        "clients": "ms a question with its encoding, eight clients",
        "searching": "ms a search among vectors",
        "bytes": "bytes a passage",
        "all": "Wenju, all looked at",
        "wenju": "Wenju",
        "p50": "p50",
        "p99": "p99",
        "reading": "p99, a question every 2 s each",
        "pressing": "p99, without a pause",
        "memory": "memory",
        "mapped": "mapped",
        "disk": "disk",
    },
    "zh": {
        "passages": "段落数",
        "asking": "每次提问的毫秒数（不含编码）",
        "clients": "八人同时提问的毫秒数，含编码",
        "searching": "在向量中查找一次的毫秒数",
        "bytes": "每段字节数",
        "all": "问据，逐一比较全部",
        "wenju": "问据",
        "p50": "中位数",
        "p99": "p99",
        "reading": "p99，各人每两秒一问",
        "pressing": "p99，不停地问",
        "memory": "内存",
        "mapped": "映射",
        "disk": "磁盘",
    },
}

_Words = Mapping[str, str]
_Sizes = Sequence[Mapping[str, Any]]


def main() -> None:
    sizes = json.loads((FOLDER / "scale.json").read_text("utf-8"))["sizes"]
    for language, words in _WORDS.items():
        families = [chinese_font() or "DejaVu Sans", "DejaVu Sans"]
        with matplotlib.rc_context({"font.family": families, "font.size": 9}):
            save(_drawn(sizes, words), _PICTURES / f"scale.{language}.png")


def _drawn(sizes: _Sizes, words: _Words) -> Figure:
    figure = Figure(figsize=(9, 6.4), layout="constrained")
    asking, clients, searching, taken = figure.subplots(2, 2).flat
    _asking(asking, sizes, words)
    _curve(clients, sizes, ("eight_clients_reading", "question_ms", "p99"), words["reading"])
    _curve(clients, sizes, ("eight_clients", "question_ms", "p99"), words["pressing"])
    _curve(searching, sizes, ("search_ms", "p50"), f"{words['wenju']} {words['p50']}")
    _curve(searching, sizes, ("search_ms", "p99"), f"{words['wenju']} {words['p99']}")
    _curve(searching, sizes, ("looking_at_all_ms", "p50"), words["all"])
    _curve(searching, sizes, ("peers", "IndexFlatIP", "question_ms", "p50"), "IndexFlatIP")
    _curve(taken, sizes, ("memory_bytes_a_passage",), words["memory"])
    _curve(taken, sizes, ("mapped_bytes_a_passage",), words["mapped"])
    _curve(taken, [_with_disk(one) for one in sizes], ("disk",), words["disk"])
    titles = {asking: "asking", clients: "clients", searching: "searching", taken: "bytes"}
    for axes, title in titles.items():
        axes.set_title(words[title], fontsize=10)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(words["passages"])
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    return figure


def _asking(axes: Axes, sizes: _Sizes, words: _Words) -> None:
    for share in ("p50", "p99"):
        _curve(axes, sizes, ("question_ms", share), f"{words['wenju']} {words[share]}")
    for peer in ("txtai", "Haystack"):
        _curve(axes, sizes, ("peers", peer, "question_ms", "p50"), f"{peer} {words['p50']}")


def _curve(axes: Axes, sizes: _Sizes, keys: Sequence[str], label: str) -> None:
    """A line through the sizes at which there is a figure under the keys."""
    found = [(one["passages"], _at(one, keys)) for one in sizes]
    there = [(passages, value) for passages, value in found if value]
    if there:
        axes.plot(*zip(*there, strict=True), marker="o", markersize=3.5, label=label)


def _at(one: Mapping[str, Any], keys: Sequence[str]) -> float | None:
    value: Any = one
    for key in keys:
        value = value.get(key) if value else None
    return value


def _with_disk(one: Mapping[str, Any]) -> Mapping[str, Any]:
    parts = one.get("disk_bytes_a_passage")
    return {**one, "disk": sum(parts.values()) if parts else None}


if __name__ == "__main__":
    main()
