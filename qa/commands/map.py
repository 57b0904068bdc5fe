"""`map`: the passages on a plane, as a page or a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from corpus import UsageError

from ..ask import ask
from ..map.map_page import write_page
from ..map.passage_map import PassageMap, passage_map
from .exit_codes import DONE
from .options import Commands, add_collection, add_model, open_collection, open_encoder

_HITS_DRAWN = 10


def add_map(commands: Commands) -> None:
    command = commands.add_parser("map", help="draw the passages on a plane 文库地图")
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="a .html page, or a .png picture",
    )
    command.add_argument(
        "--question", metavar="TEXT", help="draw in a question and the passages that answer it"
    )
    add_collection(command)
    add_model(command)
    command.set_defaults(run=_map)


def _map(options: argparse.Namespace) -> int:
    path: Path = options.output
    if path.suffix.lower() not in (".html", ".png"):
        raise UsageError(f"{path} is neither .html nor .png; name the map one or the other")
    with (
        open_collection(options) as collection,
        tqdm(bar_format="{desc} |{bar}| {elapsed}", disable=None) as bar,
    ):

        def progress(what: str, done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.set_description_str(what, refresh=True)

        answer = None
        if options.question:
            answer = ask(collection, open_encoder(options.model), options.question, _HITS_DRAWN)
        drawn = passage_map(collection, answer, progress=progress)
    if path.suffix.lower() == ".png":
        from .drawing import draw_map

        draw_map(drawn, path)  # numbered clusters, where they are, are those of the listing below
    else:
        write_page(drawn, path)
    _print_map(drawn, path)
    return DONE


def _print_map(drawn: PassageMap, path: Path) -> None:
    sampled = " (a sample 抽样)" if drawn.is_sample else ""
    print(f"{path}: {len(drawn.passages)} of {drawn.passages_in_all} passages{sampled}")
    for number, cluster in enumerate(drawn.clusters, start=1):
        print(f"{number:>4}  {cluster.size:>5} passages  {'、'.join(cluster.words)}")
