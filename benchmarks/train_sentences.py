"""Trains what marks the answering sentence, and says how often it holds the answer.

Run with `python -m benchmarks.train_sentences [FOLDER]`, FOLDER being the one with the question
sets. Each set is indexed and asked through the real pipeline; what counts are first hits that are
the right passage. Writes `qa/retrieval/sentence_model.json`, and `benchmarks/sentences.json` with
the share of answers that lie in what is marked, of each set under the model trained on the others.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.examples import drawn, say
from benchmarks.results import DEFAULT_SHARED, machine, write_result
from corpus import index_terms
from embeddings import Encoder, SentenceEncoder
from qa.ask import Search
from qa.collection.collection import Collection
from qa.evaluation.judging import asked, indexed
from qa.evaluation.question_sets import JudgedSet, read_judged_set
from qa.evaluation.training import conditional_logit
from qa.retrieval.answering_sentence import FILE, SENTENCE, answering, sentence_features
from qa.retrieval.linear_model import LinearModel

QUESTIONS = 400  # of each set
SETS = {  # with the set of the same passages that knows their answers
    "cmrc2018-trial": "cmrc2018-trial",
    "drcd-dev": "drcd-dev",
    "xquad-zh": "xquad-zh",
    "jsquad-valid": "jsquad-valid",
    "xquad-es-to-zh": "xquad-zh",
    "xquad-zh-to-es": "xquad-es",
}


class Marked(NamedTuple):
    """The m sentences of a right passage.

    features: float32 (m, len(SENTENCE)); holds: bool (m,), whether the answer lies in each
    text, sentences: the passage, and their spans in it; answers: any of them will do
    """

    features: NDArray[np.float32]
    holds: NDArray[np.bool_]
    text: str
    sentences: tuple[tuple[int, int], ...]
    answers: Sequence[str]

    def is_marked(self, first: int, last: int) -> bool:
        """Whether an answer lies in these sentences."""
        marked = self.text[self.sentences[first][0] : self.sentences[last][1]]
        return any(answer in marked for answer in self.answers)


def main(shared: Path) -> None:
    """Collect the sentences, report on each set left out, then train on all of them."""
    encoder = SentenceEncoder.open()
    examples = {name: list(_examples(shared, name, encoder)) for name in SETS}
    report = []
    for name, own in examples.items():
        model = train([some for other, some in examples.items() if other != name])
        spans = [answering(model(one.features)) for one in own]
        report.append(
            {
                "set": name,
                "questions": len(own),
                "most_similar": _share(own, [_most_similar(one) for one in own]),
                "answer_in_highlight": _share(own, spans),
                "two_sentences": round(float(np.mean([a != b for a, b in spans])), 4),
                "in_one_sentence": round(float(np.mean([one.holds.any() for one in own])), 4),
            }
        )
        print(report[-1])
    model = train(list(examples.values()))
    FILE.write_text(json.dumps(model.to_json(), indent=2) + "\n", "utf-8")
    write_result("sentences", {"left_out": report, **machine()})


def train(sets: Sequence[Sequence[Marked]]) -> LinearModel:
    """A conditional logit under which sentences with the answer stand first; every set weighs the
    same."""
    clear = [(one, 1 / len(some)) for some in sets for one in some if one.holds.any()]
    found = conditional_logit(
        [one.features for one, _ in clear],
        [one.holds for one, _ in clear],
        [weight for _, weight in clear],
    )
    return LinearModel(SENTENCE, *found)


def _examples(shared: Path, name: str, encoder: Encoder) -> Iterator[Marked]:
    judged = read_judged_set(shared / "evaluation" / name)
    answers = read_judged_set(shared / "evaluation" / SETS[name]).answers
    queries = drawn(judged.queries, QUESTIONS)
    texts = {query: judged.queries[query] for query in queries if answers.get(query)}
    with indexed(judged, encoder) as (collection, _):
        for query, found in asked(name, texts, collection, encoder, say):
            if (marked := _marked(collection, judged, query, found, answers[query])) is not None:
                yield marked


def _marked(
    collection: Collection, judged: JudgedSet, query: str, search: Search, answers: Sequence[str]
) -> Marked | None:
    """The sentences of the first hit, where it is right and holds an answer."""
    place, found = search.ranked[0].place, search.found
    passage = collection.store.passages([found.rows[place]])[found.rows[place]]
    right = found.documents[place] in judged.qrels.get(query, set())
    if not right or not any(answer in passage.text for answer in answers):
        return None
    question = judged.queries[query]
    sentences = [passage.text[start:end] for start, end in passage.sentences]
    features = sentence_features(
        found.sentences[place],
        sentences,
        question,
        collection.words.inverse_frequencies(index_terms(question)),
        foreign=bool(found.parts.foreign[place]),
    )
    holds = np.array([any(answer in one for answer in answers) for one in sentences])
    return Marked(features, holds, passage.text, passage.sentences, answers)


def _most_similar(one: Marked) -> tuple[int, int]:
    best = int(one.features[:, SENTENCE.index("matched")].argmax())
    return best, best


def _share(examples: Sequence[Marked], spans: Sequence[tuple[int, int]]) -> float:
    hits = [one.is_marked(*span) for one, span in zip(examples, spans, strict=True)]
    return round(float(np.mean(hits)), 4)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SHARED)
