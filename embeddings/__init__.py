"""Text to unit vectors, and vectors to their nearest neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .ascending import places_in
from .coarse_codes import from_coarse_codes, to_coarse_codes
from .coded_tokens import CodedTokens, coded_similarities
from .cores import at_most, cores, one_core_for_numpy
from .deferred_encoder import DeferredEncoder
from .encoded_question import EncodedQuestion
from .encoder import (
    DEFAULT_MODEL,
    PASSAGES_AT_ONCE,
    Encoder,
    PassageVectors,
    QuestionEncoder,
    QuestionVectors,
)
from .half_vectors import from_halves
from .late_interaction import TokenMatches, max_similarities, mutual_similarity, token_matches
from .neighbour_index import CELLS_FILE, NeighbourIndex
from .neighbours import Neighbours, best_first, nearest_to_each, recall
from .projection import TokenProjection
from .token_codes import from_codes, to_codes

if TYPE_CHECKING:
    from .default_model import model_folder
    from .layout import clusters, on_a_plane
    from .ray_encoder import RayEncoder
    from .sentence_encoder import SentenceEncoder

__all__ = [
    "CELLS_FILE",
    "DEFAULT_MODEL",
    "PASSAGES_AT_ONCE",
    "CodedTokens",
    "DeferredEncoder",
    "EncodedQuestion",
    "Encoder",
    "NeighbourIndex",
    "Neighbours",
    "PassageVectors",
    "QuestionEncoder",
    "QuestionVectors",
    "RayEncoder",
    "SentenceEncoder",
    "TokenMatches",
    "TokenProjection",
    "at_most",
    "best_first",
    "clusters",
    "coded_similarities",
    "cores",
    "from_coarse_codes",
    "from_codes",
    "from_halves",
    "max_similarities",
    "model_folder",
    "mutual_similarity",
    "nearest_to_each",
    "on_a_plane",
    "one_core_for_numpy",
    "places_in",
    "recall",
    "to_coarse_codes",
    "to_codes",
    "token_matches",
]


def __getattr__(name: str) -> Any:
    """What takes seconds to import is imported when what needs it is asked for."""
    if name in ("clusters", "on_a_plane"):
        from .layout import clusters, on_a_plane

        return clusters if name == "clusters" else on_a_plane
    if name == "SentenceEncoder":
        from .sentence_encoder import SentenceEncoder

        return SentenceEncoder
    if name == "RayEncoder":
        from .ray_encoder import RayEncoder

        return RayEncoder
    if name == "model_folder":
        from .default_model import model_folder

        return model_folder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
