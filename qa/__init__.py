"""The collection on disk, and questions to cited answers."""

from .answer import Answer, Citation, Hit, Timings, Why
from .ask import ask
from .collection import Collection
from .compare import Comparison, Pair, compare
from .evaluate import Evaluation, evaluate
from .home import default_collection
from .indexing import Report, index_documents, index_paths, remove
from .json_form import (
    answer_json,
    comparison_json,
    document_json,
    hit_json,
    related_json,
    summary_json,
)
from .related import Related, RelatedPassages, related
from .store import DocumentSummary

__all__ = [
    "Answer",
    "Citation",
    "Collection",
    "Comparison",
    "DocumentSummary",
    "Evaluation",
    "Hit",
    "Pair",
    "Related",
    "RelatedPassages",
    "Report",
    "Timings",
    "Why",
    "answer_json",
    "ask",
    "compare",
    "comparison_json",
    "default_collection",
    "document_json",
    "evaluate",
    "hit_json",
    "index_documents",
    "index_paths",
    "related",
    "related_json",
    "remove",
    "summary_json",
]
