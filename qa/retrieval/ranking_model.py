"""What ranks passages: a linear model over a handful of features, in a file one can read."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from .features import RANKING
from .linear_model import LinearModel

FILE = Path(__file__).parent / "ranking_model.json"


@cache
def ranking_model() -> LinearModel:
    """The one that comes with Wenju, trained on the default model's vectors.

    A conditional logit (McFadden 1974): e to the score, over the sum of it for all passages found,
    is the probability that a passage is the one that answers.
    """
    return LinearModel.from_json(json.loads(FILE.read_text("utf-8")), RANKING)
