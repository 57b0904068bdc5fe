"""What late interaction costs and brings, by the form in which token vectors are kept.

Run with `python -m benchmarks late_interaction [FOLDER [N]]`, FOLDER being the one that holds the
sets in `evaluation/`. N questions of each set (300 by default), drawn evenly. The 20 passages that
the vectors of passages and eight-bit token vectors put first are ordered again, with the token
vectors in each form, by MaxSim and one and a half times the cosine of the passage. What else Wenju
ranks by is left out, so that the forms can be told apart. Writes
`benchmarks/late_interaction.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import pi, sqrt
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.results import DEFAULT_SHARED, machine, write_result
from corpus import Passage
from embeddings import (
    PassageVectors,
    SentenceEncoder,
    from_coarse_codes,
    from_codes,
    max_similarities,
    to_coarse_codes,
    to_codes,
)
from embeddings.projection import STEPS
from qa.evaluation.question_sets import JudgedSet, read_judged_set
from qa.indexing import divide_to_fit

SETS = ("cmrc2018-trial", "xquad-zh", "jsquad-valid", "xquad-es-to-zh")
QUESTIONS = 300
_CANDIDATES = 20
_DENSE = 1.5  # how much a cosine counts beside MaxSim

Tokens = list[NDArray[np.int8]]  # of each passage, int8 (t, p)


class Form(NamedTuple):
    """Token vectors as they come out of a form of storage, and the bytes it takes."""

    tokens: Tokens
    size: int


def eight_bits(tokens: Tokens) -> Form:
    return Form(tokens, sum(one.size for one in tokens))


def four_bits(tokens: Tokens) -> Form:
    codes = [to_codes(one) for one in tokens]
    return Form(from_codes(codes, tokens[0].shape[1]), sum(map(len, codes)))


def two_bits(tokens: Tokens) -> Form:
    size = tokens[0].shape[1]
    codes = [to_coarse_codes(one) for one in from_codes([to_codes(one) for one in tokens], size)]
    return Form(from_coarse_codes(codes, size), sum(map(len, codes)))


def one_bit(tokens: Tokens) -> Form:
    """Only on which side of zero each component lies ("binary quantisation"), at the length at
    which similarities stay what they are on average."""
    size = tokens[0].shape[1]
    length = round(sqrt(pi / 2 / size) * STEPS)
    signs = [np.where(one > 0, length, -length).astype(np.int8) for one in tokens]
    return Form(signs, sum(one.size // 8 for one in tokens))


def pairs_at_four_bits(tokens: Tokens) -> Form:
    """Two neighbouring tokens as one, the direction between them: the simplest of the poolings
    that Clavié et al. (2024) compare."""
    return four_bits([_paired(one) for one in tokens])


FORMS: dict[str, Callable[[Tokens], Form]] = {
    "eight bits": eight_bits,
    "four bits (kept)": four_bits,
    "pairs of tokens, four bits": pairs_at_four_bits,
    "two bits (kept where four do not fit)": two_bits,
    "one bit": one_bit,
}


def run(arguments: Sequence[str]) -> None:
    """`[FOLDER [N]]`."""
    shared = Path(arguments[0]) if arguments else DEFAULT_SHARED
    count = int(arguments[1]) if len(arguments) > 1 else QUESTIONS
    encoder = SentenceEncoder.open()
    sets = [_measure(read_judged_set(shared / "evaluation" / one), encoder, count) for one in SETS]
    for one in sets:
        print(one)
    write_result("late_interaction", {"sets": sets, "candidates": _CANDIDATES, **machine()})


def _measure(judged: JudgedSet, encoder: SentenceEncoder, count: int) -> dict[str, Any]:
    passages = [one for doc in judged.documents for one in divide_to_fit(doc, encoder).passages]
    vectors = encoder.encode_passages(
        [one.text for one in passages],
        [one.sentences for one in passages],
        [one.context for one in passages],
    )
    names = list(judged.queries)[:: max(1, len(judged.queries) // count)][:count]
    questions = [encoder.encode_question(judged.queries[name]) for name in names]
    tokens = _by_passage(vectors)
    dense = [vectors.passages @ question.vector for question in questions]
    late = [_late(question.tokens, tokens) for question in questions]
    candidates = [
        np.argsort(-(mean + _DENSE * cosines), kind="stable")[:_CANDIDATES]
        for mean, cosines in zip(late, dense, strict=True)
    ]
    gold = [judged.qrels[name] for name in names]
    none = [np.argmax(cosines) for cosines in dense]
    result: dict[str, Any] = {
        "set": judged.name,
        "questions": len(names),
        "passages": len(passages),
        "forms": {"without": {"hit@1": _share(none, passages, gold), "bytes": 0, "ms": 0.0}},
    }
    for name, form in FORMS.items():
        kept = form(tokens)
        began = perf_counter()
        first = [
            rows[np.argmax(_late(q.tokens, [kept.tokens[row] for row in rows]) + _DENSE * d[rows])]
            for q, d, rows in zip(questions, dense, candidates, strict=True)
        ]
        result["forms"][name] = {
            "hit@1": _share(first, passages, gold),
            "bytes": round(kept.size / len(passages)),
            "ms": round((perf_counter() - began) / len(names) * 1e3, 2),
        }
    return result


def _by_passage(vectors: PassageVectors) -> Tokens:
    bounds = vectors.token_bounds[vectors.bounds]
    return [vectors.tokens[a:b] for a, b in pairwise(bounds)]


def _late(question: NDArray[np.int8], tokens: Tokens) -> NDArray[np.float32]:
    """MaxSim over the number of the question's tokens: float32 (n,)."""
    bounds = np.concatenate([[0], np.cumsum([len(one) for one in tokens])]).astype(np.int64)
    mean: NDArray[np.float32] = max_similarities(question, np.concatenate(tokens), bounds).mean(0)
    return mean


def _paired(tokens: NDArray[np.int8]) -> NDArray[np.int8]:
    if len(tokens) < 2:
        return tokens
    even = tokens[: len(tokens) // 2 * 2].astype(np.float32)
    sums = even[::2] + even[1::2]
    if len(tokens) % 2:
        sums = np.concatenate([sums, tokens[-1:].astype(np.float32)])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    steps: NDArray[np.int8] = np.clip(
        np.rint(sums / np.maximum(lengths, 1e-9) * STEPS), -127, 127
    ).astype(np.int8)
    return steps


def _share(
    first: Sequence[np.intp], passages: Sequence[Passage], gold: Sequence[set[str]]
) -> float:
    """Of the questions whose first passage is of a document that answers."""
    right = [
        passages[int(row)].document_id in documents
        for row, documents in zip(first, gold, strict=True)
    ]
    return round(sum(right) / len(right), 4)
