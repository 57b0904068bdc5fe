"""The examples that the page offers are answered, by the real model, where they should be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from embeddings import SentenceEncoder
from qa import Collection
from ui import ReadingRoom
from ui.examples import EXAMPLES, SAMPLE_QUESTIONS, example

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


@pytest.mark.parametrize(
    ("title", "headings", "expected"),
    [
        ("办事指南", ["一、受理", "二、怎样补办居住证？"], "怎样补办居住证？"),
        ("Fees", ["1. How much is it?", "2. Who pays"], "How much is it?"),
        (
            "年度报告",
            ["（一）收入", "（二）关于道路"],
            "关于道路，《年度报告》是怎么说的？",
        ),
        ("《甲》读后", ["第二章 人物与情节"], "关于人物与情节，《甲》读后是怎么说的？"),
        (
            "和紙の里",
            ["道具について"],
            "「和紙の里」には道具についてどう書かれていますか？",
        ),
        ("Тихая река", ["Весенний разлив"], "Тихая река: Весенний разлив"),
        ("便民驿亭亮相街头", ["要不断创新，不断发展，不断前进。"], "便民驿亭亮相街头"),
        ("他说“不行”", ["其中的道理"], ""),  # what is quoted has to stand there verbatim
        ("桥", ["关于维修"], ""),
        ("很长的标题" * 9, [], ""),
        ("", [], ""),
    ],
)
def test_what_a_document_suggests(title: str, headings: Sequence[str], expected: str) -> None:
    assert example(title, headings) == expected


def test_examples_of_any_collection_find_the_documents_that_they_are_from(
    sample_collection: Path, encoder: SentenceEncoder
) -> None:
    """Read as if it were not the sample."""
    with Collection.open(sample_collection) as collection:
        room = ReadingRoom(collection, encoder)
        examples = room._list().examples
        assert len(set(examples)) == EXAMPLES and not set(examples) & set(SAMPLE_QUESTIONS)
        for question in examples:
            title = room.ask(question, 1).hits[0].citation.document.title
            assert title in question
