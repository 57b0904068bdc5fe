"""A newer file in the place of an older one."""

from __future__ import annotations

import os
from pathlib import Path

from corpus import UsageError, said

from ..collection.collection import Collection


def replace_file(collection: Collection, older: Path, newer: Path) -> None:
    """Move an indexed file over another one, and its documents with it; nothing is read again.

    What only the older one held is taken out.

    Raises:
        CollectionError: another program is writing to the collection.
        UsageError: the newer one is not indexed.
        OSError: it cannot be moved; nothing has changed then.
    """
    store = collection.store
    before, after = os.path.abspath(newer), os.path.abspath(older)
    with collection.writing():
        with store.transaction():
            state, documents = store.file(before), store.members(before)
            if state is None:
                raise UsageError(said("{path} is not in this collection", path=newer))
            store.put_file(after, state, documents)
            store.remove_file(before)
            newer.replace(older)
        collection.synchronise()
