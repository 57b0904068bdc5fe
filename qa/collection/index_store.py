"""Where passages are looked for: in the collection's own folder, or in Milvus."""

from __future__ import annotations

from pathlib import Path

from corpus import UsageError

EMBEDDED = "embedded"
_MILVUS = "milvus:"


def index_store(text: str) -> str:
    """What was typed, checked; the path of a file is made absolute.

    Raises:
        UsageError: it names no place that there could be.

    >>> index_store("milvus:http://localhost:19530"), index_store("embedded")
    ('milvus:http://localhost:19530', 'embedded')
    """
    if text == EMBEDDED:
        return text
    address = text.removeprefix(_MILVUS)
    if text == address or not address:
        raise UsageError(f"{text!r} is neither {EMBEDDED} nor milvus:ADDRESS")
    if "://" in address:
        return text
    if not address.endswith(".db"):
        raise UsageError(
            f"{address} is no address like http://localhost:19530, and no file of Milvus Lite: "
            "the name of one ends in .db"
        )
    return f"{_MILVUS}{Path(address).expanduser().resolve()}"


def milvus_address(store: str) -> str | None:
    """The address in Milvus, or the file; None for the collection's own folder."""
    return store.removeprefix(_MILVUS) if store.startswith(_MILVUS) else None
