"""`merge`: several collections made one."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from tqdm import tqdm

from corpus import UsageError
from embeddings import DeferredEncoder

from ..collection.collection import Collection
from ..indexing import merge
from .exit_codes import DONE
from .index import COARSER_TOKENS
from .options import (
    Commands,
    add_collection,
    add_model,
    folder,
    name_of_model,
    open_collection,
    open_encoder,
)


def add_merge(commands: Commands) -> None:
    command = commands.add_parser(
        "merge", help="take other collections into one, nothing is encoded again 合并索引"
    )
    command.add_argument(
        "others", metavar="OTHER", nargs="+", type=Path, help="the folder of another collection"
    )
    add_collection(command)
    add_model(command)
    command.set_defaults(run=_merge)


def _merge(options: argparse.Namespace) -> int:
    if folder(options).resolve() in {other.resolve() for other in options.others}:
        raise UsageError(f"{folder(options)} cannot be merged with itself")
    encoder = DeferredEncoder(name_of_model(options.model), lambda: open_encoder(options.model))
    with ExitStack() as opened:
        others = [opened.enter_context(Collection.open(other)) for other in options.others]
        collection = opened.enter_context(open_collection(options, create=True))
        with tqdm(unit="file", disable=None) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            merged = merge(collection, others, encoder, progress)
        store = collection.store
        print(f"new: {merged.passages} passages in {merged.documents} documents; ", end="")
        print(f"the collection has {store.passage_count()} in {store.document_count()} documents")
        if merged.coarser_tokens:
            print(COARSER_TOKENS)
        print(f"collection: {collection.folder}")
    return DONE
