"""`index` and `inspect`: what is read in files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from corpus import Source, UsageError, encoding_for, encoding_rule, read_file
from embeddings import Encoder

from ..collection.collection import Collection
from ..collection.index_kind import EXACT, KINDS
from ..indexing import Report, Shard, Watcher, index_paths, parse_space, set_token_space
from ..json_form.inspection import inspection_json
from ..json_form.report import report_json
from .exit_codes import DONE, FAILED
from .options import (
    Commands,
    add_collection,
    add_json,
    add_model,
    asked_model,
    open_collection,
    open_encoder,
    show,
)

COARSER_TOKENS = (
    "note: token vectors outgrew the room that they may take, and are kept at half the size from "
    "now on (`index --token-space` says how much that is)"
)


def add_index(commands: Commands) -> None:
    command = commands.add_parser("index", help="add and update files and folders 建立或更新索引")
    command.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file or a folder")
    _add_encoding(command)
    command.add_argument(
        "--index",
        choices=KINDS,
        help="how the vectors of passages are searched: all of them, or few of many; auto takes "
        f"the second above {EXACT:,} passages; remembered (default: auto)",
    )
    command.add_argument(
        "--token-space",
        type=_space,
        metavar="SIZE",
        help="how much token vectors may take on disk, 8GB for instance, before all are kept "
        "at half the size, which ranks a little worse; remembered (default: auto, half of what is "
        "free)",
    )
    command.add_argument(
        "--again", action="store_true", help="read files again that have not changed"
    )
    command.add_argument(
        "--shard",
        type=_shard,
        default=Shard(1, 1),
        metavar="I/N",
        help="index only the I-th of N parts of the files, which their paths below the given "
        "folders tell apart; for N machines, whose collections are then merged",
    )
    command.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="encode on all machines of a Ray cluster: host:6379, ray://host:10001, auto for the "
        "one that this machine is in, local to try it here",
    )
    add_collection(command)
    add_model(command)
    add_json(command)
    command.set_defaults(run=_index)


def _shard(text: str) -> Shard:
    try:
        return Shard.parse(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _space(text: str) -> str:
    try:
        parse_space(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def add_inspect(commands: Commands) -> None:
    command = commands.add_parser("inspect", help="show what is read in a file 查看读到的内容")
    command.add_argument("file", metavar="FILE", type=Path, help="any file that can be indexed")
    _add_encoding(command)
    add_json(command)
    command.set_defaults(run=_inspect)


def _add_encoding(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--encoding",
        metavar="[PATTERN=]NAME",
        action="append",
        default=[],
        help="the encoding of every text file, or of those whose path or folder matches; the last "
        "one that matches counts and is remembered; NAME may be auto; may be repeated",
    )


def _index(options: argparse.Namespace) -> int:
    missing = [str(path) for path in options.paths if not path.exists()]
    if missing:
        raise UsageError(f"there is no such file or folder: {', '.join(missing)}")
    encodings = [encoding_rule(text) for text in options.encoding]
    with _encoder(options) as encoder, open_collection(options, create=True) as collection:
        collection.check(encoder)
        if options.index:
            collection.index_kind = options.index
        if options.token_space:
            set_token_space(collection, parse_space(options.token_space))
        with tqdm(unit="file", disable=None) as bar:
            report = index_paths(
                collection,
                encoder,
                options.paths,
                _Bar(bar),
                encodings,
                options.again,
                options.shard,
            )
        show(options, report, report_json, lambda report: _print_report(report, collection))
    return FAILED if report.skipped and not report.read else DONE


@contextmanager
def _encoder(options: argparse.Namespace) -> Iterator[Encoder]:
    """The model here, and with `--ray` also on other machines."""
    encoder = open_encoder(options.model)
    if options.ray is None:
        yield encoder
        return
    from embeddings import RayEncoder

    model = asked_model(options.model)
    if model and Path(model).expanduser().is_dir():
        model = str(Path(model).expanduser().resolve())  # the machines work in folders of their own
    with RayEncoder.connect(options.ray, encoder, model) as cluster:
        yield cluster


class _Bar(Watcher):
    """A bar in the terminal that moves on with every file."""

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar

    def found(self, sizes: Mapping[Path, int]) -> None:
        self._bar.total = len(sizes)

    def reading(self, path: Path) -> None:
        self._bar.set_postfix_str(path.name[-40:], refresh=False)
        self._bar.update()


def _inspect(options: argparse.Namespace) -> int:
    encodings = [encoding_rule(text) for text in options.encoding]
    encoding = encoding_for(options.file, encodings) or None
    found = [inspection_json(document) for document in read_file(options.file, encoding)]
    show(options, found, lambda found: found[0] if len(found) == 1 else found, _print_inspections)
    return DONE


def _print_report(report: Report, collection: Collection) -> None:
    store = collection.store
    print(f"files: {report.read} read, {report.unchanged} unchanged, {len(report.skipped)} skipped")
    print(f"  added {len(report.added)}, changed {len(report.changed)}, ", end="")
    print(f"same content as another file {len(report.same_content)}")
    print(f"passages: {report.passages} new; ", end="")
    print(f"the collection has {store.passage_count()} in {store.document_count()} documents")
    if report.near_duplicates:
        print(f"passages that stand nearly the same in another document: {report.near_duplicates}")
    if report.set_aside:
        print(f"lines set aside (navigation, disclaimers, ...): {report.set_aside}")
    if report.damaged:
        print(f"damaged places, kept as they are: {report.damaged}")
    if report.repaired:
        print(f"lines once decoded wrongly, repaired in the readable text: {report.repaired}")
    if report.replaced_characters:
        print(f"characters that could not be decoded: {report.replaced_characters}")
    if report.encodings:
        met = ", ".join(f"{name} {count}" for name, count in report.encodings.most_common())
        print(f"encodings: {met}")
    for source in report.doubtful:
        print(
            f"doubtful encoding: {_file(source)}: {_encoding(source)}"
            " (inspect it; --encoding PATTERN=NAME says another)"
        )
    for paths in report.same_text:
        print(f"same text in several files, each indexed: {', '.join(paths)}")
    for skipped in report.skipped:
        print(f"skipped: {skipped.path}: {skipped.reason}")
    for note in report.notes:
        print(f"note: {note}")
    if report.coarser_tokens:
        print(COARSER_TOKENS)
    for path in report.missing:
        print(f"no longer there, still indexed: {path} (python -m qa remove '{path}')")
    print(f"collection: {collection.folder}")


def _file(source: Source) -> str:
    return " › ".join(filter(None, (source.path, source.member)))


def _encoding(source: Source) -> str:
    return f"{source.encoding}, {_sure(source.encoding_confidence)}"


def _sure(confidence: float | None) -> str:
    return "confidence not known" if confidence is None else f"confidence {confidence:.2f}"


def _print_inspections(found: list[dict[str, Any]]) -> None:
    for one in found:
        _print_inspection(one)


def _print_inspection(found: dict[str, Any]) -> None:
    name = " › ".join(filter(None, (found["path"], found["member"])))
    print(f"{name}\n  《{found['title']}》 {found['format']}, {found['script']}")
    print(f"  encoding: {found['encoding']}, {_sure(found['encoding_confidence'])}")
    for key, value in found["metadata"].items():
        print(f"  {key}: {value}")
    if found["replaced"]:
        print(f"  characters that could not be decoded: {found['replaced']}")
    for note in found["notes"]:
        print(f"  note: {note}")
    for kind in ("set_aside", "damaged"):
        for place in found[kind]:
            label = kind.replace("_", " ")
            repaired = ", repaired in the readable text" if place.get("repaired") else ""
            print(f"  {label} [{place['start']}, {place['end']}): {place['why']}{repaired}")
    for number, passage in enumerate(found["passages"], start=1):
        where = " › ".join([*passage["section"], f"¶{passage['paragraph']}"])
        page = f", p. {passage['page']}" if passage["page"] is not None else ""
        print(f"  {number}. [{passage['start']}, {passage['end']}) {where}{page}")
        print("".join(f"     {line}\n" for line in passage["text"].splitlines()), end="")
