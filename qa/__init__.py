"""The collection on disk, and questions to cited answers."""

from .answer import Answer, Citation, Hit, Timings, Why
from .ask import ask
from .collection import Collection
from .evaluate import Evaluation, evaluate
from .home import default_collection
from .indexing import Report, index_documents, index_paths, remove
from .json_form import answer_json, document_json, hit_json, summary_json
from .store import DocumentSummary

__all__ = [
    "Answer",
    "Citation",
    "Collection",
    "DocumentSummary",
    "Evaluation",
    "Hit",
    "Report",
    "Timings",
    "Why",
    "answer_json",
    "ask",
    "default_collection",
    "document_json",
    "evaluate",
    "hit_json",
    "index_documents",
    "index_paths",
    "remove",
    "summary_json",
]
