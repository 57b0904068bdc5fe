"""The collection on disk, and questions to cited answers."""

from .answer import Answer, Citation, Contribution, Hit, Timings, Why, WordWeight
from .ask import Search, ask, cite, search
from .collection import Collection
from .compare import Comparison, Pair, Row, compare
from .evaluate import Evaluation, evaluate
from .filter import Filter
from .heat_map import HeatMap, heat_map
from .home import default_collection
from .indexing import Report, index_documents, index_paths, remove
from .json_form import (
    answer_json,
    comparison_json,
    document_json,
    hit_json,
    overlap_json,
    related_json,
    summary_json,
)
from .map_page import map_page
from .near_duplicates import near_duplicate_groups
from .overlap import DocumentPair, Overlap, Place, SharedSentence, overlap
from .passage_map import PassageMap, palette, passage_map
from .related import Related, RelatedPassages, related
from .store import DocumentSummary

__all__ = [
    "Answer",
    "Citation",
    "Collection",
    "Comparison",
    "Contribution",
    "DocumentPair",
    "DocumentSummary",
    "Evaluation",
    "Filter",
    "HeatMap",
    "Hit",
    "Overlap",
    "Pair",
    "PassageMap",
    "Place",
    "Related",
    "RelatedPassages",
    "Report",
    "Row",
    "Search",
    "SharedSentence",
    "Timings",
    "Why",
    "WordWeight",
    "answer_json",
    "ask",
    "cite",
    "compare",
    "comparison_json",
    "default_collection",
    "document_json",
    "evaluate",
    "heat_map",
    "hit_json",
    "index_documents",
    "index_paths",
    "map_page",
    "near_duplicate_groups",
    "overlap",
    "overlap_json",
    "palette",
    "passage_map",
    "related",
    "related_json",
    "remove",
    "search",
    "summary_json",
]
