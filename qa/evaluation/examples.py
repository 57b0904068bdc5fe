"""Questions of known answers as examples to learn from: with the answer there, and without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Passage
from embeddings import Encoder

from ..ask import Search
from ..collection.collection import Collection
from ..retrieval.features import Parts
from .judging import Progress, asked, indexed
from .question_sets import EvidenceQuestion, JudgedSet

Mask = NDArray[np.bool_]


class Example(NamedTuple):
    """The n candidates of one question.

    parts:     the parts of their scores, float32 (n,) each
    documents: the ids of their documents
    relevant:  bool (n,), whether each answers
    usable:    bool (n,), False where that is not clear
    answered:  whether the question is asked of documents that answer it
    """

    parts: Parts
    documents: list[str]
    relevant: Mask
    usable: Mask
    answered: bool

    def among(self, kept: Mask | NDArray[np.int64], *, answered: bool) -> Example:
        """The same question where only those candidates are."""
        places = np.arange(len(self.documents))[kept]
        return Example(
            Parts(*(column[places] for column in self.parts)),
            [self.documents[place] for place in places],
            self.relevant[places],
            self.usable[places],
            answered,
        )


def judged_examples(
    judged: JudgedSet, queries: Sequence[str], encoder: Encoder, progress: Progress
) -> Iterator[Example]:
    """Queries of a set, by id, asked of all its passages."""
    texts = {query: judged.queries[query] for query in queries}
    with indexed(judged, encoder) as (collection, _):
        for query, found in asked(judged.name, texts, collection, encoder, progress):
            yield _judged(collection, judged, query, found)


def evidence_examples(
    name: str,
    collection: Collection,
    questions: Sequence[EvidenceQuestion],
    encoder: Encoder,
    progress: Progress,
) -> Iterator[Example]:
    """Questions with evidence in the documents of a collection, asked of it."""
    by_id = {question.id: question for question in questions}
    texts = {ident: question.text for ident, question in by_id.items()}
    for ident, found in asked(name, texts, collection, encoder, progress):
        yield _with_evidence(collection, by_id[ident], found)


def _judged(collection: Collection, judged: JudgedSet, query: str, found: Search) -> Example:
    """Where its answers are known, a passage that belongs to a right document and holds none of
    them is unclear, unless all of them are so."""
    gold, answers = judged.qrels.get(query, set()), judged.answers.get(query, ())
    texts = collection.store.texts(found.found.rows)
    relevant = np.array([document in gold for document in found.found.documents], bool)
    holds = np.array(
        [any(one in texts.get(row, "") for one in answers) for row in found.found.rows], bool
    )
    unclear = relevant & ~holds if (relevant & holds).any() else np.zeros_like(relevant)
    return Example(found.found.parts, found.found.documents, relevant, ~unclear, bool(gold))


def _with_evidence(collection: Collection, question: EvidenceQuestion, found: Search) -> Example:
    """A passage answers that covers half of a place of the evidence; one that covers less is
    unclear."""
    passages = collection.store.passages(found.found.rows)
    names = {ident: collection.store.names_of(ident) for ident in {*found.found.documents}}
    shares = np.array(
        [_covered(passages[row], names, question) for row in found.found.rows], np.float64
    )
    relevant = shares >= 0.5
    usable = relevant | (shares == 0)
    return Example(
        found.found.parts, found.found.documents, relevant, usable, bool(question.evidence)
    )


def _covered(passage: Passage, names: dict[str, set[str]], question: EvidenceQuestion) -> float:
    """The greatest share that a passage has of a place of the evidence."""
    shares = [
        (min(passage.end, place.end) - max(passage.start, place.start))
        / max(place.end - place.start, 1)
        for place in question.evidence
        if place.document in names[passage.document_id]
    ]
    return max([0.0, *shares])


def with_and_without(
    examples: Iterable[Example], withheld: Callable[[Example], Mask]
) -> Iterator[Example]:
    """Each example as it is and, where it has an answer, with candidates withheld."""
    for example in examples:
        yield example
        if example.answered:
            yield example.among(~withheld(example), answered=False)


def right_documents(example: Example) -> Mask:
    """All candidates of documents that answer."""
    gold = {name for name, one in zip(example.documents, example.relevant, strict=True) if one}
    return np.array([name in gold for name in example.documents], bool)


def right_passages(example: Example) -> Mask:
    """The candidates that answer or may; others of their documents stay."""
    return example.relevant | ~example.usable
