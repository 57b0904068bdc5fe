"""The collection on disk, and questions to cited answers."""

from .answer import Answer, Citation, Contribution, Hit, Timings, Why, WordWeight
from .ask import Search, ask, cite, encoded_text, search, too_short_to_judge
from .collection.collection import Collection
from .collection.home import default_collection
from .collection.index_store import EMBEDDED
from .collection.records import DocumentSummary
from .comparison.compare import Comparison, Pair, Row, compare
from .comparison.related import Related, RelatedPassages, related
from .evaluation.evaluate import Evaluation, evaluate
from .indexing import (
    FileReport,
    Merged,
    Outcome,
    Report,
    Shard,
    Watcher,
    index_documents,
    index_paths,
    merge,
    remove,
    replace_file,
)
from .json_form.answer import answer_json, hit_json
from .json_form.comparison import comparison_json, related_json
from .json_form.documents import document_json, summary_json
from .json_form.inspection import inspection_json
from .json_form.overlap import overlap_json
from .json_form.report import report_json
from .map.map_page import map_page
from .map.name_places import name_places
from .map.passage_map import PassageMap, palette, passage_map
from .retrieval.filter import Filter
from .text_reuse.heat_map import HeatMap, heat_map
from .text_reuse.near_duplicates import near_duplicate_groups
from .text_reuse.overlap import DocumentPair, Overlap, Place, SharedSentence, overlap
from .text_reuse.runs import SHORTEST as SHORTEST_RUN
from .text_reuse.runs import SHORTEST_WESTERN as SHORTEST_WESTERN_RUN

__all__ = [
    "EMBEDDED",
    "SHORTEST_RUN",
    "SHORTEST_WESTERN_RUN",
    "Answer",
    "Citation",
    "Collection",
    "Comparison",
    "Contribution",
    "DocumentPair",
    "DocumentSummary",
    "Evaluation",
    "FileReport",
    "Filter",
    "HeatMap",
    "Hit",
    "Merged",
    "Outcome",
    "Overlap",
    "Pair",
    "PassageMap",
    "Place",
    "Related",
    "RelatedPassages",
    "Report",
    "Row",
    "Search",
    "Shard",
    "SharedSentence",
    "Timings",
    "Watcher",
    "Why",
    "WordWeight",
    "answer_json",
    "ask",
    "cite",
    "compare",
    "comparison_json",
    "default_collection",
    "document_json",
    "encoded_text",
    "evaluate",
    "heat_map",
    "hit_json",
    "index_documents",
    "index_paths",
    "inspection_json",
    "map_page",
    "merge",
    "name_places",
    "near_duplicate_groups",
    "overlap",
    "overlap_json",
    "palette",
    "passage_map",
    "related",
    "related_json",
    "remove",
    "replace_file",
    "report_json",
    "search",
    "summary_json",
    "too_short_to_judge",
]
