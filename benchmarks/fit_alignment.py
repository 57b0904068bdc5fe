"""Fits what tells that two stretches of text say the same: `qa/comparison/alignment_model.json`.

Run with `python -m benchmarks.fit_alignment [FOLDER]`, FOLDER being the one with the sets in
`evaluation/`. Only every other article is read; `benchmarks/alignment.py` measures on the rest.

- Between languages: logistic regression of the Chinese and Spanish sentences of XQuAD that say the
  same against the other sentences of their paragraphs and those of other articles.
- Within a language there are no pairs known to be rewordings, so nothing is learned from such: the
  bar is where hardly a sentence finds a match that it does not have, in the paragraph after
  its own. How steep the log-odds are comes from logistic regression of those matches against
  sentences reworded by rule.
- Two bars were chosen by reading, since an encyclopedia has no formulas and official Chinese has
  many. Of 4,655 sentences of twelve work reports the one worded most alike in the same report
  mostly says the same from a share of .62 on and is a formula below; and pairs whose tokens match
  in five speeches on one subject are rewordings from a third of the wording on.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.edits import reword
from benchmarks.parallel_sets import ParallelSets, first_half, load
from benchmarks.results import DEFAULT_SHARED
from embeddings import SentenceEncoder, mutual_similarity
from qa import Collection
from qa.comparison.alignment_model import MATCHES, MEANING, WORDING, AlignmentModel
from qa.comparison.evidence import Side, pair_features
from qa.comparison.stretch import Stretch
from qa.comparison.wording import similarity, wording
from qa.evaluation.training import logistic
from qa.retrieval.linear_model import LinearModel

_FALSE = 0.005  # of the sentences of a paragraph may find a match in the next one
_FOUND = 0.98  # of sentences that say the same lie above the least cosine for it
_UNRELATED = 0.03  # of the sentences of unrelated paragraphs may have a related one
_SAME = 0.9  # a choice: of ten characters one may differ
_ALONE = 0.62  # a choice: share of wording that says by itself that two sentences say the same
_SHARED = 0.35  # a choice: share of wording without which meaning does not

Floats = NDArray[np.float32]


def main(shared: Path) -> None:
    """Fit on the first half of the articles and write the model."""
    encoder = SentenceEncoder.open()
    with (
        tempfile.TemporaryDirectory() as folder,
        Collection.open(Path(folder), create=True) as collection,
    ):
        sets = load(shared, first_half, collection, encoder)
        meaning, found = _between_languages(sets)
        nearest = _nearest(sets.one_subject())
        rewordings = _rewordings(sets, encoder)
        unrelated = _nearest_cosines(sets.unrelated())
    model = AlignmentModel(
        meaning,
        _bar(MATCHES, nearest[:, :1], rewordings[:, :1]),
        _bar(WORDING, nearest[:, 1:], rewordings[:, 1:], _ALONE),
        least=float(np.quantile(unrelated, 1 - _UNRELATED)),
        said=float(np.quantile(found, 1 - _FOUND)),
        shared=_SHARED,
        same=_SAME,
    )
    model.save()
    print(model)


def _between_languages(sets: ParallelSets) -> tuple[LinearModel, Floats]:
    """The model, and the `whole` cosines of sentences that say the same."""
    same, others, elsewhere = [], [], []
    for a, b in sets.translations():
        table = _features(Side(a), Side(b))
        diagonal = np.eye(len(a), dtype=bool)
        same.append(table[diagonal])
        others.append(table[~diagonal])
    for a, b in sets.unrelated():
        elsewhere.append(_features(Side(a), Side(b)).reshape(-1, len(MEANING)))
    groups = [np.concatenate(one) for one in (same, others, elsewhere)]
    shares = [0.5, 0.25, 0.25]
    weights = np.concatenate(
        [
            np.full(len(group), share / len(group))
            for group, share in zip(groups, shares, strict=True)
        ]
    )
    outcomes = np.arange(len(weights)) < len(groups[0])
    fit = logistic(np.concatenate(groups), outcomes, weights * len(weights))
    return LinearModel(MEANING, *fit), groups[0][:, 0]


def _features(a: Side, b: Side) -> Floats:
    """Features of every pair of sentences: float32 (n, m, 3)."""
    rows, columns = np.indices((len(a), len(b))).reshape(2, -1)
    return pair_features(a, b, rows, columns, (1, 1)).reshape(len(a), len(b), -1)


def _nearest(pairs: Iterable[tuple[Stretch, Stretch]]) -> Floats:
    """For each sentence the best `late` and `alike` that it has in the other text: (n, 2)."""
    rows = []
    for a, b in pairs:
        ours, theirs = Side(a), Side(b)
        for tokens, words in zip(ours.tokens, ours.wordings, strict=True):
            late = max(mutual_similarity(tokens, other) for other in theirs.tokens)
            alike = max(similarity(words, other) for other in theirs.wordings)
            rows.append((late, alike))
    return np.array(rows, np.float32)


def _nearest_cosines(pairs: Iterable[tuple[Stretch, Stretch]]) -> Floats:
    return np.concatenate([_features(Side(a), Side(b))[..., 0].max(1) for a, b in pairs])


def _rewordings(sets: ParallelSets, encoder: SentenceEncoder) -> Floats:
    """`late` and `alike` of sentences and what rules make of them, each encoded alone: (n, 2)."""
    texts = [
        (sentence.text, reword(sentence.text))
        for articles in sets.languages
        for paragraphs in articles
        for sentence in paragraphs[0].sentences
    ]
    texts = [(before, after) for before, after in texts if before != after]
    tokens = [_encoded(encoder, [pair[place] for pair in texts]) for place in (0, 1)]
    rows = [
        (mutual_similarity(a, b), similarity(wording(before), wording(after)))
        for (before, after), a, b in zip(texts, *tokens, strict=True)
    ]
    return np.array(rows, np.float32)


def _encoded(encoder: SentenceEncoder, texts: list[str]) -> list[NDArray[np.int8]]:
    vectors = encoder.encode_passages(texts, [[(0, len(text))] for text in texts])
    return np.split(vectors.tokens, vectors.token_bounds[1:-1])


def _bar(names: tuple[str, ...], nearest: Floats, same: Floats, least: float = 0.0) -> LinearModel:
    """As steep as the regression is, and 0 where all but a few of the nearest lie below; not
    below `least`."""
    outcomes = np.arange(len(nearest) + len(same)) >= len(nearest)
    counts = np.where(outcomes, len(nearest) / len(same), 1.0)
    weights, _ = logistic(np.concatenate([nearest, same]), outcomes, counts)
    bar = max(float(np.quantile(nearest, 1 - _FALSE)), least)
    print(names, "bar", round(bar, 4), "reached by rewordings", float((same >= bar).mean()))
    return LinearModel(names, weights, float(-weights[0] * bar))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SHARED)
