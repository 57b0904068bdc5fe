"""`documents` and `remove`: what is indexed, and no longer."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from corpus import UsageError

from ..collection.records import DocumentSummary
from ..indexing import remove
from ..json_form.documents import summary_json
from .exit_codes import DONE
from .options import Commands, add_collection, add_json, open_collection, show


def add_documents(commands: Commands) -> None:
    command = commands.add_parser("documents", help="list what is indexed 列出文档")
    add_collection(command)
    add_json(command)
    command.set_defaults(run=_documents)


def add_remove(commands: Commands) -> None:
    command = commands.add_parser("remove", help="take documents out 移除文档")
    command.add_argument(
        "documents", metavar="DOCUMENT", nargs="+", help="a document's id, or the path of its file"
    )
    add_collection(command)
    command.set_defaults(run=_remove)


def _documents(options: argparse.Namespace) -> int:
    with open_collection(options) as collection:
        documents = collection.store.documents()
    show(options, documents, lambda found: [summary_json(one) for one in found], _print_documents)
    return DONE


def _remove(options: argparse.Namespace) -> int:
    with open_collection(options) as collection:
        unknown = remove(collection, options.documents)
    if unknown:
        raise UsageError(
            f"not in this collection: {', '.join(unknown)}; see: python -m qa documents"
        )
    print(f"removed: {len(options.documents)}")
    return DONE


def _print_documents(documents: Sequence[DocumentSummary]) -> None:
    for document in documents:
        print(f"{document.id}  {document.title}")
        replaced = f", {document.replaced} characters not decoded" if document.replaced else ""
        print(
            f"    {document.passages} passages, {document.characters} characters, "
            f"{document.format}, {document.encoding}{replaced}"
        )
        if document.same_text_as:
            print(f"    same text as {', '.join(document.same_text_as)}")
        for path in document.paths:
            print(f"    {path}")
    print(f"{len(documents)} documents")
