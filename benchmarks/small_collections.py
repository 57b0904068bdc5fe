"""Small collections of whole documents, made of a judged set of single passages.

In a judged set each passage is a document and the collection is large. People have folders of a
few documents with many paragraphs each, where the paragraph beside the right one is about the same
thing. So the passages of one title are joined to a document again, and the documents are put into
folders of different sizes.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from corpus import Document, Source
from qa.evaluation.question_sets import Evidence, EvidenceQuestion, JudgedSet

_SEED = 3
_SIZES = (3, 6, 12)  # documents of a folder, where titles have several passages
_SIZES_OF_SHORT = (6, 20, 60)  # where most have one
_GAP = "\n\n"


class SmallCollection(NamedTuple):
    """Documents and questions about them; of `elsewhere`, questions, none has its answer there."""

    documents: list[Document]
    questions: list[EvidenceQuestion]
    elsewhere: list[EvidenceQuestion]


def small_collections(
    judged: JudgedSet, passages: int, questions: int
) -> Iterator[SmallCollection]:
    """The same ones each time.

    Args:
        passages: of about so many of the set's passages.
        questions: about so many in all, and half as many that are asked elsewhere.
    """
    chance = random.Random(_SEED)
    documents, places = _joined(judged)
    titles = sorted(documents)
    chance.shuffle(titles)
    size = len(judged.documents) / len(titles)
    titles = titles[: max(1, round(passages / size))]
    asked = _questions(judged, places, set(titles))
    chance.shuffle(asked)
    asked = asked[:questions]
    start = 0
    sizes = _SIZES if size >= 3 else _SIZES_OF_SHORT
    for number in range(len(titles)):
        folder = set(titles[start : start + sizes[number % len(sizes)]])
        start += len(folder)
        if not folder:
            return
        inside = [one for one in asked if one.evidence[0].document in folder]
        outside = [one for one in asked if one.evidence[0].document not in folder]
        elsewhere = chance.sample(outside, min(len(inside) // 2, len(outside)))
        yield SmallCollection(
            [documents[title] for title in titles if title in folder],
            inside,
            [EvidenceQuestion(one.id, "none", one.text, ()) for one in elsewhere],
        )


def _joined(judged: JudgedSet) -> tuple[dict[str, Document], dict[str, Evidence]]:
    """A document of all passages of each title, and where each passage, by its id, stands."""
    texts: dict[str, str] = defaultdict(str)
    places = {}
    for passage in judged.documents:
        before = texts[passage.title]
        start = len(before) + len(_GAP) if before else 0
        texts[passage.title] = f"{before}{_GAP}{passage.text}" if before else passage.text
        places[passage.id] = Evidence(passage.title, start, start + len(passage.text))
    sources = {title: Source(title, "", 0, "text", "utf-8") for title in texts}
    documents = {
        title: Document(title, title, text, sources[title]) for title, text in texts.items()
    }
    return documents, places


def _questions(
    judged: JudgedSet, places: dict[str, Evidence], titles: set[str]
) -> list[EvidenceQuestion]:
    """Those whose right passages all belong to one of the titles; the evidence is the answer's
    first place in each of them where answers are known, else the whole passage."""
    texts = {passage.id: passage.text for passage in judged.documents}
    found = []
    for ident, text in judged.queries.items():
        gold = sorted(judged.qrels.get(ident, ()))
        named = {places[one].document for one in gold}
        if len(named) != 1 or not named <= titles:
            continue
        answers = judged.answers.get(ident, ())
        evidence = tuple(_narrowed(places[one], texts[one], answers) for one in gold)
        found.append(EvidenceQuestion(ident, "fact", text, evidence))
    return found


def _narrowed(place: Evidence, text: str, answers: list[str] | tuple[str, ...]) -> Evidence:
    for answer in answers:
        at = text.find(answer)
        if at >= 0:
            return Evidence(place.document, place.start + at, place.start + at + len(answer))
    return place
