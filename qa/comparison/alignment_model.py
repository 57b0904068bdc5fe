"""What tells that two stretches of text say the same, in a file one can read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..retrieval.linear_model import LinearModel

MEANING = ("whole", "own", "width")
MATCHES = ("late",)
WORDING = ("alike",)
_FILE = Path(__file__).parent / "alignment_model.json"


@dataclass(frozen=True, slots=True)
class AlignmentModel:
    """Ways to tell that two stretches say the same, as log-odds, and where kinds of pairs begin.

    meaning: between languages, from `whole`, the cosine of their vectors; `own`, the cosine of what
             sets each apart from the sentences around it; `width`, how far the log of the ratio of
             their widths is from 0
    matches: within a language, from `late`, how well their tokens are matched in each other
    wording: from the share of wording that is `alike`, high enough for formulas to lie below
    least:   below this `whole` cosine two stretches are not even `related`
    said:    below this one their vectors do not say that they say the same
    shared:  below this share of wording nor do they within a language: late chunked vectors of
             sentences on one subject are as near as those of sentences that say one thing
    same:    from this share of wording on they are the `same`
    """

    meaning: LinearModel
    matches: LinearModel
    wording: LinearModel
    least: float
    said: float
    shared: float
    same: float

    @classmethod
    def load(cls, path: Path = _FILE) -> AlignmentModel:
        content = json.loads(path.read_text("utf-8"))
        return cls(
            LinearModel.from_json(content["meaning"], MEANING),
            LinearModel.from_json(content["matches"], MATCHES),
            LinearModel.from_json(content["wording"], WORDING),
            float(content["least"]),
            float(content["said"]),
            float(content["shared"]),
            float(content["same"]),
        )

    def save(self, path: Path = _FILE) -> None:
        content = {
            "least": round(self.least, 4),
            "said": round(self.said, 4),
            "shared": round(self.shared, 4),
            "same": round(self.same, 4),
            "meaning": self.meaning.to_json(),
            "matches": self.matches.to_json(),
            "wording": self.wording.to_json(),
        }
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


@cache
def default_alignment_model() -> AlignmentModel:
    """The one that comes with Wenju, fitted by `benchmarks/fit_alignment.py`."""
    return AlignmentModel.load()
