"""Files to documents to passages, and the words of a text. Knows nothing of models or indexes."""

from .clean import CleanText
from .document import Block, Document, Source
from .errors import CollectionError, ModelError, ReadError, UsageError, WenjuError
from .passage import Passage
from .reading import Skipped, read_file, walk
from .script import fold
from .split import Limits, split, width
from .words import Word, index_terms, words

__all__ = [
    "Block",
    "CleanText",
    "CollectionError",
    "Document",
    "Limits",
    "ModelError",
    "Passage",
    "ReadError",
    "Skipped",
    "Source",
    "UsageError",
    "WenjuError",
    "Word",
    "fold",
    "index_terms",
    "read_file",
    "split",
    "walk",
    "width",
    "words",
]
