"""The drawing of a map: the question among its hits, in view and beside the points."""

from __future__ import annotations

import re
from math import dist

from qa import Collection, ask, index_documents, passage_map
from tests.qa.texts import document
from tests.small_encoder import SmallEncoder
from tests.ui.reading import Element, Reading, read
from ui.render_map import render_map
from ui.translations import TEXTS

EN = TEXTS["en"]


def drawn(collection: Collection, hits: int) -> Reading:
    texts = [f"社区食堂第{n}天的午餐有{n}种套餐。" for n in range(20)]
    documents = [document(text, f"/{n}.txt", f"第{n}天") for n, text in enumerate(texts)]
    index_documents(collection, SmallEncoder(), documents)
    answer = ask(collection, SmallEncoder(), "第7天的午餐", hits)
    return read(render_map(passage_map(collection, answer), EN))


def place(circle: Element) -> tuple[float, float]:
    return float(circle.attributes["cx"]), float(circle.attributes["cy"])


def question(reading: Reading) -> tuple[float, float]:
    """Where its sign is: the one circle that stands for no passage."""
    (sign,) = (one for one in reading.of("circle") if "data-id" not in one.attributes)
    return place(sign)


def test_a_line_joins_the_question_to_each_of_its_hits(collection: Collection) -> None:
    reading = drawn(collection, 3)
    lines = [one.attributes for one in reading.of("line")]
    hits = [place(one) for one in reading.of("circle", "hit")]
    assert {(float(one["x1"]), float(one["y1"])) for one in lines} == {question(reading)}
    ends = sorted((float(one["x2"]), float(one["y2"])) for one in lines)
    assert ends == sorted(hits) and len(hits) == 3


def test_the_question_stands_in_view_and_hides_no_passage(collection: Collection) -> None:
    reading = drawn(collection, 3)
    x, y = question(reading)
    box = reading.of("svg")[0].attributes["viewbox"]
    left, top, width, height = map(float, box.split())
    assert left <= x <= left + width and top <= y <= top + height
    points = [one for one in reading.of("circle") if "data-id" in one.attributes]
    assert len(points) == 20
    for point in points:
        assert dist((x, y), place(point)) >= float(point.attributes["r"])


def test_what_is_said_of_the_question_does_not_claim_an_answer(collection: Collection) -> None:
    said = EN.map_question.format(question="第7天的午餐", count=3)
    assert said in drawn(collection, 3).text
    assert not re.search("answer|found", EN.map_question)
