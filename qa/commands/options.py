"""What several commands take and do: their options, and JSON or text as asked."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, TypeVar

from corpus import UsageError
from embeddings import Encoder

from ..collection.collection import Collection
from ..collection.home import default_collection
from ..collection.index_store import index_store

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_Found = TypeVar("_Found")


def add_collection(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--collection",
        type=Path,
        metavar="DIR",
        help="folder of the collection (default: WENJU_HOME, else one in the user's data folder)",
    )
    command.add_argument(
        "--store",
        type=_index_store,
        metavar="S",
        help="where passages are looked for: embedded (the collection's own indexes), or "
        "milvus:ADDRESS, of a Milvus server (http://host:19530) or of a .db file of Milvus Lite; "
        "remembered (default: WENJU_STORE, else embedded)",
    )


def _index_store(text: str) -> str:
    try:
        return index_store(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        metavar="M",
        help="a sentence-transformers folder or hub name "
        "(default: WENJU_MODEL, else the multilingual-e5-small that is installed with Wenju)",
    )


def add_bar(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--bar",
        type=probability,
        metavar="P",
        help="call a question answered from this confidence on, 0 to 1 判为有答案的可信度下限 "
        "(default: that of the best F1 that nine in ten right passages reach)",
    )


def add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")


def probability(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"a number from 0 to 1 is expected, not {text!r}")
    return number


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1 is expected")
    return number


def folder(options: argparse.Namespace) -> Path:
    """The folder of the collection."""
    named: Path | None = options.collection
    return named or default_collection()


def asked_store(options: argparse.Namespace) -> str | None:
    """Where passages are to be looked for; None: where they were."""
    told = os.environ.get("WENJU_STORE")
    named: str | None = options.store
    return named or (index_store(told) if told else None)


def open_collection(options: argparse.Namespace, *, create: bool = False) -> Collection:
    return Collection.open(folder(options), create=create, index_store=asked_store(options))


def open_encoder(model: str | None) -> Encoder:
    """The model asked for with `--model` or `WENJU_MODEL`, else the default one."""
    from embeddings import SentenceEncoder

    return SentenceEncoder.open(asked_model(model))


def name_of_model(model: str | None) -> str:
    """What the model that `open_encoder` opens is called, without opening it."""
    from embeddings import DEFAULT_MODEL

    asked = asked_model(model) or DEFAULT_MODEL
    folder = Path(asked).expanduser()
    return folder.resolve().name if folder.is_dir() else asked


def asked_model(model: str | None) -> str | None:
    """What `SentenceEncoder.open` is told; None: the default model."""
    return model or os.environ.get("WENJU_MODEL") or None


def show(
    options: argparse.Namespace,
    found: _Found,
    as_json: Callable[[_Found], object],
    show_text: Callable[[_Found], None],
) -> None:
    """Print what was found, with `--json` as JSON."""
    if options.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        show_text(found)
