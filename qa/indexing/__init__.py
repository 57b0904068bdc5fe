"""Files into a collection: read, divided, encoded, written; and what a run did."""

from .divide_to_fit import divide_to_fit
from .fit_tokens import parse_space, set_token_space
from .index import index_documents, index_paths, remove
from .merge import Merged, merge
from .replace import replace_file
from .report import FileReport, Outcome, Report
from .shard import Shard
from .watcher import Watcher

__all__ = [
    "FileReport",
    "Merged",
    "Outcome",
    "Report",
    "Shard",
    "Watcher",
    "divide_to_fit",
    "index_documents",
    "index_paths",
    "merge",
    "parse_space",
    "remove",
    "replace_file",
    "set_token_space",
]
