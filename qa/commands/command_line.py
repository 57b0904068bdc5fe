"""`python -m qa`: index, inspect, ask, compare, related, documents, overlap, map, remove, evaluate.

Exit codes: 0 done, 1 failed, 2 bad usage or input.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from corpus import UsageError, WenjuError, encoding_for, encoding_rule, read_file
from embeddings import Encoder

from ..ask import ask
from ..collection.collection import Collection
from ..collection.home import default_collection
from ..comparison.compare import compare
from ..comparison.related import related
from ..evaluation.ablation import ablate
from ..evaluation.compare_runs import compare_runs
from ..evaluation.evaluate import Evaluation, evaluate
from ..indexing import index_paths, remove
from ..json_form.inspection import inspection_json
from ..json_form.json_form import (
    ablation_json,
    answer_json,
    comparison_json,
    evaluation_json,
    overlap_json,
    related_json,
    run_difference_json,
    summary_json,
)
from ..map.map_page import write_page
from ..map.passage_map import passage_map
from ..retrieval.filter import Filter
from ..text_reuse.heat_map import heat_map
from ..text_reuse.overlap import overlap
from .print_comparison import print_comparison, print_related
from .printing import (
    print_ablations,
    print_answer,
    print_documents,
    print_evaluation,
    print_inspection,
    print_legend,
    print_map,
    print_overlap,
    print_report,
    print_run_differences,
)

_Result = TypeVar("_Result")
_HITS_DRAWN = 10
_SHOWN = 20  # document pairs and sentences
_SHOWN_AS_JSON = 1000
DONE, FAILED, BAD_INPUT = 0, 1, 2
STOPPED = 130  # by the user, with Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    code = exit_code(lambda: int(options.run(options)))
    if code == STOPPED:
        kept = "; what is finished is kept, the same command goes on"
        print(f"\nwenju: stopped{kept if options.command == 'index' else ''}", file=sys.stderr)
        return FAILED
    return code


def exit_code(command: Callable[[], int]) -> int:
    """Run a command; an error that the user can act on is one line, not a traceback."""
    try:
        return command()
    except UsageError as error:
        print(f"wenju: {error}", file=sys.stderr)
        return BAD_INPUT
    except WenjuError as error:
        print(f"wenju: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # the reader of our output, `head` say, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def open_encoder(model: str | None) -> Encoder:
    """The model asked for with `--model` or `WENJU_MODEL`, else the default one."""
    from embeddings import SentenceEncoder

    return SentenceEncoder.open(model or os.environ.get("WENJU_MODEL") or None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa",
        description="Ask a pile of documents and get cited passages. "
        "向一堆文档提问，得到带出处的段落。",
        epilog="WENJU_HOME sets the default collection folder, WENJU_MODEL the default model.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    command = commands.add_parser("index", help="add and update files and folders 建立或更新索引")
    command.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file or a folder")
    _add_encoding(command)
    _add_collection(command)
    _add_model(command)
    command.set_defaults(run=_index)

    command = commands.add_parser("inspect", help="show what is read in a file 查看读到的内容")
    command.add_argument("file", metavar="FILE", type=Path, help="any file that can be indexed")
    _add_encoding(command)
    _add_json(command)
    command.set_defaults(run=_inspect)

    command = commands.add_parser("ask", help="ask a question 提问")
    command.add_argument(
        "question",
        metavar="QUESTION",
        help="in any language; phrases in quotation marks must be held, -words must not",
    )
    command.add_argument(
        "--top", type=_positive, default=5, metavar="N", help="passages to show (default: 5)"
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
    _add_collection(command)
    _add_model(command)
    _add_json(command)
    command.set_defaults(run=_ask)

    command = commands.add_parser("documents", help="list what is indexed 列出文档")
    _add_collection(command)
    _add_json(command)
    command.set_defaults(run=_documents)

    _add_views(commands)

    command = commands.add_parser("remove", help="take documents out 移除文档")
    command.add_argument(
        "documents", metavar="DOCUMENT", nargs="+", help="a document's id, or the path of its file"
    )
    _add_collection(command)
    command.set_defaults(run=_remove)

    command = commands.add_parser("evaluate", help="measure retrieval on question sets 评测")
    command.add_argument(
        "sets",
        metavar="SET",
        nargs="*",
        type=Path,
        help="a folder with passages.jsonl, queries.jsonl and qrels.tsv, or a .jsonl of questions "
        "with evidence in the documents of the collection",
    )
    command.add_argument(
        "--ablate", action="store_true", help="rank with parts of the ranking switched off"
    )
    command.add_argument(
        "--compare",
        nargs=2,
        type=Path,
        metavar=("A", "B"),
        help="ask nothing; compare two results of --json question by question",
    )
    command.add_argument(
        "--limit", type=_positive, metavar="N", help="ask only the first N questions of each set"
    )
    _add_collection(command)
    _add_model(command)
    _add_json(command)
    command.set_defaults(run=_evaluate)
    return parser


def _add_views(commands: Any) -> None:
    """The commands that lay passages and documents beside each other."""
    command = commands.add_parser("compare", help="lay two texts side by side 对照两篇")
    for side in ("a", "b"):
        command.add_argument(
            side,
            metavar=side.upper(),
            help="the id of a passage or a document, or the path of an indexed file",
        )
    _add_collection(command)
    _add_json(command)
    command.set_defaults(run=_compare)

    command = commands.add_parser("related", help="find passages related to one 相关段落")
    command.add_argument("passage", metavar="PASSAGE", help="the id of a passage")
    command.add_argument(
        "--top", type=_positive, default=10, metavar="N", help="passages to show (default: 10)"
    )
    _add_collection(command)
    _add_json(command)
    command.set_defaults(run=_related)

    command = commands.add_parser("overlap", help="what documents share 文档之间的重合")
    command.add_argument(
        "--top",
        type=_positive,
        metavar="N",
        help=f"document pairs and shared sentences to show (default: {_SHOWN}, "
        f"with --json {_SHOWN_AS_JSON})",
    )
    command.add_argument(
        "--picture", type=Path, metavar="FILE.png", help="also draw a heat map of the documents"
    )
    _add_collection(command)
    _add_json(command)
    command.set_defaults(run=_overlap)

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
    _add_collection(command)
    _add_model(command)
    command.set_defaults(run=_map)


def _add_encoding(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--encoding",
        metavar="[PATTERN=]NAME",
        action="append",
        default=[],
        help="the encoding of every text file, or of those whose path or folder matches; the last "
        "one that matches counts and is remembered; NAME may be auto; may be repeated",
    )


def _add_collection(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--collection",
        type=Path,
        metavar="DIR",
        help="folder of the collection (default: WENJU_HOME, else one in the user's data folder)",
    )


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


def _add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        metavar="M",
        help="a sentence-transformers folder or hub name "
        "(default: WENJU_MODEL, else the multilingual-e5-small that is installed with Wenju)",
    )


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1 is expected")
    return number


def _field(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not sign or not field:
        raise argparse.ArgumentTypeError("FIELD=VALUE is expected")
    return field.strip(), value


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.collection or default_collection()
    return folder


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _index(options: argparse.Namespace) -> int:
    missing = [str(path) for path in options.paths if not path.exists()]
    if missing:
        raise UsageError(f"there is no such file or folder: {', '.join(missing)}")
    encodings = [encoding_rule(text) for text in options.encoding]
    encoder = open_encoder(options.model)
    with Collection.open(_folder(options), create=True) as collection:
        with tqdm(unit="file", disable=None) as bar:

            def progress(path: Path, number: int, total: int) -> None:
                bar.total = total
                bar.set_postfix_str(path.name[-40:], refresh=False)
                bar.update(number - bar.n)

            report = index_paths(collection, encoder, options.paths, progress, encodings)
        print_report(report, collection)
    return FAILED if report.skipped and not report.read else DONE


def _inspect(options: argparse.Namespace) -> int:
    encodings = [encoding_rule(text) for text in options.encoding]
    encoding = encoding_for(options.file, encodings) or None
    found = [inspection_json(document) for document in read_file(options.file, encoding)]
    if options.json:
        _print_json(found[0] if len(found) == 1 else found)
    else:
        for one in found:
            print_inspection(one)
    return DONE


def _ask(options: argparse.Namespace) -> int:
    with Collection.open(_folder(options)) as collection:
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
        )
    if options.json:
        _print_json(answer_json(answer))
    else:
        print_answer(answer, why=options.why)
    return DONE


def _compare(options: argparse.Namespace) -> int:
    with Collection.open(_folder(options)) as collection:
        comparison = compare(collection, options.a, options.b)
    if options.json:
        _print_json(comparison_json(comparison))
    else:
        print_comparison(comparison)
    return DONE


def _related(options: argparse.Namespace) -> int:
    with Collection.open(_folder(options)) as collection:
        found = related(collection, options.passage, options.top)
    if options.json:
        _print_json(related_json(found))
    else:
        print_related(found)
    return DONE


def _documents(options: argparse.Namespace) -> int:
    with Collection.open(_folder(options)) as collection:
        documents = collection.store.documents()
    if options.json:
        _print_json([summary_json(document) for document in documents])
    else:
        print_documents(documents)
    return DONE


def _overlap(options: argparse.Namespace) -> int:
    top = options.top or (_SHOWN_AS_JSON if options.json else _SHOWN)
    with (
        Collection.open(_folder(options)) as collection,
        tqdm(bar_format="{desc} {percentage:3.0f}% |{bar}| {elapsed}", disable=None) as bar,
    ):

        def progress(what: str, done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.set_description_str(what, refresh=False)
            bar.update(0)

        found = overlap(collection, top, progress)
    if options.json:
        _print_json(overlap_json(found))
    else:
        print_overlap(found)
    if options.picture:
        from .drawing import draw_heat_map

        heat = heat_map(found)
        if not draw_heat_map(heat, options.picture) and not options.json:
            print_legend(heat)
    return DONE


def _map(options: argparse.Namespace) -> int:
    path: Path = options.output
    if path.suffix.lower() not in (".html", ".png"):
        raise UsageError(f"{path} is neither .html nor .png; name the map one or the other")
    with (
        Collection.open(_folder(options)) as collection,
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
    print_map(drawn, path)
    return DONE


def _remove(options: argparse.Namespace) -> int:
    with Collection.open(_folder(options)) as collection:
        unknown = remove(collection, options.documents)
    if unknown:
        raise UsageError(
            f"not in this collection: {', '.join(unknown)}; see: python -m qa documents"
        )
    print(f"removed: {len(options.documents)}")
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    if options.compare:
        if options.sets or options.ablate:
            raise UsageError("--compare takes two results and asks no set; leave the rest out")
        return _report(
            options,
            list(compare_runs(*options.compare)),
            run_difference_json,
            print_run_differences,
        )
    if not options.sets:
        raise UsageError("name a set to evaluate, or two results to --compare")
    encoder = open_encoder(options.model)
    with tqdm(unit="question", disable=None) as bar:

        def progress(name: str, number: int, total: int) -> None:
            bar.total, bar.n = total, number
            bar.set_description(name, refresh=False)
            bar.update(0)

        def collection() -> Collection:
            return Collection.open(_folder(options))

        asked = (options.sets, encoder, collection, options.limit, progress)
        if options.ablate:
            return _report(options, list(ablate(*asked)), ablation_json, print_ablations)
        return _report(options, list(evaluate(*asked)), _with_outcomes, print_evaluation)


def _with_outcomes(result: Evaluation) -> dict[str, Any]:
    return {**evaluation_json(result), "outcomes": result.outcomes}


def _report(
    options: argparse.Namespace,
    results: list[_Result],
    as_json: Callable[[_Result], object],
    show: Callable[[list[_Result]], None],
) -> int:
    if options.json:
        _print_json([as_json(result) for result in results])
    else:
        show(results)
    return DONE
