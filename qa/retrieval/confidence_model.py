"""What tells how sure to be that a passage answers, and from when on to say so."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import CollectionError

from .features import CONFIDENCE, Parts, confidence_features
from .linear_model import LinearModel, probability

SHIPPED = Path(__file__).parent / "confidence_model.json"
_OF_COLLECTION = "confidence.json"

log = logging.getLogger("wenju")


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """A logistic regression: the log-odds that a passage answers, over the columns of CONFIDENCE.

    `bar` is the confidence from which on a question counts as answered. `calibrated_for` is the
    fingerprint of the encoder whose questions and passages it was learned from.
    """

    log_odds: LinearModel
    bar: float
    calibrated_for: str

    def confidences(
        self, parts: Parts, documents: list[str], scores: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The probability that each of n passages answers, (n,), given their scores (n,)."""
        return probability(self.log_odds(confidence_features(parts, documents, scores)))

    @classmethod
    def load(cls, path: Path) -> ConfidenceModel:
        """Raises CollectionError where the file is damaged, or from another version of Wenju."""
        try:
            content = json.loads(path.read_text("utf-8"))
            log_odds, bar = LinearModel.from_json(content, CONFIDENCE), float(content["bar"])
            if not 0 <= bar <= 1:
                raise ValueError(f"its bar is {bar}")
            return cls(log_odds, bar, str(content["calibrated_for"]))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise CollectionError(
                f"{path} is damaged or from another version ({error!r}); "
                "make it again with: python -m qa calibrate"
            ) from error

    def save(self, path: Path) -> None:
        content = {
            "calibrated_for": self.calibrated_for,
            "bar": round(self.bar, 4),
            **self.log_odds.to_json(),
        }
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def file_in(collection: Path) -> Path:
    """Where a collection's folder keeps what was learned for it with `python -m qa calibrate`."""
    return collection / _OF_COLLECTION


def confidence_model(collection: Path, fingerprint: str) -> ConfidenceModel | None:
    """The collection's own where it has one for this encoder, else the one that comes with Wenju.

    None where neither was learned for this encoder: then it is not known how sure to be. A file
    that cannot be used is as good as none, so that one can ask, and calibrate anew.
    """
    own = file_in(collection)
    learned = _own(own, own.stat().st_mtime_ns) if own.exists() else None
    for model in (learned, _shipped()):
        if model is not None and model.calibrated_for == fingerprint:
            return model
    return None


@lru_cache(16)
def _own(path: Path, changed: int) -> ConfidenceModel | None:
    """What is in a file that was changed at a time, in ns: read, and complained about, once."""
    try:
        return ConfidenceModel.load(path)
    except CollectionError as error:
        log.warning("%s", error)
        return None


@cache
def _shipped() -> ConfidenceModel:
    return ConfidenceModel.load(SHIPPED)
