"""`ask`: a question, answered with cited passages."""

from __future__ import annotations

import argparse

from ..ask import ask
from ..json_form.answer import answer_json
from ..retrieval.filter import Filter
from .exit_codes import DONE
from .options import (
    Commands,
    add_bar,
    add_collection,
    add_json,
    add_model,
    open_collection,
    open_encoder,
    positive,
    show,
)
from .print_answer import print_answer


def add_ask(commands: Commands) -> None:
    command = commands.add_parser("ask", help="ask a question 提问")
    command.add_argument(
        "question",
        metavar="QUESTION",
        help="in any language; phrases in quotation marks must be held, -words must not",
    )
    command.add_argument(
        "--top", type=positive, default=5, metavar="N", help="passages to show (default: 5)"
    )
    command.add_argument("--why", action="store_true", help="show what each score is made of")
    _add_filter(command)
    for option, meaning in (("--more-like", "more like"), ("--less-like", "unlike")):
        command.add_argument(
            option,
            action="append",
            default=[],
            metavar="PASSAGE",
            help=f"answers should be {meaning} this passage, by its passage_id; may be repeated",
        )
    add_bar(command)
    add_collection(command)
    add_model(command)
    add_json(command)
    command.set_defaults(run=_ask)


def _add_filter(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="D",
        help="ask only this one: its id, the path of a file or folder, or a part of its title or "
        "file name; may be repeated",
    )
    command.add_argument(
        "--from", dest="since", metavar="DATE", help="of documents dated from then: YYYY[-MM[-DD]]"
    )
    command.add_argument("--to", dest="until", metavar="DATE", help="of documents dated up to then")
    command.add_argument(
        "--section", metavar="TEXT", help="only under headings that have TEXT in them"
    )
    command.add_argument(
        "--where",
        action="append",
        default=[],
        type=_field,
        metavar="FIELD=VALUE",
        help="only documents with this metadata; may be repeated",
    )


def _field(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not sign or not field:
        raise argparse.ArgumentTypeError("FIELD=VALUE is expected")
    return field.strip(), value


def _ask(options: argparse.Namespace) -> int:
    with open_collection(options) as collection:
        answer = ask(
            collection,
            open_encoder(options.model),
            options.question,
            options.top,
            among=Filter(
                tuple(options.document),
                options.since,
                options.until,
                options.section,
                tuple(options.where),
            ),
            more_like=options.more_like,
            less_like=options.less_like,
            bar=options.bar,
        )
    show(options, answer, answer_json, lambda answer: print_answer(answer, why=options.why))
    return DONE
