"""Fits the projection of token vectors that comes with the default model.

Run with `python -m benchmarks.fit_projection [FOLDER]`, FOLDER being the one with the question
sets. Only their passages are read, no question and no judgement. Writes
`embeddings/token_projection.npz`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from benchmarks.quality import SETS
from benchmarks.results import DEFAULT_SHARED
from corpus import SAMPLE_FOLDER, Document, read_file, script_of, split
from embeddings import SentenceEncoder, TokenProjection
from qa.evaluation.question_sets import read_judged_set

PASSAGES = 300  # of each set
TARGET = Path(__file__).parent.parent / "embeddings" / "token_projection.npz"


def main(shared: Path) -> None:
    """Fit on an even sample of every set's passages and of the sample collection's."""
    texts: dict[str, list[str]] = {}
    for documents in (*_sets(shared), _sample()):
        passages = [passage.text for document in documents for passage in split(document)]
        for text in passages[:: max(len(passages) // PASSAGES, 1)]:
            texts.setdefault(script_of(text), []).append(text)
    encoder = SentenceEncoder.open()
    vectors = {name: np.concatenate(encoder.token_vectors(some)) for name, some in texts.items()}
    for name, some in vectors.items():
        print(f"{name}: {len(texts[name])} passages, {len(some)} tokens")
    TokenProjection.fit(vectors).save(TARGET)
    print(f"written: {TARGET}")


def _sets(shared: Path) -> list[list[Document]]:
    return [read_judged_set(shared / "evaluation" / name).documents for name in SETS]


def _sample() -> list[Document]:
    paths = sorted((SAMPLE_FOLDER / "documents").iterdir())
    return [document for path in paths for document in read_file(path)]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SHARED)
