"""Files into a collection: read, divided, encoded, written; and what a run did."""

from .divide_to_fit import divide_to_fit
from .index import index_documents, index_paths, remove
from .report import FileReport, Outcome, Report
from .watcher import Watcher

__all__ = [
    "FileReport",
    "Outcome",
    "Report",
    "Watcher",
    "divide_to_fit",
    "index_documents",
    "index_paths",
    "remove",
]
