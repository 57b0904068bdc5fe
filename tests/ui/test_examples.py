"""The examples that the page offers are answered, by the real model, with the first passage."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import SentenceEncoder
from qa import Collection
from ui import ReadingRoom
from ui.examples import SAMPLE_QUESTIONS

EVIDENCE = (
    "不得超过一千二百人",
    "急救和消防遇紧急情况确需上桥的",
    "他不用木頭作字",
    "米價自每石八元漲至十九元",
    "killed more than eighteen hundred people in the Netherlands",
)


@pytest.mark.parametrize(
    ("question", "evidence"), list(zip(SAMPLE_QUESTIONS, EVIDENCE, strict=True))
)
def test_an_example_is_answered_by_the_first_passage(
    sample_collection: Path, encoder: SentenceEncoder, question: str, evidence: str
) -> None:
    with Collection.open(sample_collection) as collection:
        room = ReadingRoom(collection, encoder)
        assert room.facts().sample
        (hit,) = room.ask(question, 1).hits
    assert evidence in hit.citation.quote
