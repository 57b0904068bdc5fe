"""`overlap`: what documents share."""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from ..collection.records import DocumentSummary
from ..json_form.overlap import overlap_json
from ..text_reuse.dates import date_of
from ..text_reuse.heat_map import HeatMap, heat_map
from ..text_reuse.overlap import Likeness, Overlap, overlap
from .emphasis import bold
from .exit_codes import DONE
from .options import Commands, add_collection, add_json, open_collection, positive, show

_SHOWN = 20  # document pairs and sentences
_SHOWN_AS_JSON = 1000
_RUNS_SHOWN = 3
_LINE = 90  # characters of a quote


def add_overlap(commands: Commands) -> None:
    command = commands.add_parser("overlap", help="what documents share 文档之间的重合")
    command.add_argument(
        "--top",
        type=positive,
        metavar="N",
        help=f"document pairs and shared sentences to show (default: {_SHOWN}, "
        f"with --json {_SHOWN_AS_JSON})",
    )
    command.add_argument(
        "--picture", type=Path, metavar="FILE.png", help="also draw a heat map of the documents"
    )
    add_collection(command)
    add_json(command)
    command.set_defaults(run=_overlap)


def _overlap(options: argparse.Namespace) -> int:
    top = options.top or (_SHOWN_AS_JSON if options.json else _SHOWN)
    with (
        open_collection(options) as collection,
        tqdm(bar_format="{desc} {percentage:3.0f}% |{bar}| {elapsed}", disable=None) as bar,
    ):

        def progress(what: str, done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.set_description_str(what, refresh=False)
            bar.update(0)

        found = overlap(collection, top, progress)
    show(options, found, overlap_json, _print_overlap)
    if options.picture:
        from .drawing import draw_heat_map

        heat = heat_map(found)
        if not draw_heat_map(heat, options.picture) and not options.json:
            _print_legend(heat)
    return DONE


def _print_overlap(found: Overlap) -> None:
    print(
        f"{len(found.documents)} documents, {len(found.shares.a)} pairs share something: "
        f"{found.found_runs} runs in the same words, {found.found_reworded} reworded sentences"
    )
    for pair in found.pairs:
        print(f"\n{bold(f'{_dated(pair.a)}  ~  {_dated(pair.b)}')}")
        print(
            f"   in the same words 字句相同 {pair.share_a:.1%} / {pair.share_b:.1%}"
            f" in {len(pair.runs)} runs"
            f" · reworded 改写 {pair.reworded_a:.1%} / {pair.reworded_b:.1%}"
        )
        longest = sorted(pair.runs, key=lambda one: -len(one.a.quote))[:_RUNS_SHOWN]
        for one in longest:
            print(f"   = {_likeness(one)}")
        for one in sorted(pair.reworded, key=lambda one: -one.similarity)[:_RUNS_SHOWN]:
            print(f"   ~ {_likeness(one)}\n     {_line(one.b.quote)}")
    if found.sentences:
        print("\nmost shared 共有最多的句子")
    for sentence in found.sentences:
        first = f" · first 最早 {_dated(sentence.first)}" if sentence.first else ""
        print(f"   {sentence.documents:>4} documents  {_line(sentence.places[0].quote)}{first}")


def _print_legend(heat: HeatMap) -> None:
    """The names of numbered documents, where no font on the machine could draw them."""
    for number, document in enumerate(heat.documents, start=1):
        print(f"{number:>4}  {_dated(document)}")


def _dated(document: DocumentSummary) -> str:
    date = date_of(document)
    return f"《{document.title}》" + (f" {date}" if date else "")


def _likeness(one: Likeness) -> str:
    a, b = one.a, one.b
    return f"{_line(a.quote)}  [{a.start}, {a.end}) [{b.start}, {b.end})"


def _line(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LINE else line[: _LINE - 1] + "…"
