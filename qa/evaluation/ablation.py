"""What each part of the ranking is worth: the same questions with parts switched off.

Every variant ranks the same candidates with the learned weights of the features that are left; they
are not learned again without the others, so a variant is a lower bound of what its parts could do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from embeddings import Encoder

from ..ask import Search
from ..collection.collection import Collection
from ..collection.index_store import EMBEDDED
from ..retrieval.features import ranking_features
from ..retrieval.rank import Ranked
from ..retrieval.ranking_model import ranking_model
from ..retrieval.retrieve import Candidates
from .judging import MEASURES, Judged, Progress, asked, indexed, judge, judge_evidence
from .question_sets import read_evidence_questions, read_judged_set
from .significance import bootstrap_interval

DENSE, LEXICAL, SENTENCES, LATE = "dense", "lexical", "sentences", "late interaction"
VARIANTS = {  # fusion is dense and lexical
    "dense": {DENSE},
    "dense + sentences": {DENSE, SENTENCES},
    "lexical": {LEXICAL},
    "late interaction": {LATE},
    "fusion": {DENSE, LEXICAL},
    "fusion + sentences": {DENSE, LEXICAL, SENTENCES},
    "fusion + late interaction": {DENSE, LEXICAL, LATE},
    "all without dense": {LEXICAL, SENTENCES, LATE},
    "all without lexical": {DENSE, SENTENCES, LATE},
    "all": {DENSE, LEXICAL, SENTENCES, LATE},
}
_NEEDS = {  # the parts that a feature stands on; one that is not named stands on dense and lexical
    "dense": {DENSE},
    "lexical": {LEXICAL},
    "foreign_lexical": {LEXICAL},
    "coverage": {LEXICAL},
    "numbers": {LEXICAL},
    "late": {LATE},
    "foreign_late": {LATE},
    "foreign_sentence": {LATE, SENTENCES},
    "lowest": {LATE},
    "sentence": {LATE, SENTENCES},
}


@dataclass(frozen=True, slots=True)
class Ablation:
    """A variant's means over the answerable questions of a set, with their 95 % intervals."""

    set: str
    variant: str
    queries: int
    means: dict[str, float]
    intervals: dict[str, tuple[float, float]]


def ablate(
    sets: Sequence[Path],
    encoder: Encoder,
    collection: Callable[[], Collection],
    limit: int | None = None,
    progress: Progress = lambda name, number, total: None,
    index_store: str = EMBEDDED,
) -> Iterator[Ablation]:
    """Every variant on every set; takes and raises what `evaluate` does."""
    for path in sets:
        name = path.name if path.is_dir() else path.parent.name
        judged: dict[str, list[Judged]] = defaultdict(list)
        for found, verdict in _asked(path, encoder, collection, limit, progress, index_store):
            for variant, parts in VARIANTS.items():
                judged[variant].append(
                    verdict(replace(found, ranked=ranked_by(found.found, parts)))
                )
        for variant, some in judged.items():
            yield _ablation(name, variant, some)


def ranked_by(found: Candidates, parts: set[str]) -> list[Ranked]:
    """The candidates ranked by some of the parts alone, ties by the passage's id."""
    model = ranking_model()
    values = found.parts if SENTENCES in parts else found.parts._replace(dense=found.whole)
    kept = [_NEEDS.get(name, {DENSE, LEXICAL}) <= parts for name in model.names]
    scores = ranking_features(values).astype(float) @ (model.weights * kept)
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], found.passages[place]))
    return [Ranked(place, float(scores[place]), None) for place in order]


def _asked(
    path: Path,
    encoder: Encoder,
    collection: Callable[[], Collection],
    limit: int | None,
    progress: Progress,
    index_store: str,
) -> Iterator[tuple[Search, Callable[[Search], Judged]]]:
    """What was found for each answerable question, and what judges a ranking of it."""
    if path.is_dir():
        judged_set = read_judged_set(path)
        queries = dict(list(judged_set.queries.items())[:limit])
        with indexed(judged_set, encoder, index_store) as (opened, _):
            for query, found in asked(path.name, queries, opened, encoder, progress):
                yield found, partial(judge, opened, judged_set, query)
        return
    questions = [one for one in read_evidence_questions(path)[:limit] if one.evidence]
    opened = collection()
    by_id = {one.id: one for one in questions}
    texts = {ident: one.text for ident, one in by_id.items()}
    for ident, found in asked(path.parent.name, texts, opened, encoder, progress):
        yield found, partial(judge_evidence, opened, by_id[ident])


def _ablation(name: str, variant: str, judged: Sequence[Judged]) -> Ablation:
    outcomes = [one.measures() for one in judged]
    columns = {measure: [one[measure] for one in outcomes] for measure in MEASURES}
    return Ablation(
        name,
        variant,
        len(judged),
        {measure: sum(values) / len(values) for measure, values in columns.items()},
        {measure: bootstrap_interval(values) for measure, values in columns.items()},
    )
