"""The collection on disk, and questions to cited answers."""

from .answer import Answer, Citation, Contribution, Hit, Timings, Why, WordWeight
from .ask import Search, ask, cite, search
from .collection import Collection
from .evaluate import Evaluation, evaluate
from .filter import Filter
from .home import default_collection
from .indexing import Report, index_documents, index_paths, remove
from .json_form import answer_json, document_json, hit_json, summary_json
from .store import DocumentSummary

__all__ = [
    "Answer",
    "Citation",
    "Collection",
    "Contribution",
    "DocumentSummary",
    "Evaluation",
    "Filter",
    "Hit",
    "Report",
    "Search",
    "Timings",
    "Why",
    "WordWeight",
    "answer_json",
    "ask",
    "cite",
    "default_collection",
    "document_json",
    "evaluate",
    "hit_json",
    "index_documents",
    "index_paths",
    "remove",
    "search",
    "summary_json",
]
