"""`compare` and `related`: passages laid beside each other."""

from __future__ import annotations

import argparse

from ..comparison.compare import compare
from ..comparison.related import related
from ..json_form.comparison import comparison_json, related_json
from .exit_codes import DONE
from .options import Commands, add_collection, add_json, open_collection, positive, show
from .print_comparison import print_comparison, print_related


def add_compare(commands: Commands) -> None:
    command = commands.add_parser("compare", help="lay two texts side by side 对照两篇")
    for side in ("a", "b"):
        command.add_argument(
            side,
            metavar=side.upper(),
            help="the id of a passage or a document, or the path of an indexed file",
        )
    add_collection(command)
    add_json(command)
    command.set_defaults(run=_compare)


def add_related(commands: Commands) -> None:
    command = commands.add_parser("related", help="find passages related to one 相关段落")
    command.add_argument("passage", metavar="PASSAGE", help="the id of a passage")
    command.add_argument(
        "--top", type=positive, default=10, metavar="N", help="passages to show (default: 10)"
    )
    add_collection(command)
    add_json(command)
    command.set_defaults(run=_related)


def _compare(options: argparse.Namespace) -> int:
    with open_collection(options) as collection:
        comparison = compare(collection, options.a, options.b)
    show(options, comparison, comparison_json, print_comparison)
    return DONE


def _related(options: argparse.Namespace) -> int:
    with open_collection(options) as collection:
        found = related(collection, options.passage, options.top)
    show(options, found, related_json, print_related)
    return DONE
