"""Files to documents to passages, and the words of a text. Knows nothing of models or indexes."""

from .clean import CleanText
from .damage import Damage, damaged_places
from .document import Block, Document, Source, text_key
from .encoding_rules import EncodingRule, encoding_for, encoding_rule
from .errors import (
    CollectionError,
    DatesTurnedError,
    FileError,
    ModelError,
    NoConditionError,
    NoDateError,
    NothingAskedError,
    NothingLeftError,
    ReadError,
    UnreachableError,
    UsageError,
    WenjuError,
)
from .headings import Heading
from .numerals import Numeral, number_of, numerals, wordings
from .passage import Passage
from .readable import readable
from .reading import SAMPLE_FOLDER, Skipped, read_documents, read_file, reason_of, walk
from .said import Said, one_after_the_other, said
from .script import fold, folded_codes, mostly_letters, script_of, writing_of
from .site_furniture import edges, repeated, set_repeated_aside, site_of
from .split import LIMITS, Division, Limits, OutlineItem, SetAside, divide, split
from .width import width
from .words import Name, Word, index_terms, names, neighbour_pairs, words

__all__ = [
    "LIMITS",
    "SAMPLE_FOLDER",
    "Block",
    "CleanText",
    "CollectionError",
    "Damage",
    "DatesTurnedError",
    "Division",
    "Document",
    "EncodingRule",
    "FileError",
    "Heading",
    "Limits",
    "ModelError",
    "Name",
    "NoConditionError",
    "NoDateError",
    "NothingAskedError",
    "NothingLeftError",
    "Numeral",
    "OutlineItem",
    "Passage",
    "ReadError",
    "Said",
    "SetAside",
    "Skipped",
    "Source",
    "UnreachableError",
    "UsageError",
    "WenjuError",
    "Word",
    "damaged_places",
    "divide",
    "edges",
    "encoding_for",
    "encoding_rule",
    "fold",
    "folded_codes",
    "index_terms",
    "mostly_letters",
    "names",
    "neighbour_pairs",
    "number_of",
    "numerals",
    "one_after_the_other",
    "read_documents",
    "read_file",
    "readable",
    "reason_of",
    "repeated",
    "said",
    "script_of",
    "set_repeated_aside",
    "site_of",
    "split",
    "text_key",
    "walk",
    "width",
    "wordings",
    "words",
    "writing_of",
]
