"""FAISS indexes in files: written whole or not at all, read into memory or left where they lie."""

from __future__ import annotations

from pathlib import Path

import faiss

from corpus.errors import CollectionError


def write_index(index: faiss.Index, path: Path) -> None:
    """Written beside `path` and renamed, so that it is never seen half written."""
    scratch = path.with_suffix(".new")
    faiss.write_index(index, str(scratch))
    scratch.replace(path)


def read_index(path: Path, *, mapped: bool) -> faiss.Index:
    """With `mapped` it lies in its file, from where the system fetches what is looked at.

    Raises:
        CollectionError: the file is no index that FAISS can read.
    """
    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if mapped else 0)
    except RuntimeError as error:
        raise CollectionError(f"the vector index {path} is damaged") from error
