"""The collection on disk, and questions to cited answers."""

from .answer import Answer, Citation, Contribution, Hit, Timings, Why, WordWeight
from .ask import Search, ask, cite, search
from .collection import Collection
from .evaluate import Evaluation, evaluate
from .filter import Filter
from .heat_map import HeatMap, heat_map
from .home import default_collection
from .indexing import Report, index_documents, index_paths, remove
from .json_form import answer_json, document_json, hit_json, overlap_json, summary_json
from .map_page import map_page
from .near_duplicates import near_duplicate_groups
from .overlap import DocumentPair, Overlap, SharedSentence, overlap
from .passage_map import PassageMap, passage_map
from .store import DocumentSummary

__all__ = [
    "Answer",
    "Citation",
    "Collection",
    "Contribution",
    "DocumentPair",
    "DocumentSummary",
    "Evaluation",
    "Filter",
    "HeatMap",
    "Hit",
    "Overlap",
    "PassageMap",
    "Report",
    "Search",
    "SharedSentence",
    "Timings",
    "Why",
    "WordWeight",
    "answer_json",
    "ask",
    "cite",
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
    "passage_map",
    "remove",
    "search",
    "summary_json",
]
