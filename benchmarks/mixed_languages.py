"""Questions to a collection in two languages: is what answers found, in either of them?

Run with `python -m benchmarks mixed_languages [FOLDER]`, FOLDER being the one that holds the sets
in `evaluation/`. The passages of xquad-zh and their Spanish translations, among the Chinese ones of
other sets, are one collection; the questions are asked in Chinese and in Spanish. With the
translations of what answers withheld, the answer is only in the question's language; with what
they are translations of withheld, only in the other. Each is judged with the other language looked
for apart and without, and with what a passage in it has to be better by (`abroad`, which was
chosen by these questions) and without. Writes `benchmarks/mixed_languages.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.examples import drawn, say
from benchmarks.results import DEFAULT_SHARED, machine, write_result
from embeddings import SentenceEncoder
from qa.collection.cohort import Cohort
from qa.evaluation.judging import asked, indexed
from qa.evaluation.question_sets import read_judged_set
from qa.retrieval.features import RANKING, ranking_features
from qa.retrieval.ranking_model import ranking_model
from qa.retrieval.retrieve import Candidates

CHINESE, SPANISH = "xquad-zh", "xquad-zh-to-es"  # the same passages
IN_SPANISH = "xquad-es-to-zh"  # the same questions, about the Chinese passages
OTHERS = ("cmrc2018-trial", "drcd-dev")
QUESTIONS = 300
_ABROAD = RANKING.index("abroad")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was found for a question, and the documents that answer it in either language."""

    found: Candidates
    own: AbstractSet[str]
    foreign: AbstractSet[str]


def run(arguments: Sequence[str]) -> None:
    """`[FOLDER]`."""
    folder = (Path(arguments[0]) if arguments else DEFAULT_SHARED) / "evaluation"
    encoder = SentenceEncoder.open()
    chinese, spanish, in_spanish, *others = (
        read_judged_set(folder / name) for name in (CHINESE, SPANISH, IN_SPANISH, *OTHERS)
    )
    documents = [one for each in (chinese, spanish, *others) for one in each.documents]
    both = replace(chinese, documents=documents)
    rows = []
    with indexed(both, encoder) as (collection, _):
        for language, judged, own, foreign in (
            ("zh", chinese, chinese, spanish),
            ("es", in_spanish, spanish, chinese),
        ):
            names = drawn(judged.queries, QUESTIONS)
            texts = {name: judged.queries[name] for name in names}
            apart = list(asked(language, texts, collection, encoder, say))
            with patch.object(Cohort, "in_other_scripts", lambda *_: []):
                together = list(asked(language, texts, collection, encoder, say))
            weight = float(ranking_model().weights[_ABROAD])
            for how, searches, w in (
                ("together", together, 0.0),
                ("apart", apart, 0.0),
                ("apart", apart, weight),
            ):
                some = [
                    _Asked(search.found, own.qrels[name], foreign.qrels[name])
                    for name, search in searches
                ]
                rows.append({"questions in": language, "looked for": how, **_judged(some, w)})
    for row in rows:
        print(row)
    write_result("mixed_languages", {"passages": len(documents), "rows": rows, **machine()})


def _judged(some: Sequence[_Asked], weight: float) -> dict[str, Any]:
    """hit@1, and hit@3 where there is only the other language, with a weight of `abroad`."""
    first = [_ranked(one.found, weight) for one in some]
    only_own = [_ranked(one.found.without(one.foreign), weight) for one in some]
    only_foreign = [_ranked(one.found.without(one.own), weight) for one in some]

    def hit(rankings: Sequence[list[str]], right: Sequence[AbstractSet[str]], k: int) -> float:
        pairs = zip(rankings, right, strict=True)
        return round(float(np.mean([bool(gold & {*names[:k]}) for names, gold in pairs])), 4)

    own, foreign = [one.own for one in some], [one.foreign for one in some]
    either = [one.own | one.foreign for one in some]
    return {
        "abroad": weight,
        "either, hit@1": hit(first, either, 1),
        "its own, hit@1": hit(only_own, own, 1),
        "the other, hit@1": hit(only_foreign, foreign, 1),
        "the other, hit@3": hit(only_foreign, foreign, 3),
    }


def _ranked(found: Candidates, weight: float) -> list[str]:
    """Documents, the best first."""
    weights = ranking_model().weights.copy()
    weights[_ABROAD] = weight
    scores = ranking_features(found.parts) @ weights
    return [found.documents[place] for place in np.argsort(-scores, kind="stable").tolist()]
