"""`python -m qa`: the commands as one parser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .ask import add_ask
from .calibrate import add_calibrate
from .compare import add_compare, add_related
from .documents import add_documents, add_remove
from .evaluate import add_evaluate
from .exit_codes import FAILED, STOPPED, exit_code
from .index import add_index, add_inspect
from .map import add_map
from .merge import add_merge
from .overlap import add_overlap

_COMMANDS = (  # in the order of the help
    add_index,
    add_inspect,
    add_ask,
    add_documents,
    add_compare,
    add_related,
    add_overlap,
    add_map,
    add_remove,
    add_merge,
    add_evaluate,
    add_calibrate,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    code = exit_code(lambda: int(options.run(options)))
    if code == STOPPED:
        goes_on = options.command in {"index", "merge"}
        kept = "; what is finished is kept, the same command goes on" if goes_on else ""
        print(f"\nwenju: stopped{kept}", file=sys.stderr)
        return FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa",
        description="Ask a pile of documents and get cited passages. "
        "向一堆文档提问，得到带出处的段落。",
        epilog="WENJU_HOME sets the default collection folder, WENJU_MODEL the default model, "
        "WENJU_STORE where passages are looked for.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in _COMMANDS:
        add(commands)
    return parser
